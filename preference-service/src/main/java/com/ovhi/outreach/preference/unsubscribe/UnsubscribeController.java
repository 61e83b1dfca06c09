package com.ovhi.outreach.preference.unsubscribe;

import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.security.PublicEndpoint;
import com.ovhi.outreach.common.web.ProblemException;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The unsubscribe link of RFC 8058. Mail scanners follow links, so looking at it changes nothing; a POST, with which
 * the mail program or the button on the page says that a person meant it, acts at once.
 */
@RestController
@RequestMapping("/api/v1/unsubscribe/{token}")
@PublicEndpoint(protectedBy = "a sealed token that only our own e-mails carry")
class UnsubscribeController {

    private static final String ASK = page("""
            <p>Stop all e-mails from us to this address?</p>
            <p lang="es">¿Dejar de recibir todos nuestros correos en esta dirección?</p>
            <form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click">
            <button type="submit">Unsubscribe / <span lang="es">Cancelar suscripción</span></button></form>""");

    private static final String DONE = page("""
            <p>You are unsubscribed.</p>
            <p lang="es">Su suscripción ha sido cancelada.</p>""");

    private final Unsubscribing unsubscribing;
    private final FieldCipher cipher;

    UnsubscribeController(Unsubscribing unsubscribing, FieldCipher cipher) {
        this.unsubscribing = unsubscribing;
        this.cipher = cipher;
    }

    @GetMapping
    ResponseEntity<String> ask(@PathVariable String token) {
        open(token);
        return html(ASK);
    }

    @PostMapping
    ResponseEntity<String> unsubscribe(@PathVariable String token) {
        unsubscribing.unsubscribe(open(token));
        return html(DONE);
    }

    private UnsubscribeToken open(String token) {
        return UnsubscribeToken.open(token, cipher)
                .orElseThrow(() -> ProblemException.notFound("unknown-link", "This link is not valid"));
    }

    private static ResponseEntity<String> html(String page) {
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_HTML, java.nio.charset.StandardCharsets.UTF_8))
                .cacheControl(CacheControl.noStore())
                .header("Referrer-Policy", "no-referrer")
                .header("Content-Security-Policy", "default-src 'none'; form-action 'self'; frame-ancestors 'none'")
                .body(page);
    }

    private static String page(String body) {
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><meta name="robots" content="noindex">
                <meta name="viewport" content="width=device-width"><title>Unsubscribe</title></head>
                <body>%s</body></html>
                """.formatted(body);
    }
}
