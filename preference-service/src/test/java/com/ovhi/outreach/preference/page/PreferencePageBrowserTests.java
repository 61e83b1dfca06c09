package com.ovhi.outreach.preference.page;

import static com.ovhi.outreach.preference.Api.channel;
import static com.ovhi.outreach.preference.Patients.ORGANIZATION;
import static com.ovhi.outreach.preference.Patients.aPatient;
import static com.ovhi.outreach.preference.Patients.freshPhone;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.testing.Chromium;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.preference.Api;
import com.ovhi.outreach.preference.page.html.PageLanguage;
import com.ovhi.outreach.preference.page.html.Wording;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TakesScreenshot;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The page in a real browser of the size of a telephone, with a keyboard and nothing else. */
@ServiceTest(schema = "ovhi_preference")
class PreferencePageBrowserTests {

    private static final Path PICTURES = Path.of("target", "preference-page");
    private static final int MOST_TABS = 40;

    /** Everything a machine can check of WCAG 2.1 on this page; returns what it finds wrong. */
    private static final String CHECKS = """
            const wrong = [];
            const name = e => e.tagName + '#' + e.id + '.' + e.className;
            for (const e of document.querySelectorAll('input:not([type=hidden]), select')) {
              if (!e.labels.length || !e.labels[0].textContent.trim()) wrong.push('no label: ' + name(e));
              for (const id of (e.getAttribute('aria-describedby') || '').split(' ').filter(Boolean))
                if (!document.getElementById(id)) wrong.push('describes nothing: ' + id);
            }
            for (const e of document.querySelectorAll('button'))
              if (!e.textContent.trim()) wrong.push('no name: ' + name(e));
            for (const e of document.querySelectorAll('fieldset'))
              if (e.firstElementChild.tagName !== 'LEGEND' || !e.firstElementChild.textContent.trim())
                wrong.push('no legend: ' + name(e));
            for (const e of document.querySelectorAll('button, select, input[type=time], label.choice')) {
              const box = e.getBoundingClientRect();
              if (box.height < 44 || box.width < 44) wrong.push('too small: ' + name(e) + ' ' + box.height);
            }
            const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
            if (new Set(ids).size !== ids.length) wrong.push('ids repeat');
            if (document.querySelectorAll('h1').length !== 1) wrong.push('not one h1');
            if (!document.querySelector('main')) wrong.push('no main');
            if (!document.title.trim()) wrong.push('no title');
            if (document.scripts.length) wrong.push('scripts');
            const channel = c => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
            const light = rgb => 0.2126 * channel(rgb[0]) + 0.7152 * channel(rgb[1]) + 0.0722 * channel(rgb[2]);
            const numbers = css => css.match(/[0-9.]+/g).map(Number);
            const ground = e => { for (; e; e = e.parentElement) {
                const css = numbers(getComputedStyle(e).backgroundColor);
                if (css.length < 4 || css[3] > 0) return css; } return [255, 255, 255]; };
            for (const e of document.querySelectorAll('h1, p, legend, label, span, bdi, button, select, input[type=time]')) {
              const a = light(numbers(getComputedStyle(e).color)), b = light(ground(e));
              const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
              if (contrast < 4.5) wrong.push('contrast ' + contrast.toFixed(2) + ': ' + name(e));
            }
            return wrong;""";

    private final TestKafka kafka;
    private final SettableClock clock;
    private final JdbcTemplate jdbc;
    private final PlatformTransactionManager transactions;
    private final Api api;
    private final int port;
    private final String phone = freshPhone();
    private final List<AutoCloseable> open = new ArrayList<>();
    private long patient;
    private String url = "";
    private @Nullable WebDriver browser;

    PreferencePageBrowserTests(
            TestKafka kafka,
            TestTokens tokens,
            SettableClock clock,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            @LocalServerPort int port) {
        this.kafka = kafka;
        this.transactions = transactions;
        this.clock = clock;
        this.jdbc = jdbc;
        this.port = port;
        api = new Api(port, tokens);
    }

    @BeforeEach
    void mintLink() {
        Chromium.missing().ifPresent(why -> Assumptions.abort("The browser test is skipped: " + why));
        clock.advance(Duration.ofMinutes(10));
        patient = aPatient()
                .withPhone(phone)
                .withEmail(phone.substring(1) + "@example.org")
                .register(kafka, clock.instant());
        api.awaitChannel(patient, Channel.EMAIL, null);
        var minted =
                api.post("/preferences/" + patient + "/page-links", api.staff(ORGANIZATION), "application/json", "");
        url = "http://127.0.0.1:" + port
                + URI.create(minted.json().path("url").asString()).getPath();
    }

    @AfterEach
    void close() throws Exception {
        for (var each : open) {
            each.close();
        }
    }

    @Test
    void isUsedWithTheKeyboardAlone() throws IOException {
        speak("en");
        var browser = browse();
        picture(browser, "page-en");

        tabTo(browser, "care-sms");
        assertThat(focusIsVisible(browser)).isTrue();
        press(browser, Keys.SPACE);
        tabTo(browser, "marketing-email");
        press(browser, Keys.SPACE);
        tabTo(browser, "language");
        press(browser, "Esp");
        tabToButton(browser, "save");
        assertThat(focusIsVisible(browser)).isTrue();
        press(browser, Keys.ENTER);

        assertThat(browser.findElement(By.cssSelector("[role=status]")).getText())
                .isEqualTo("Sus preferencias se han guardado.");
        assertThat(checked(browser, "care-sms")).isFalse();
        assertThat(checked(browser, "care-email")).isTrue();
        assertThat(checked(browser, "marketing-email")).isTrue();
        picture(browser, "page-es-saved");
        assertThat(jdbc.queryForList("""
                        SELECT CONCAT(channel, ' ', consent_class, ' ', action, ' ', actor, ' ', origin)
                        FROM consent_ledger WHERE patient_id = ?""", String.class, patient))
                .containsExactlyInAnyOrder(
                        "sms transactional revoke patient preference-page",
                        "sms marketing revoke patient preference-page",
                        "email marketing grant patient preference-page");
        assertThat(jdbc.queryForObject(
                        "SELECT language FROM patient_comm_prefs WHERE patient_id = ?", String.class, patient))
                .isEqualTo("es");
    }

    @Test
    void acceptsUnencryptedEmailWithTheKeyboardAloneUnderTheWarning() throws IOException {
        speak("en");
        var browser = browse();

        tabTo(browser, "unencrypted-email");
        assertThat(focusIsVisible(browser)).isTrue();
        var box = browser.switchTo().activeElement();
        var warning = browser.findElement(By.id(String.valueOf(box.getDomAttribute("aria-describedby"))));
        assertThat(warning.isDisplayed()).isTrue();
        assertThat(warning.getText()).isEqualTo(Wording.in(PageLanguage.EN).plain("unencrypted.warning"));
        press(browser, Keys.SPACE);
        tabToButton(browser, "save");
        press(browser, Keys.ENTER);

        assertThat(browser.findElement(By.cssSelector("[role=status]")).getText())
                .isEqualTo("Your choices have been saved.");
        assertThat(checked(browser, "unencrypted-email")).isTrue();
        picture(browser, "page-en-unencrypted");
        assertThat(jdbc.queryForList("""
                        SELECT CONCAT(channel, ' ', consent_class, ' ', action, ' ', actor, ' ', origin)
                        FROM consent_ledger WHERE patient_id = ?""", String.class, patient))
                .containsExactly("email unencrypted grant patient preference-page");
    }

    @Test
    void stopsEverythingWithTheKeyboardAlone() throws IOException {
        speak("en");
        var browser = browse();

        tabToButton(browser, "stop-all");
        press(browser, Keys.ENTER);

        assertThat(browser.findElement(By.cssSelector("[role=status]")).getText())
                .isEqualTo("We will send you no more messages.");
        var effective = api.awaitChannel(patient, Channel.SMS, "opted-out");
        assertThat(channel(effective, Channel.EMAIL).reason()).isEqualTo("opted-out");
        picture(browser, "page-en-stopped");
    }

    @Test
    void fitsATelephoneAndReadsWellInEveryLanguage() throws IOException {
        for (var language : PageLanguage.values()) {
            speak(language.code());
            var browser = browse();

            var root = browser.findElement(By.tagName("html"));
            assertThat(root.getDomAttribute("lang")).isEqualTo(language.code());
            assertThat(root.getDomAttribute("dir")).isEqualTo(language == PageLanguage.AR ? "rtl" : "ltr");
            assertThat(run(browser, "return getComputedStyle(document.body).direction"))
                    .isEqualTo(language.direction());
            assertThat(run(browser, "return document.documentElement.scrollWidth <= window.innerWidth"))
                    .as("no horizontal scrolling in %s", language)
                    .isEqualTo(true);
            assertThat(run(browser, "return window.innerWidth")).isEqualTo(390L);
            assertThat((List<?>) Objects.requireNonNull(run(browser, CHECKS))).isEmpty();
            if (language == PageLanguage.AR) {
                picture(browser, "page-ar");
            }
        }
    }

    private void speak(String language) {
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> jdbc.update(
                        "UPDATE patient_comm_prefs SET language = ? WHERE patient_id = ?", language, patient));
    }

    private WebDriver browse() {
        if (open.isEmpty()) {
            var started = Chromium.telephone();
            open.add(started::quit);
            browser = started;
        }
        var known = Objects.requireNonNull(browser);
        known.get(url);
        return known;
    }

    private static void tabTo(WebDriver browser, String id) {
        tab(browser, element -> id.equals(element.getDomAttribute("id")), id);
    }

    private static void tabToButton(WebDriver browser, String action) {
        tab(browser, element -> action.equals(element.getDomAttribute("value")), action);
    }

    private static void tab(WebDriver browser, java.util.function.Predicate<WebElement> there, String what) {
        for (var i = 0; i < MOST_TABS; i++) {
            press(browser, Keys.TAB);
            if (there.test(browser.switchTo().activeElement())) {
                return;
            }
        }
        throw new AssertionError("The keyboard does not reach " + what);
    }

    private static void press(WebDriver browser, CharSequence keys) {
        new Actions(browser).sendKeys(keys).perform();
    }

    private static boolean focusIsVisible(WebDriver browser) {
        return Boolean.TRUE.equals(run(browser, """
                const css = getComputedStyle(document.activeElement);
                return css.outlineStyle !== 'none' && parseFloat(css.outlineWidth) >= 2;"""));
    }

    private static boolean checked(WebDriver browser, String id) {
        return browser.findElement(By.id(id)).isSelected();
    }

    private static @Nullable Object run(WebDriver browser, String script) {
        return ((JavascriptExecutor) browser).executeScript(script);
    }

    private static void picture(WebDriver browser, String name) throws IOException {
        Files.createDirectories(PICTURES);
        Files.write(PICTURES.resolve(name + ".png"), ((TakesScreenshot) browser).getScreenshotAs(OutputType.BYTES));
    }
}
