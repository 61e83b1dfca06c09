package com.ovhi.outreach.common.contract;

import java.util.List;

/**
 * The local hour in which a message leaves, drawn by {@link HourWeights}: from which {@code candidates} (local hours that were allowed, each once, in the order of time) and with what {@code propensity}, in (0, 1]. {@code weekend} says whether it falls on a Saturday or Sunday.
 */
public record HourChoice(int hour, boolean weekend, double propensity, List<Integer> candidates) {

    /** Copies. */
    public HourChoice {
        candidates = List.copyOf(candidates);
    }
}
