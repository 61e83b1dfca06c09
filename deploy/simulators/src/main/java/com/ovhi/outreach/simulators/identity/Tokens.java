package com.ovhi.outreach.simulators.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.ovhi.outreach.simulators.world.DataDirectory;
import com.ovhi.outreach.simulators.world.DomainClock;
import com.ovhi.outreach.simulators.world.Identifiers;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Signs access tokens. They live in real time, whatever the domain clock shows. */
@Component
final class Tokens {

    private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");

    private final IdentityProperties properties;
    private final Identifiers identifiers;
    private final Clock real;
    private final RSAKey key;

    Tokens(IdentityProperties properties, Identifiers identifiers, DomainClock clock, DataDirectory directory)
            throws ParseException {
        this.properties = properties;
        this.identifiers = identifiers;
        this.real = clock.real();
        this.key = RSAKey.parse(directory.keep("identity-key.json", Tokens::freshKey));
    }

    String issue(String subject, List<String> roles, @Nullable Long org, Duration ttl) {
        Instant now = real.instant();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(properties.issuer())
                .audience(List.of(properties.audience()))
                .subject(subject)
                .claim("client_id", subject)
                .claim("roles", roles)
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(ttl)))
                .jwtID(identifiers.urlSafe());
        if (org != null) {
            claims.claim("org", org);
        }
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(ACCESS_TOKEN)
                        .keyID(key.getKeyID())
                        .build(),
                claims.build());
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
        return token.serialize();
    }

    Map<String, Object> publicKeys() {
        return new JWKSet(key).toJSONObject(true);
    }

    private static String freshKey() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint(true)
                    .generate()
                    .toJSONString();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
