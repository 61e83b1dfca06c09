package com.ovhi.outreach.analytics.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Means compared once. */
class MeansTests {

    /** The sleep data of Student, Biometrika 6 (1908) 1-25, as R's t.test reports them: t = -1.8608, df = 17.776. */
    @Test
    void extraSleepIsThatOfStudent() {
        var welch = Welch.of(
                        sample(0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0),
                        sample(1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4),
                        0.95)
                .orElseThrow();

        assertThat(welch.statistic()).isEqualTo(-1.8608, offset(0.00005));
        assertThat(welch.degreesOfFreedom()).isEqualTo(17.776, offset(0.0005));
        assertThat(welch.pValue()).isEqualTo(0.07939, offset(0.000005));
        assertThat(welch.difference().low()).isEqualTo(-3.3654832, offset(1e-6));
        assertThat(welch.difference().high()).isEqualTo(0.2054832, offset(1e-6));
    }

    @Test
    void withoutVarianceOrWithOneValueThereIsNothingToTest() {
        assertThat(Welch.of(sample(2, 2, 2), sample(2, 2), 0.95)).isEmpty();
        assertThat(Welch.of(sample(2), sample(2, 3), 0.95)).isEmpty();
        assertThat(Welch.of(sample(), sample(2, 3), 0.95)).isEmpty();
        assertThat(Welch.of(sample(2, 2), sample(2, 3), 0.95)).isPresent();
    }

    @Test
    void roundingMakesNoNegativeVariance() {
        var large = 1e8 + 0.1;

        assertThat(sample(large, large, large).variance()).isNotNegative();
    }

    @Test
    void whatNoValuesAddUpToIsRefused() {
        assertThatThrownBy(() -> new Sample(-1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Sample(1, Double.NaN, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Sample(1, 1, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Sample sample(double... values) {
        return new Sample(
                values.length,
                Arrays.stream(values).sum(),
                Arrays.stream(values).map(value -> value * value).sum());
    }
}
