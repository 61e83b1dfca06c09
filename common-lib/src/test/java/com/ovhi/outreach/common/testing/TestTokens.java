package com.ovhi.outreach.common.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An identity provider for tests: issues tokens and publishes the key they are signed with. Thread-safe. */
public final class TestTokens {

    private final RSAKey key;
    private final FakeService http = FakeService.start();

    TestTokens() {
        try {
            key = new RSAKeyGenerator(2048).keyID("test").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("No signing key for tests", e);
        }
        http.answer("GET", "/oauth2/jwks", 200, new JWKSet(key.toPublicJWK()).toString());
        http.respond(
                "POST",
                "/oauth2/token",
                request -> new FakeService.Response(
                        200,
                        "{\"access_token\":\"" + token("test-service", null, "service")
                                + "\",\"token_type\":\"Bearer\",\"expires_in\":300}"));
    }

    /** The {@code iss} of its tokens. */
    public String issuer() {
        return http.url();
    }

    /** An {@code Authorization} header value for a caller of an organisation. */
    public String bearer(long organizationId, String... roles) {
        return "Bearer " + token("test-caller", organizationId, roles);
    }

    /** An {@code Authorization} header value for a service of the suite. */
    public String service() {
        return "Bearer " + token("test-service", null, "service");
    }

    /** A signed access token. */
    public String token(String subject, @Nullable Long organizationId, String... roles) {
        return sign(claims(subject, organizationId, roles).build());
    }

    /** Claims of a valid token, for tests that spoil one of them. */
    public JWTClaimsSet.Builder claims(String subject, @Nullable Long organizationId, String... roles) {
        // Tokens live in real time: their validity is no business of the suite's clock.
        var now = Instant.now();
        var claims = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject(subject)
                .audience("ovhi-outreach")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(3_600)))
                .claim("roles", List.of(roles));
        return organizationId == null ? claims : claims.claim("org", organizationId);
    }

    /** Signs any claims. */
    public String sign(JWTClaimsSet claims) {
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .type(new JOSEObjectType("at+jwt"))
                    .keyID(key.getKeyID())
                    .build();
            var jwt = new SignedJWT(header, claims);
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("A test token could not be signed", e);
        }
    }
}
