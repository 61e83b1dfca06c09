package com.ovhi.outreach.template.portal;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Links into the patient portal.
 *
 * @param linkBase where patients reach this service; HTTPS but for a machine of one's own
 * @param portalUrl where the portal takes a token, which travels in the fragment
 * @param pages further addresses of the portal that are the same for everybody, whole; values may name them
 * @param linkHosts further hosts that templates may link to
 * @param ttl how long a link is good, on the suite's clock; 72 hours at most
 * @param landingsPerMinute of one client address, real time
 * @param landingsPerSecond of all of them
 * @param guessesPerMinute tokens one client of the portal may try
 * @param redeemsPerSecond of everybody
 */
@Validated
@ConfigurationProperties("outreach.portal")
record PortalProperties(
        @NotNull URI linkBase,
        @NotNull URI portalUrl,
        @DefaultValue Set<String> pages,
        @DefaultValue Set<String> linkHosts,
        @DefaultValue("72h") Duration ttl,
        @DefaultValue("10") @Positive int landingsPerMinute,
        @DefaultValue("50") @Positive int landingsPerSecond,
        @DefaultValue("10") @Positive int guessesPerMinute,
        @DefaultValue("200") @Positive int redeemsPerSecond) {

    private static final Duration LONGEST = Duration.ofHours(72);

    PortalProperties {
        if (ttl.isNegative() || ttl.isZero() || ttl.compareTo(LONGEST) > 0) {
            throw new IllegalStateException("outreach.portal.ttl must be more than nothing and at most 72 hours");
        }
    }
}
