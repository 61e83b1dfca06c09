package com.ovhi.outreach.common.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/**
 * Remembers for a short while that a token's signature was right: callers send the same token with every request, and
 * the check costs as much as a look-up in the database. Claims, the expiry among them, are checked every time. A key
 * that is withdrawn counts for as long as is remembered. Thread-safe.
 */
final class RememberingJwtDecoder implements JwtDecoder {

    private static final int MOST = 1_000;

    private final JwtDecoder decoder;
    private final OAuth2TokenValidator<Jwt> claims;
    private final Cache<String, Jwt> remembered;

    /**
     * @param decoder checks signature and claims
     * @param claims checks the claims of a remembered token
     * @param memory how long a signature is taken for right, in real time
     */
    RememberingJwtDecoder(JwtDecoder decoder, OAuth2TokenValidator<Jwt> claims, Duration memory) {
        this.decoder = decoder;
        this.claims = claims;
        remembered =
                Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(memory).build();
    }

    @Override
    public Jwt decode(String token) {
        var known = remembered.getIfPresent(token);
        if (known == null) {
            var jwt = decoder.decode(token);
            remembered.put(token, jwt);
            return jwt;
        }
        var verdict = claims.validate(known);
        if (verdict.hasErrors()) {
            remembered.invalidate(token);
            throw new JwtValidationException("The token is no longer valid", verdict.getErrors());
        }
        return known;
    }
}
