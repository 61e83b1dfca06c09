package com.ovhi.outreach.common.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.chromium.ChromiumDriver;

/** The machine's own Chromium, as a telephone or on a desk. Modules that use it need Selenium on their test path. */
public final class Chromium {

    private static final int WIDTH = 390;
    private static final int HEIGHT = 844;

    private Chromium() {}

    /** Why there is none; empty when there is one. */
    public static Optional<String> missing() {
        if (browser().isEmpty()) {
            return Optional.of("no chromium on the PATH");
        }
        return driver().isEmpty() ? Optional.of("no chromedriver on the PATH") : Optional.empty();
    }

    /** Starts one with the screen of a telephone. */
    public static ChromiumDriver telephone() {
        var options = options();
        options.setExperimentalOption(
                "mobileEmulation",
                Map.of("deviceMetrics", Map.of("width", WIDTH, "height", HEIGHT, "pixelRatio", 2.0)));
        return start(options);
    }

    /** Starts one with the screen of a desk. */
    public static ChromiumDriver desk() {
        var options = options();
        options.addArguments("--window-size=1280,1000");
        return start(options);
    }

    /** Makes pages believe that their reader prefers {@code light} or {@code dark}. */
    public static void prefer(ChromiumDriver browser, String scheme) {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    private static ChromeOptions options() {
        var options = new ChromeOptions();
        options.setBinary(browser().orElseThrow());
        options.addArguments(
                "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--lang=en-US");
        return options;
    }

    private static ChromiumDriver start(ChromeOptions options) {
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driver().orElseThrow())
                .usingAnyFreePort()
                .build();
        return new ChromeDriver(service, options);
    }

    private static Optional<File> browser() {
        return onPath("chromium", "chromium-browser", "google-chrome");
    }

    private static Optional<File> driver() {
        return onPath("chromedriver");
    }

    private static Optional<File> onPath(String... names) {
        var folders = List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
        return Arrays.stream(names)
                .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(Path::toFile)
                .findFirst();
    }
}
