package com.ovhi.outreach.analytics.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is believed of two means. */
class BehrensFisherTests {

    /**
     * Points of the distribution beyond which 5 % lie on both sides, by degrees of freedom and the angle whose tangent is the
     * quotient of the standard errors: Fisher and Yates, Statistical Tables, table VI (after Sukhatme 1938).
     */
    @ParameterizedTest
    @CsvSource({
        "6, 6, 45, 2.435, 0.011",
        "8, 8, 45, 2.292, 0.006",
        "12, 12, 45, 2.167, 0.002",
        "12, 12, 30, 2.169, 0.003",
        "24, 24, 45, 2.056, 0.001",
        "24, 24, 15, 2.062, 0.001"
    })
    void pointsAreThoseOfTheTable(int freedom, int otherFreedom, double angle, double point, double tolerance) {
        var one = sample(freedom + 1, Math.pow(Math.sin(Math.toRadians(angle)), 2));
        var other = sample(otherFreedom + 1, Math.pow(Math.cos(Math.toRadians(angle)), 2));

        var believed = BehrensFisher.of(one, other, 0.95).orElseThrow();

        assertThat(believed.credible().high()).isEqualTo(point, offset(tolerance));
        assertThat(believed.credible().low()).isEqualTo(-point, offset(tolerance));
        assertThat(believed.probabilityMore()).isEqualTo(0.5, offset(1e-9));
    }

    /** A sample with mean zero whose mean has this squared standard error. */
    private static Sample sample(int count, double squaredError) {
        return new Sample(count, 0, squaredError * count * (count - 1));
    }

    /** Means drawn from the posteriors themselves. */
    @Test
    void theIntervalHoldsAsMuchOfWhatIsBelievedAsItSays() {
        var one = new Sample(40, 60, 150);
        var other = new Sample(25, 30, 75);
        var believed = BehrensFisher.of(one, other, 0.9).orElseThrow();
        var random = new Random(4);
        var runs = 100_000;
        var inside = 0;
        var more = 0;
        for (var run = 0; run < runs; run++) {
            var difference = drawn(one, random) - drawn(other, random);
            inside += believed.credible().contains(difference) ? 1 : 0;
            more += difference > 0 ? 1 : 0;
        }

        assertThat((double) inside / runs).isEqualTo(0.9, offset(0.004));
        assertThat((double) more / runs).isEqualTo(believed.probabilityMore(), offset(0.005));
    }

    /** The variance first, then the mean: Gelman et al., 3.2. */
    private static double drawn(Sample sample, Random random) {
        var squares = 0.0;
        for (var i = 1; i < sample.count(); i++) {
            squares += Math.pow(random.nextGaussian(), 2);
        }
        var variance = sample.variance() * (sample.count() - 1) / squares;
        return sample.mean() + random.nextGaussian() * Math.sqrt(variance / sample.count());
    }

    @Test
    void ofManyItIsTheIntervalOfWelch() {
        var one = new Sample(4_000, 6_000, 15_000);
        var other = new Sample(3_000, 4_000, 9_000);

        var believed = BehrensFisher.of(one, other, 0.95).orElseThrow().credible();

        var welch = Welch.of(one, other, 0.95).orElseThrow().difference();
        assertThat(believed.low()).isEqualTo(welch.low(), offset(1e-4));
        assertThat(believed.high()).isEqualTo(welch.high(), offset(1e-4));
    }

    @Test
    void tooLittleSaysNothing() {
        assertThat(BehrensFisher.of(new Sample(5, 5, 10), new Sample(100, 50, 80), 0.95))
                .isEmpty();
        assertThat(BehrensFisher.of(new Sample(100, 200, 400), new Sample(100, 200, 400), 0.95))
                .isEmpty();
        assertThat(BehrensFisher.of(new Sample(0, 0, 0), new Sample(100, 50, 80), 0.95))
                .isEmpty();
        assertThat(BehrensFisher.of(new Sample(100, 0, 0), new Sample(100, 50, 80), 0.95))
                .as("nobody of one side")
                .isPresent();
    }
}
