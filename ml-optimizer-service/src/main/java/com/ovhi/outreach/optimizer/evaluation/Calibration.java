package com.ovhi.outreach.optimizer.evaluation;

import com.ovhi.outreach.optimizer.learning.Odds;
import java.util.ArrayList;
import java.util.List;

/**
 * How well forecasts fit what happened.
 *
 * @param forecasts how many
 * @param logLoss mean negative logarithm of the probability given to what happened (I. J. Good, "Rational decisions", 1952)
 * @param brier mean squared error (G. W. Brier, "Verification of forecasts expressed in terms of probability", 1950)
 * @param error expected calibration error over ten bins (M. P. Naeini, G. F. Cooper, M. Hauskrecht, AAAI 2015)
 * @param expected share of what should have happened
 * @param observed share of what did
 * @param surprise how many standard deviations observed and expected are apart
 * @param bins by the probability that was forecast; empty bins are left out
 */
public record Calibration(
        int forecasts,
        double logLoss,
        double brier,
        double error,
        double expected,
        double observed,
        double surprise,
        List<Bin> bins) {

    private static final int BINS = 10;

    /** Copies. */
    public Calibration {
        bins = List.copyOf(bins);
    }

    /** Measures; all zero without forecasts. */
    public static Calibration of(List<Forecast> forecasts) {
        var count = new int[BINS];
        var said = new double[BINS];
        var happened = new double[BINS];
        var logLoss = 0.0;
        var brier = 0.0;
        var variance = 0.0;
        for (var each : forecasts) {
            var probability = Odds.within(each.probability());
            var bin = Math.min(BINS - 1, (int) (probability * BINS));
            var outcome = each.happened() ? 1.0 : 0.0;
            count[bin]++;
            said[bin] += probability;
            happened[bin] += outcome;
            logLoss -= Math.log(each.happened() ? probability : 1 - probability);
            brier += (probability - outcome) * (probability - outcome);
            variance += probability * (1 - probability);
        }
        var n = Math.max(1, forecasts.size());
        var bins = new ArrayList<Bin>();
        var error = 0.0;
        var expected = 0.0;
        var observed = 0.0;
        for (var i = 0; i < BINS; i++) {
            expected += said[i];
            observed += happened[i];
            error += Math.abs(said[i] - happened[i]) / n;
            if (count[i] > 0) {
                bins.add(new Bin(count[i], said[i] / count[i], happened[i] / count[i]));
            }
        }
        return new Calibration(
                forecasts.size(),
                logLoss / n,
                brier / n,
                error,
                expected / n,
                observed / n,
                variance > 0 ? Math.abs(observed - expected) / Math.sqrt(variance) : 0,
                bins);
    }

    /** Forecasts of about one probability. */
    public record Bin(int forecasts, double expected, double observed) {}
}
