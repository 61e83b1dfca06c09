package com.ovhi.outreach.analytics.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds at all looks; the larger run is {@code deploy/load/experiment-simulation}. */
class AnytimeDifferenceTests {

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.1, 0.5, 0.9})
    void whoPeeksAllTheTimeIsSeldomFooled(double rate) {
        var shares = new Simulation(7, 1_500, 10).conversions(1_000, rate, rate);

        assertThat(shares.decided()).isLessThanOrEqualTo(0.05);
        assertThat(shares.heldThroughout()).isGreaterThanOrEqualTo(0.95);
        assertThat(shares.naive())
                .as("what peeking does to a test for one look")
                .isGreaterThan(0.15);
    }

    @Test
    void whoPeeksAtSkewedNumbersIsSeldomFooled() {
        var shares = new Simulation(8, 1_500, 10).means(1_000, 0);

        assertThat(shares.decided()).isLessThanOrEqualTo(0.05);
        assertThat(shares.heldThroughout()).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void aDifferenceIsFound() {
        var shares = new Simulation(9, 3_000, 50).conversions(300, 0.16, 0.10);

        assertThat(shares.decided()).isGreaterThan(0.95);
        assertThat(shares.heldThroughout()).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void intervalsForOneLookHoldAsOftenAsTheySay() {
        var shares = new Simulation(10, 1_000, 1_000).conversions(4_000, 0.12, 0.10);

        assertThat(shares.heldOnce()).isEqualTo(0.95, offset(0.012));
        assertThat(shares.credible()).isEqualTo(0.95, offset(0.012));
        assertThat(new Simulation(11, 500, 500).means(4_000, 0.05).heldOnce()).isEqualTo(0.95, offset(0.012));
    }

    /** The interval leaves zero out exactly when the p-value is below 1 minus its level: both come from one martingale. */
    @Test
    void intervalAndPValueAgree() {
        for (var successes = 60; successes < 140; successes++) {
            var seen = AnytimeDifference.of(new Proportion(successes, 1_000), new Proportion(60, 1_000), 0.05)
                    .orElseThrow();

            assertThat(!seen.interval().contains(0)).as("%d", successes).isEqualTo(seen.pValue() < 0.05);
        }
    }

    @Test
    void tooLittleSaysNothing() {
        assertThat(AnytimeDifference.of(new Proportion(40, 49), new Proportion(5, 500), 0.05))
                .isEmpty();
        assertThat(AnytimeDifference.of(new Proportion(4, 500), new Proportion(5, 500), 0.05))
                .isEmpty();
        assertThat(AnytimeDifference.of(new Proportion(500, 500), new Proportion(496, 500), 0.05))
                .isEmpty();
        assertThat(AnytimeDifference.of(new Proportion(0, 0), new Proportion(100, 500), 0.05))
                .isEmpty();
        assertThat(AnytimeDifference.of(new Sample(100, 200, 400), new Sample(100, 200, 400), 0.05))
                .isEmpty();
    }

    @Test
    void aSideWithoutAnySuccessIsNotTakenForCertain() {
        var seen = AnytimeDifference.of(new Proportion(12, 60), new Proportion(0, 60), 0.05)
                .orElseThrow();

        assertThat(seen.estimate()).isEqualTo(0.2, offset(1e-9));
        assertThat(seen.interval().low()).isLessThan(0.1);
    }
}
