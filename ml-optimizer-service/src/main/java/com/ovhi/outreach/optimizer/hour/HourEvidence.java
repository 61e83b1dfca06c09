package com.ovhi.outreach.optimizer.hour;

import java.util.List;

/** What a patient did, by hour and kind of day. Immutable. */
public final class HourEvidence {

    /** A habit of working days is half a habit of weekends, and the other way round. */
    static final double OTHER_DAYS = 0.5;

    /** However much is known, a patient may change: all of it counts for no more messages than this. */
    static final double MOST = 120;

    private final double[][] sent = new double[2][HourModel.HOURS];
    private final double[][] responded = new double[2][HourModel.HOURS];

    private double scale = 1;

    private HourEvidence() {}

    /** Adds up counts. */
    public static HourEvidence of(List<HourCount> counts) {
        var evidence = new HourEvidence();
        for (var each : counts) {
            var day = each.weekend() ? 1 : 0;
            evidence.sent[day][each.hour()] += each.sent();
            evidence.responded[day][each.hour()] += each.responded();
        }
        evidence.scale = Math.min(1, MOST / Math.max(1, evidence.messages()));
        return evidence;
    }

    /** Messages answered, faded. */
    public double responses() {
        return sum(responded[0]) + sum(responded[1]);
    }

    /** Messages sent, faded. */
    public double messages() {
        return sum(sent[0]) + sum(sent[1]);
    }

    /** How many messages of an hour count for a kind of day. */
    double sent(boolean weekend, int hour) {
        return mixed(sent, weekend, hour);
    }

    /** How many of them were answered. */
    double responded(boolean weekend, int hour) {
        return mixed(responded, weekend, hour);
    }

    private double mixed(double[][] counts, boolean weekend, int hour) {
        var own = counts[weekend ? 1 : 0][hour];
        var other = counts[weekend ? 0 : 1][hour];
        return (own + OTHER_DAYS * other) * scale;
    }

    private static double sum(double[] numbers) {
        var sum = 0.0;
        for (var each : numbers) {
            sum += each;
        }
        return sum;
    }
}
