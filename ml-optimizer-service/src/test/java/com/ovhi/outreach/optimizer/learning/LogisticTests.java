package com.ovhi.outreach.optimizer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogisticTests {

    private static final Logistic BELIEVED = Logistic.believed(List.of(-1.0, 0.5), List.of(1.0, 1.0));

    @Test
    void isTheDefaultWithoutData() {
        assertThat(BELIEVED.after(List.of()).coefficients()).isEqualTo(BELIEVED.coefficients());
        assertThat(BELIEVED.after(List.of()).deviation(List.of(1.0, 0.0))).isEqualTo(1, within(1e-9));
    }

    /** One coefficient, flat prior: the maximum likelihood is the logarithm of the odds that were seen. */
    @Test
    void findsTheOddsThatWereSeen() {
        var flat = Logistic.believed(List.of(0.0), List.of(1_000.0));
        var examples = new ArrayList<Example>();
        examples.addAll(Collections.nCopies(30, new Example(List.of(1.0), true, 1)));
        examples.addAll(Collections.nCopies(70, new Example(List.of(1.0), false, 1)));

        var fitted = flat.after(examples);

        assertThat(fitted.coefficients().getFirst()).isEqualTo(Math.log(30.0 / 70), within(1e-4));
        assertThat(fitted.deviation(List.of(1.0))).isEqualTo(1 / Math.sqrt(100 * 0.3 * 0.7), within(1e-3));
        assertThat(fitted.probability(List.of(1.0))).isEqualTo(0.3, within(1e-4));
    }

    @Test
    void countsHeavierExamplesForMore() {
        var flat = Logistic.believed(List.of(0.0), List.of(1_000.0));

        var fitted = flat.after(List.of(new Example(List.of(1.0), true, 3), new Example(List.of(1.0), false, 1)));

        assertThat(fitted.probability(List.of(1.0))).isEqualTo(0.75, within(1e-3));
    }

    @Test
    void recoversWhatMadeTheData() {
        var random = new SplittableRandom(1);
        var examples = new ArrayList<Example>();
        for (var i = 0; i < 20_000; i++) {
            var x = random.nextGaussian();
            examples.add(new Example(List.of(1.0, x), random.nextDouble() < Odds.probability(-2 + 0.7 * x), 1));
        }

        var fitted = BELIEVED.after(examples);

        assertThat(fitted.coefficients().get(0)).isEqualTo(-2, within(0.08));
        assertThat(fitted.coefficients().get(1)).isEqualTo(0.7, within(0.08));
    }

    /** All happened whenever x is positive: without a prior the coefficient would run away. */
    @Test
    void staysSoundWhenDataSeparate() {
        var examples = new ArrayList<Example>();
        for (var i = 0; i < 1_000; i++) {
            examples.add(new Example(List.of(1.0, i % 2 == 0 ? 1.0 : -1.0), i % 2 == 0, 1));
        }

        var fitted = BELIEVED.after(examples);

        assertThat(fitted.coefficients())
                .allSatisfy(each -> assertThat(each).isFinite().isBetween(-20.0, 20.0));
        assertThat(fitted.probability(List.of(1.0, 1.0))).isGreaterThan(0.95);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 1e9, -21})
    void refusesAbsurdCoefficients(double absurd) {
        assertThatThrownBy(() -> new Logistic(List.of(absurd), List.of(List.of(1.0))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesWhatDoesNotFitTogether() {
        assertThatThrownBy(() -> new Logistic(List.of(), List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Logistic(List.of(1.0), List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Logistic(List.of(1.0), List.of(List.of(-1.0))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BELIEVED.probability(List.of(1.0))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Example(List.of(Double.NaN), true, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Example(List.of(1.0), true, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
