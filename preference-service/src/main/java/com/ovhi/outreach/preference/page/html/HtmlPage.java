package com.ovhi.outreach.preference.page.html;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.HtmlUtils;

/**
 * A page for a patient: one column, no script, nothing from elsewhere. Its address is a secret, so it is neither kept nor
 * handed on.
 */
public final class HtmlPage {

    private static final String STYLE = read("/preference-pages/page.css");
    private static final String POLICY = "default-src 'none'; style-src '" + hash(STYLE)
            + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final String LAYOUT = """
            <!doctype html>
            <html lang="%s" dir="%s">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex, nofollow">
            <title>%s</title>
            <style>%s</style>
            </head>
            <body>
            <main>
            <h1>%s</h1>
            %s
            </main>
            </body>
            </html>
            """;

    private HtmlPage() {}

    /**
     * A page.
     *
     * @param title name of its text
     * @param body HTML
     */
    public static ResponseEntity<String> of(HttpStatus status, Wording wording, String title, String body) {
        return secret(ResponseEntity.status(status)).body(layout(wording, title, body));
    }

    /** A page that says one thing. */
    public static ResponseEntity<String> saying(HttpStatus status, Wording wording, String title, String text) {
        return of(status, wording, title, "<p>" + wording.text(text) + "</p>");
    }

    /** Come back in a minute. */
    public static ResponseEntity<String> busy(Wording wording) {
        return secret(ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS).header(HttpHeaders.RETRY_AFTER, "60"))
                .body(layout(wording, "busy.title", "<p>" + wording.text("busy.text") + "</p>"));
    }

    /** The browser shall look at another address of this page. */
    public static ResponseEntity<String> seeOther(String relative) {
        return secret(ResponseEntity.status(HttpStatus.SEE_OTHER).header(HttpHeaders.LOCATION, relative))
                .body("");
    }

    /** A text that cannot be taken for HTML. */
    public static String escape(String text) {
        return HtmlUtils.htmlEscape(text, StandardCharsets.UTF_8.name());
    }

    private static String layout(Wording wording, String title, String body) {
        var language = wording.language();
        var heading = wording.text(title);
        return LAYOUT.formatted(language.code(), language.direction(), heading, STYLE, heading, body);
    }

    private static ResponseEntity.BodyBuilder secret(ResponseEntity.BodyBuilder response) {
        return response.contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .cacheControl(CacheControl.noStore())
                .header("Referrer-Policy", "no-referrer")
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Content-Security-Policy", POLICY);
    }

    private static String read(String name) {
        try (var in = HtmlPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("There is no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }
}
