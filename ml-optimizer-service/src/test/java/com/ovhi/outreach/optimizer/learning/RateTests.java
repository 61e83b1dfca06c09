package com.ovhi.outreach.optimizer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateTests {

    @ParameterizedTest
    @CsvSource({"2,3", "0.3,4", "50,10", "0.6,99.4", "1,1"})
    void drawsByItsBelief(double successes, double failures) {
        var rate = new Rate(successes, failures);
        var random = new SplittableRandom(3);
        var sum = 0.0;
        var squares = 0.0;
        var draws = 40_000;
        for (var i = 0; i < draws; i++) {
            var drawn = rate.draw(random);
            assertThat(drawn).isBetween(0.0, 1.0);
            sum += drawn;
            squares += drawn * drawn;
        }
        var mean = sum / draws;

        assertThat(mean).isEqualTo(rate.mean(), within(5 * Math.sqrt(rate.variance() / draws)));
        assertThat(squares / draws - mean * mean).isEqualTo(rate.variance(), within(0.06 * rate.variance()));
    }

    @Test
    void learns() {
        assertThat(Rate.believed(0.2, 10).after(10, 0).mean()).isEqualTo(0.6, within(1e-9));
    }

    @Test
    void comparesRates() {
        assertThat(new Rate(10, 10).above(new Rate(10, 10))).isEqualTo(0.5, within(1e-6));
        assertThat(new Rate(90, 10).above(new Rate(10, 90))).isGreaterThan(0.999);
    }

    /** Tables of the normal distribution. */
    @ParameterizedTest
    @CsvSource({"0,0.5", "1.645,0.95", "1.96,0.975", "-1.96,0.025", "3,0.99865"})
    void knowsTheNormalDistribution(double z, double below) {
        assertThat(Normal.below(z)).isEqualTo(below, within(5e-5));
    }

    @Test
    void refusesWhatIsNoRate() {
        assertThatThrownBy(() -> new Rate(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rate(1, Double.POSITIVE_INFINITY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rate(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
