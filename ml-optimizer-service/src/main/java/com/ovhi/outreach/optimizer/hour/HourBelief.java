package com.ovhi.outreach.optimizer.hour;

import static com.ovhi.outreach.optimizer.hour.HourModel.HOURS;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What is believed of when a patient answers, on one kind of day. Immutable. */
public final class HourBelief {

    /** Messages are drawn by a power of the belief: they are too few to be spent on what is unlikely (see ADR 60). */
    private static final double RESOLVE = 4;

    /** An hour is named only if the best one is believed to be it or a neighbour of it more likely than not. */
    private static final double SURE = 0.5;

    private final HourModel model;
    private final double[] states;
    private final double[] peaks = new double[HourModel.PEAKS];

    HourBelief(HourModel model, double[] states) {
        this.model = model;
        this.states = states;
        for (var state = 0; state < states.length; state++) {
            peaks[state % HourModel.PEAKS] += states[state];
        }
    }

    /** How likely each local hour is the best one; sums to 1. */
    public List<Double> best() {
        var best = new ArrayList<Double>(HOURS);
        for (var hour = 0; hour < HOURS; hour++) {
            best.add(peaks[hour] + peaks[HourModel.NO_PEAK] / HOURS);
        }
        return best;
    }

    /** How large a share of the messages each hour shall get, were all of them allowed; four decimals. */
    public List<Double> weights() {
        var best = best();
        var sum = best.stream().mapToDouble(each -> Math.pow(each, RESOLVE)).sum();
        return best.stream()
                .map(each -> Math.round(Math.pow(each, RESOLVE) / sum * 10_000) / 10_000.0)
                .toList();
    }

    /** How likely a message at an hour is answered. */
    public double response(int hour) {
        var response = 0.0;
        for (var state = 0; state < states.length; state++) {
            response += states[state] * model.rate(state, hour);
        }
        return response;
    }

    /** The hour that is most likely the best one, if it is likely enough. */
    public OptionalInt hour() {
        var likeliest = likeliest();
        return confidence() >= SURE ? OptionalInt.of(likeliest) : OptionalInt.empty();
    }

    /** How likely the best hour is the likeliest one or a neighbour of it. */
    public double confidence() {
        var hour = likeliest();
        return peaks[hour] + peaks[(hour + 1) % HOURS] + peaks[(hour + HOURS - 1) % HOURS];
    }

    private int likeliest() {
        var likeliest = 0;
        for (var hour = 1; hour < HOURS; hour++) {
            if (peaks[hour] > peaks[likeliest]) {
                likeliest = hour;
            }
        }
        return likeliest;
    }
}
