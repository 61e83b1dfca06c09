package com.ovhi.outreach.common.security;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may call.
 *
 * @param issuer the {@code iss} all tokens must carry
 * @param audience the {@code aud} all tokens must contain
 * @param jwksUri where the issuer's public keys are
 * @param clockSkew tolerance for {@code exp} and {@code nbf}, real time
 * @param signatureMemory how long a checked signature is taken for right, real time; so long a withdrawn key counts on
 * @param publicPaths path patterns of endpoints without token, each marked {@link PublicEndpoint}
 */
@ConfigurationProperties("outreach.security")
public record SecurityProperties(
        String issuer,
        @DefaultValue("ovhi-outreach") String audience,
        String jwksUri,
        @DefaultValue("60s") Duration clockSkew,
        @DefaultValue("60s") Duration signatureMemory,
        @DefaultValue List<String> publicPaths) {}
