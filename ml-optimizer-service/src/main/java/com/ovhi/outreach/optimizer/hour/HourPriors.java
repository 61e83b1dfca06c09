package com.ovhi.outreach.optimizer.hour;

import java.util.ArrayList;
import java.util.List;

/**
 * What is believed of levels and peaks before anybody has done anything: people answer late in the morning or early in
 * the evening, two hours earlier or later from person to person, and one in ten at any hour alike.
 */
final class HourPriors {

    private static final List<Double> PEAKS = List.of(10.5, 18.0);
    private static final double PERSONAL_HOURS = 2;
    private static final double ALL_HOURS_ALIKE = 0.1;
    /** Nobody's peak is out of the question. */
    private static final double ANY_PEAK = 0.1;
    /** How common the levels of {@link HourModel#LEVELS} are: an SMS that asks for an answer gets one from 45 in 100. */
    private static final List<Double> LEVELS = List.of(0.08, 0.1, 0.14, 0.2, 0.22, 0.16, 0.1);

    private HourPriors() {}

    static List<Double> defaults() {
        var peaks = peaks();
        var prior = new ArrayList<Double>(HourModel.STATES);
        for (var level : LEVELS) {
            for (var peak : peaks) {
                prior.add(level * peak);
            }
        }
        return prior;
    }

    private static List<Double> peaks() {
        var width = 2 * Math.PI * PERSONAL_HOURS / HourModel.HOURS;
        var concentration = 1 / (width * width);
        var curves = new double[HourModel.HOURS];
        var sum = 0.0;
        for (var hour = 0; hour < HourModel.HOURS; hour++) {
            for (var peak : PEAKS) {
                curves[hour] += Math.exp(concentration * (Math.cos(2 * Math.PI * (hour - peak) / HourModel.HOURS) - 1));
            }
            sum += curves[hour];
        }
        var peaks = new ArrayList<Double>(HourModel.PEAKS);
        for (var curve : curves) {
            peaks.add((1 - ALL_HOURS_ALIKE) * ((1 - ANY_PEAK) * curve / sum + ANY_PEAK / HourModel.HOURS));
        }
        peaks.add(ALL_HOURS_ALIKE);
        return peaks;
    }
}
