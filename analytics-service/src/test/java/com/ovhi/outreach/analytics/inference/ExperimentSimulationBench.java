package com.ovhi.outreach.analytics.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * False alarms and coverage over many simulated experiments: {@code deploy/load/experiment-simulation}. Not among the tests
 * of a build.
 */
class ExperimentSimulationBench {

    private static final int RUNS = Integer.getInteger("outreach.bench.runs", 10_000);
    private static final int SIZE = 2_000;

    @Test
    void keepsWhatItPromises() {
        for (var rate : new double[] {0.01, 0.05, 0.2, 0.5}) {
            var shares = new Simulation(1, SIZE, 10).conversions(RUNS, rate, rate);
            print("A/A, rate %.2f".formatted(rate), shares);
            assertThat(shares.decided()).isLessThanOrEqualTo(0.05);
        }
        var means = new Simulation(2, SIZE, 10).means(RUNS, 0);
        print("A/A, skewed number", means);
        assertThat(means.decided()).isLessThanOrEqualTo(0.05);

        var lift = new Simulation(3, SIZE, 10).conversions(RUNS, 0.14, 0.10);
        print("A/B, 0.14 against 0.10", lift);
        assertThat(lift.heldThroughout()).isGreaterThanOrEqualTo(0.95);
        assertThat(lift.heldOnce()).isEqualTo(0.95, offset(0.01));
        assertThat(lift.credible()).isEqualTo(0.95, offset(0.01));

        var shifted = new Simulation(4, SIZE, 10).means(RUNS, 0.05);
        print("A/B, skewed number shifted", shifted);
        assertThat(shifted.heldThroughout()).isGreaterThanOrEqualTo(0.95);
        assertThat(shifted.heldOnce()).isEqualTo(0.95, offset(0.01));
    }

    private static void print(String what, Simulation.Shares shares) {
        System.out.printf(
                Locale.ROOT,
                "experiment-simulation: %s: %d experiments, %d looks each: decided %.2f %% (one-look test peeked at:"
                        + " %.2f %%), interval for all looks held %.2f %%, for one look %.2f %%, credible %.2f %%%n",
                what,
                RUNS,
                SIZE / 10,
                100 * shares.decided(),
                100 * shares.naive(),
                100 * shares.heldThroughout(),
                100 * shares.heldOnce(),
                100 * shares.credible());
    }
}
