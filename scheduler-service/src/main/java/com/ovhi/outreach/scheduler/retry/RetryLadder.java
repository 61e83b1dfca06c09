package com.ovhi.outreach.scheduler.retry;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How long to wait before the next try, in real time. Thread-safe. */
@Component
class RetryLadder {

    private final RetryProperties properties;
    private final RandomGenerator random;

    RetryLadder(RetryProperties properties, RandomGenerator random) {
        this.properties = properties;
        this.random = random;
    }

    /**
     * The pause before a retry.
     *
     * @param retry counted from 1
     * @param hint what the provider asks for; the longer pause counts
     * @return empty when the retries are used up
     */
    Optional<Duration> pause(int retry, @Nullable Long hint) {
        if (retry > properties.ladder().size()) {
            return Optional.empty();
        }
        var step = properties.ladder().get(retry - 1);
        var factor = 1 + properties.jitter() * (2 * random.nextDouble() - 1);
        return Optional.of(longer(Duration.ofNanos((long) (step.toNanos() * factor)), hint));
    }

    /** The pause of a job that was turned back without an attempt. */
    Duration parking(@Nullable Long hint) {
        return hint == null ? properties.parking() : longer(properties.shortest(), hint);
    }

    /** How long before a job expires it is tried for the last time, if workers would see it only later. */
    Duration lastTry() {
        return properties.lastTry();
    }

    /** How long a circuit may stay open for a job before the suite is told. */
    Duration circuitPatience() {
        return properties.circuitPatience();
    }

    private static Duration longer(Duration pause, @Nullable Long hint) {
        if (hint == null) {
            return pause;
        }
        var asked = Duration.ofMillis(Math.clamp(hint, 0, Duration.ofDays(1).toMillis()));
        return asked.compareTo(pause) > 0 ? asked : pause;
    }
}
