package com.ovhi.outreach.optimizer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WilsonBoundTests {

    /** Worked by hand from the formula with z = 1.645. */
    @ParameterizedTest
    @CsvSource({"0,0,0", "0,10,0", "3,3,0.526", "5,10,0.269", "10,10,0.787", "50,100,0.419", "1,1,0.270"})
    void isTheLowerEndOfTheInterval(int successes, int trials, double bound) {
        assertThat(WilsonBound.lower(successes, trials)).isEqualTo(bound, within(0.0005));
    }

    @Test
    void isNeverAboveTheRateAndRisesWithObservations() {
        for (var trials = 1; trials <= 60; trials++) {
            for (var successes = 0; successes <= trials; successes++) {
                var bound = WilsonBound.lower(successes, trials);

                assertThat(bound).isBetween(0.0, (double) successes / trials);
                assertThat(WilsonBound.lower(2 * successes, 2 * trials)).isGreaterThanOrEqualTo(bound);
            }
        }
    }
}
