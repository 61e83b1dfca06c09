package com.ovhi.outreach.template.portal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.ovhi.outreach.common.web.ProblemException;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How often links may be looked at and tried, by one client and by all. Each instance counts for itself. */
@Component
class PortalLimits {

    private static final int MAX_CLIENTS = 100_000;
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final PortalProperties properties;
    private final Cache<String, Bucket> landings = clients();
    private final Cache<String, Bucket> guesses = clients();
    private final Bucket allLandings;
    private final Bucket allRedeems;

    PortalLimits(PortalProperties properties) {
        this.properties = properties;
        allLandings = bucket(properties.landingsPerSecond(), SECOND);
        allRedeems = bucket(properties.redeemsPerSecond(), SECOND);
    }

    private static Cache<String, Bucket> clients() {
        return Caffeine.newBuilder()
                .maximumSize(MAX_CLIENTS)
                .expireAfterAccess(FORGOTTEN_AFTER)
                .build();
    }

    private static Bucket bucket(int tokens, Duration period) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(tokens).refillGreedy(tokens, period))
                .build();
    }

    /**
     * Counts a look at a link.
     *
     * @throws ProblemException 429 {@code too-many-requests}
     */
    void landing(String clientAddress) {
        take(landings.get(clientAddress, each -> bucket(properties.landingsPerMinute(), MINUTE)));
        take(allLandings);
    }

    /**
     * Counts a try to use a link.
     *
     * @param client who tries, as the portal tells clients apart; null when it does not
     * @throws ProblemException 429 {@code too-many-requests}
     */
    void redeem(@Nullable String client) {
        if (client != null) {
            take(guesses.get(client, each -> bucket(properties.guessesPerMinute(), MINUTE)));
        }
        take(allRedeems);
    }

    private static void take(Bucket bucket) {
        var probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw ProblemException.tooManyRequests(
                    "too-many-requests",
                    "Links are looked at too often; try again later",
                    Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }
}
