package com.ovhi.outreach.common.contract;

import java.util.Arrays;
import java.util.List;

/**
 * How large a share of the messages to a patient each local hour shall get if all were allowed: 24 numbers from midnight on, each at least 0, for working days and for Saturdays and Sundays. What is shared out among fewer hours keeps their proportions.
 */
public record HourWeights(List<Double> workdays, List<Double> weekend) {

    private static final int HOURS = 24;

    /** Copies. */
    public HourWeights {
        workdays = List.copyOf(workdays);
        weekend = List.copyOf(weekend);
    }

    /** Whether these can be drawn by: 24 finite shares each, none negative, not all of them 0. */
    public boolean sound() {
        return sound(workdays) && sound(weekend);
    }

    private static boolean sound(List<Double> weights) {
        return weights.size() == HOURS
                && weights.stream().allMatch(each -> Double.isFinite(each) && each >= 0 && each <= 1)
                && weights.stream().anyMatch(each -> each > 0);
    }

    /**
     * How likely each of some hours is drawn: the share of an hour that is not among them goes to the nearest one around the
     * clock (the first of two), and of all of it {@code floor} is shared out evenly.
     *
     * @param hours each once, at least one
     */
    public List<Double> chances(List<Hour> hours, double floor) {
        var chances = new double[hours.size()];
        var sum = 0.0;
        for (var hour = 0; hour < HOURS; hour++) {
            var nearest = nearest(hour, hours);
            var share = (hours.get(nearest).weekend() ? weekend : workdays).get(hour);
            chances[nearest] += share;
            sum += share;
        }
        var total = sum;
        var even = 1.0 / chances.length;
        return Arrays.stream(chances)
                .map(each -> (1 - floor) * (total > 0 ? each / total : even) + floor * even)
                .boxed()
                .toList();
    }

    private static int nearest(int hour, List<Hour> hours) {
        var nearest = 0;
        for (var i = 1; i < hours.size(); i++) {
            if (apart(hour, hours.get(i).hour())
                    < apart(hour, hours.get(nearest).hour())) {
                nearest = i;
            }
        }
        return nearest;
    }

    private static int apart(int one, int other) {
        var apart = Math.abs(one - other);
        return Math.min(apart, HOURS - apart);
    }

    /** A local hour 0 to 23 on a working day or at a weekend. */
    public record Hour(int hour, boolean weekend) {}
}
