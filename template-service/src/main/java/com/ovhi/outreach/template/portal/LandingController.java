package com.ovhi.outreach.template.portal;

import com.ovhi.outreach.common.security.PublicEndpoint;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/**
 * Where a link in a message leads. Scanners follow links, so looking changes nothing and nothing is shown but the way
 * on: the token goes to the portal in the fragment, which no server log sees.
 */
@RestController
@RequestMapping("/portal/{token}")
class LandingController {

    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    private static final String GONE = page("""
            <p>This link is not valid any more.</p>
            <p lang="es">Este enlace ya no es válido.</p>""");

    private final PortalLinks links;
    private final PortalLimits limits;
    private final PortalProperties properties;

    LandingController(PortalLinks links, PortalLimits limits, PortalProperties properties) {
        this.links = links;
        this.limits = limits;
        this.properties = properties;
    }

    @GetMapping
    @PublicEndpoint(protectedBy = "an unguessable token, and it shows nothing but a way to the portal's login")
    ResponseEntity<String> land(@PathVariable String token, HttpServletRequest request) {
        limits.landing(request.getRemoteAddr());
        return links.live(token) ? html(HttpStatus.OK, onward(token)) : html(HttpStatus.NOT_FOUND, GONE);
    }

    private String onward(String token) {
        var address = HtmlUtils.htmlEscape(properties.portalUrl() + "#" + token);
        return page("""
                <p>Your clinic has sent you this link. It can be used once.</p>
                <p lang="es">Su clínica le ha enviado este enlace. Solo se puede usar una vez.</p>
                <p><a rel="noreferrer noopener" href="%s">Continue / <span lang="es">Continuar</span></a></p>""".formatted(address));
    }

    private static ResponseEntity<String> html(HttpStatus status, String page) {
        return ResponseEntity.status(status)
                .contentType(HTML)
                .cacheControl(CacheControl.noStore())
                .header("Referrer-Policy", "no-referrer")
                .header("X-Robots-Tag", "noindex, nofollow")
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
                .body(page);
    }

    private static String page(String body) {
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">
                <meta name="viewport" content="width=device-width, initial-scale=1"><title>Patient portal</title></head>
                <body><main>%s</main></body></html>
                """.formatted(body);
    }
}
