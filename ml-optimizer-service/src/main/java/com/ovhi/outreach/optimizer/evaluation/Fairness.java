package com.ovhi.outreach.optimizer.evaluation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How a model does by groups of patients. */
public final class Fairness {

    /** Fewer than this say nothing, and might tell who they are. */
    static final int SMALLEST = 30;

    /** A group is treated badly when forecasts for it are off by more than this, and not by accident. */
    private static final double MOST_GAP = 0.05;

    private static final double ACCIDENT = 3;

    private Fairness() {}

    /** Each group's figures; small groups are left out. */
    public static Map<String, Group> of(List<Forecast> forecasts) {
        var groups = new TreeMap<String, Group>();
        forecasts.stream().collect(Collectors.groupingBy(Forecast::group)).forEach((name, its) -> {
            if (its.size() >= SMALLEST) {
                var fit = Calibration.of(its);
                groups.put(name, new Group(its.size(), fit.expected(), fit.observed(), fit.brier(), isUnfair(fit)));
            }
        });
        return groups;
    }

    private static boolean isUnfair(Calibration fit) {
        return Math.abs(fit.observed() - fit.expected()) > MOST_GAP && fit.surprise() > ACCIDENT;
    }

    /**
     * One group.
     *
     * @param unfair whether the model is wrong about this group by more than chance explains
     */
    public record Group(int forecasts, double expected, double observed, double brier, boolean unfair) {}
}
