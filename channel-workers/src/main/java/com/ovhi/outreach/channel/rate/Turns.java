package com.ovhi.outreach.channel.rate;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When those come back that were given no token: one after the other, behind those that were turned away before.
 *
 * @param first how long the first of them waits
 * @param each how much longer the next one waits
 */
public record Turns(Duration first, Duration each) {

    /** The longest such difference; those behind come at any time until then and ask again. */
    private static final Duration SPREAD = Duration.ofSeconds(2);

    /** How long one of them waits, counted from 0. */
    public Duration of(int place, RandomGenerator random) {
        var behind = each.multipliedBy(place);
        return first.plus(behind.compareTo(SPREAD) > 0 ? Duration.ofNanos(random.nextLong(SPREAD.toNanos())) : behind);
    }
}
