package com.ovhi.outreach.simulators.exchange;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/** What a caller put into the Authorization header. */
public final class Credentials {

    private Credentials() {}

    /** A name and a secret. */
    public record Basic(String name, String secret) {}

    /** The bearer token, if there is one. */
    public static Optional<String> bearer(HttpServletRequest request) {
        return scheme(request, "Bearer ");
    }

    /** The name and secret of basic authentication, if there are any. */
    public static Optional<Basic> basic(HttpServletRequest request) {
        return scheme(request, "Basic ").flatMap(Credentials::decoded);
    }

    private static Optional<Basic> decoded(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new Basic(pair.substring(0, colon), pair.substring(colon + 1)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Optional<String> scheme(HttpServletRequest request, String scheme) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
                .filter(header -> header.regionMatches(true, 0, scheme, 0, scheme.length()))
                .map(header -> header.substring(scheme.length()).strip());
    }
}
