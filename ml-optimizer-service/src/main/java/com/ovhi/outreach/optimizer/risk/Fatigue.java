package com.ovhi.outreach.optimizer.risk;

import java.time.Instant;
import java.util.Optional;

/**
 * How tired of our messages a patient is.
 *
 * @param score in [0, 1], three decimals; 0 for anybody who got no more than what bothers nobody
 * @param fallsAt when it will be lower without any further event; empty when it is 0
 */
public record Fatigue(double score, Optional<Instant> fallsAt) {

    /** Of a patient nobody wrote to. */
    public static final Fatigue NONE = new Fatigue(0, Optional.empty());
}
