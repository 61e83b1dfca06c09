package com.ovhi.outreach.simulators.identity;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may have tokens, and what is written in them.
 *
 * @param serviceSecret secret of the suite's own services
 * @param coreSecret secret of the clients {@code ovhi-core-<org>}
 * @param serviceTtl life of a service's token
 * @param ttl life of any other token
 * @param minting whether tokens can be had for the asking, for development only
 * @param console id of the application people sign in to; it has no secret, PKCE protects it
 * @param redirects where its people may be sent back to, to the letter
 * @param services ids of the suite's own services
 * @param clients further clients
 */
@ConfigurationProperties("simulators.identity")
record IdentityProperties(
        @DefaultValue("http://127.0.0.1:8099") String issuer,
        @DefaultValue("ovhi-outreach") String audience,
        @DefaultValue("local-service-secret") String serviceSecret,
        @DefaultValue("local-core-secret") String coreSecret,
        @DefaultValue("5m") Duration serviceTtl,
        @DefaultValue("15m") Duration ttl,
        @DefaultValue("true") boolean minting,
        @DefaultValue("outreach-console") String console,

        @DefaultValue({"http://127.0.0.1:8089/console/signed-in", "http://localhost:8089/console/signed-in"})
        List<String> redirects,

        @DefaultValue({
            "orchestrator-service",
            "preference-service",
            "template-service",
            "scheduler-service",
            "segment-service",
            "channel-workers",
            "webhook-service",
            "reply-parser-service",
            "analytics-service",
            "ml-optimizer-service"
        })
        List<String> services,

        @DefaultValue List<Client> clients) {

    /** Somebody with an id and a secret. */
    record Client(
            String id,
            String secret,
            @DefaultValue List<String> roles,
            @Nullable Long org) {}
}
