package com.ovhi.outreach.optimizer.learning;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * How tired of our messages a patient is: {@code 1 − exp(−0.25·u)}, where u is how many messages of the last 14 days
 * the patient has not answered. 0 after an answer to each, 0.22 for one, 0.53 for three, 0.92 for ten.
 *
 * @param score in [0, 1], three decimals
 * @param fallsAt when it will be lower without any further event; empty when it is 0
 */
public record Fatigue(double score, Optional<Instant> fallsAt) {

    static final double RATE = 0.25;
    /** A message older than this tires nobody. */
    public static final Duration WINDOW = Duration.ofDays(14);

    /** Judges when the unanswered messages of a patient were sent. */
    public static Fatigue of(Collection<Instant> unanswered, Instant now) {
        var recent = unanswered.stream()
                .filter(sent -> sent.plus(WINDOW).isAfter(now))
                .toList();
        return new Fatigue(
                Rounded.of(1 - Math.exp(-RATE * recent.size())),
                recent.stream().min(Comparator.naturalOrder()).map(oldest -> oldest.plus(WINDOW)));
    }
}
