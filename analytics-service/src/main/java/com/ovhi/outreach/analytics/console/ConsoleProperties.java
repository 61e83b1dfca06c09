package com.ovhi.outreach.analytics.console;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How people sign in.
 *
 * @param authorizationUri where the identity provider asks people who they are; their browser must reach it
 * @param clientId the console, as the identity provider knows it
 * @param clientSecret its secret; empty for a public client, which PKCE alone protects
 * @param base the console's own address as browsers see it; empty to believe the request, which only fits without proxy
 * @param revocationUri where refresh tokens are given back at the end of a session (RFC 7009); empty where there is no such
 * @param orderTimeout how long an order may take, which may be about hundreds of things
 * @param longestSession when somebody has to sign in again though they never paused
 * @param mostSessions how many may exist at the same time, those of strangers included
 * @param scopes what is asked for; never {@code openid}, since the access token alone says who somebody is
 */
@ConfigurationProperties("outreach.console")
record ConsoleProperties(
        @DefaultValue("http://127.0.0.1:8099/oauth2/authorize")
        String authorizationUri,

        @DefaultValue("outreach-console") String clientId,
        @DefaultValue("") String clientSecret,
        @DefaultValue("") String base,
        @DefaultValue("") String revocationUri,
        @DefaultValue("30s") Duration orderTimeout,
        @DefaultValue("10h") Duration longestSession,
        @DefaultValue("10000") int mostSessions,
        @DefaultValue("outreach") List<String> scopes) {

    ConsoleProperties {
        scopes = List.copyOf(scopes);
        if (scopes.contains("openid")) {
            throw new IllegalArgumentException("outreach.console.scopes must not contain openid");
        }
    }

    /** Whether browsers reach it with TLS, though a proxy may end that. */
    boolean encrypted() {
        return base.startsWith("https://");
    }

    @Override
    public String toString() {
        return "ConsoleProperties[" + clientId + "]";
    }
}
