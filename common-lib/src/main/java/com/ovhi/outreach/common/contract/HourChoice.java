package com.ovhi.outreach.common.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The local hour in which a message leaves, drawn by {@link HourWeights}: from which {@code candidates} (local hours that were allowed, each once, in the order of time) and with what {@code propensity}, in (0, 1]. {@code weekend} says whether it falls on a Saturday or Sunday, {@code weekends} the same of each candidate, null in older events.
 */
public record HourChoice(
        int hour,
        boolean weekend,
        double propensity,
        List<Integer> candidates,
        @Nullable List<Boolean> weekends) {

    /** Copies. */
    public HourChoice {
        candidates = List.copyOf(candidates);
        weekends = weekends == null ? null : List.copyOf(weekends);
    }

    /** Of which the days of the candidates are not told. */
    public HourChoice(int hour, boolean weekend, double propensity, List<Integer> candidates) {
        this(hour, weekend, propensity, candidates, null);
    }
}
