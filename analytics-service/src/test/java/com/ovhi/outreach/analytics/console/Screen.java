package com.ovhi.outreach.analytics.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.testing.Chromium;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chromium.ChromiumDriver;
import org.openqa.selenium.chromium.ChromiumNetworkConditions;
import org.openqa.selenium.interactions.Actions;

/** A browser in which somebody is signed in: what they do, and what they and a machine see. */
final class Screen implements AutoCloseable {

    private static final Path PICTURES = Path.of("target", "console");
    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOST_TABS = 60;

    private final ChromiumDriver browser = Chromium.desk();
    private final String base;
    private final String checks;

    Screen(int port, String session) {
        base = "http://127.0.0.1:" + port;
        checks = script();
        browser.get(base + "/console/signed-out.html");
        carry(session);
    }

    /** Goes on with this session, as after signing in in another window. */
    void carry(String session) {
        browser.manage()
                .addCookie(new Cookie.Builder("OUTREACH_CONSOLE", session)
                        .path("/console")
                        .build());
    }

    /** Has no network from now on. */
    void unplug() {
        browser.setNetworkConditions(
                new ChromiumNetworkConditions().setOffline(true).setLatency(Duration.ZERO));
    }

    /** The values of a choice. */
    List<String> choices(String name) {
        return browser.findElements(By.cssSelector("select[name=" + name + "] option")).stream()
                .map(each -> String.valueOf(each.getDomProperty("value")))
                .toList();
    }

    /** The cells of the first row of a table that begins so, with spaces between them. */
    String row(String begin) {
        return browser.findElements(By.cssSelector("tbody tr")).stream()
                .map(each -> each.findElements(By.tagName("td")).stream()
                        .map(cell -> String.valueOf(cell.getDomProperty("textContent")))
                        .collect(Collectors.joining(" ")))
                .filter(each -> each.startsWith(begin))
                .findFirst()
                .orElseThrow();
    }

    private static String script() {
        try (var script = Objects.requireNonNull(Screen.class.getResourceAsStream("/console/accessibility.js"))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Light or dark. */
    void prefer(String scheme) {
        Chromium.prefer(browser, scheme);
    }

    /** What a field holds. */
    String value(String name) {
        return String.valueOf(browser.findElement(By.name(name)).getDomProperty("value"));
    }

    void type(String name, CharSequence... keys) {
        browser.findElement(By.name(name)).sendKeys(keys);
    }

    void open(String page, String known) {
        // From another page, for a change of the part behind # alone loads nothing.
        browser.get(base + "/console/signed-out.html");
        browser.get(base + "/console/#" + page);
        see(known);
    }

    void search(String text) {
        var field = browser.findElement(By.name("sought"));
        field.clear();
        field.sendKeys(text, Keys.ENTER);
        await().atMost(PATIENCE).until(() -> text().contains("newest first") || text().contains("session is over"));
    }

    void see(String known) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(text()).contains(known));
    }

    String text() {
        return String.valueOf(browser.executeScript("return document.body.textContent"));
    }

    void click(String name) {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            browser.findElements(By.tagName("button")).stream()
                    .filter(each -> each.getText().equals(name))
                    .findFirst()
                    .orElseThrow()
                    .click();
            return true;
        });
    }

    /** Answers the question whether one is sure, which has to say this. */
    void sure(String question, boolean yes) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(browser.switchTo().alert().getText()).contains(question));
        var asked = browser.switchTo().alert();
        if (yes) {
            asked.accept();
        } else {
            asked.dismiss();
        }
    }

    /** Chooses a word. */
    void choose(String name, String word) {
        browser.findElement(By.cssSelector("select[name=" + name + "] option[value=" + word + "]"))
                .click();
    }

    /** What a machine can see; that nothing was blocked or failed; and a picture for people. */
    void check(String name) {
        assertThat((List<?>) Objects.requireNonNull(browser.executeScript(checks)))
                .as(name)
                .isEmpty();
        assertThat(browser.manage().logs().get("browser").getAll())
                .filteredOn(entry -> !entry.getMessage().contains("favicon"))
                .as(name)
                .isEmpty();
        assertThat(browser.executeScript("return document.documentElement.scrollWidth <= window.innerWidth"))
                .as("no sideways scrolling on %s", name)
                .isEqualTo(true);
        picture(name);
    }

    /** Neither in the address bar nor in any request the page has made. */
    void noPatientIsInAnAddress() {
        assertThat(
                        String.valueOf(
                                browser.executeScript(
                                        "return location.href + performance.getEntriesByType('resource').map(each => each.name).join()")))
                .contains("/console/")
                .doesNotContain(Scenes.PATIENT)
                .doesNotContain("6025550199");
    }

    void tabTo(Predicate<WebElement> there) {
        for (var i = 0; i < MOST_TABS; i++) {
            press(Keys.TAB);
            if (there.test(active())) {
                return;
            }
        }
        throw new AssertionError("The keyboard does not get there");
    }

    WebElement active() {
        return browser.switchTo().activeElement();
    }

    boolean focusIsVisible() {
        return Boolean.TRUE.equals(browser.executeScript("""
                const css = getComputedStyle(document.activeElement);
                return css.outlineStyle !== 'none' && parseFloat(css.outlineWidth) >= 2;"""));
    }

    void press(CharSequence keys) {
        new Actions(browser).sendKeys(keys).perform();
    }

    private void picture(String name) {
        try {
            Files.createDirectories(PICTURES);
            Files.write(PICTURES.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        browser.quit();
    }
}
