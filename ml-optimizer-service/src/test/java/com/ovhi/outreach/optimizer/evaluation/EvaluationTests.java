package com.ovhi.outreach.optimizer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EvaluationTests {

    private static final List<Double> TRUTH = List.of(0.1, 0.5, 0.2);

    /** Worked by hand. */
    @Test
    void measuresForecasts() {
        var fit = Calibration.of(
                List.of(new Forecast(0.8, true, "a"), new Forecast(0.8, false, "a"), new Forecast(0.1, false, "b")));

        assertThat(fit.brier()).isEqualTo((0.04 + 0.64 + 0.01) / 3, within(1e-9));
        assertThat(fit.logLoss()).isEqualTo(-(Math.log(0.8) + Math.log(0.2) + Math.log(0.9)) / 3, within(1e-9));
        assertThat(fit.error()).isEqualTo((0.6 + 0.1) / 3, within(1e-9));
        assertThat(fit.expected()).isEqualTo(1.7 / 3, within(1e-9));
        assertThat(fit.observed()).isEqualTo(1.0 / 3, within(1e-9));
        assertThat(fit.surprise()).isEqualTo(0.7 / Math.sqrt(0.16 + 0.16 + 0.09), within(1e-9));
        assertThat(fit.bins()).hasSize(2);
    }

    @Test
    void staysFiniteForWhatWasSaidToBeCertain() {
        var fit = Calibration.of(List.of(new Forecast(0, true, "a"), new Forecast(1, false, "a")));

        assertThat(fit.logLoss()).isFinite().isGreaterThan(10);
        assertThat(Calibration.of(List.of()).logLoss()).isZero();
    }

    /** A policy is judged by what another one did: all three estimates find what it would have earned. */
    @Test
    void findsWhatAnotherPolicyWouldHaveEarned() {
        var policy = List.of(0.05, 0.9, 0.05);
        var value = 0.05 * 0.1 + 0.9 * 0.5 + 0.05 * 0.2;

        var estimate = OffPolicy.of(logged(List.of(0.5, 0.2, 0.3), policy, TRUTH, 20_000));

        assertThat(estimate.logged()).isEqualTo(0.5 * 0.1 + 0.2 * 0.5 + 0.3 * 0.2, within(0.01));
        assertThat(estimate.inversePropensity()).isEqualTo(value, within(0.03));
        assertThat(estimate.normalised()).isEqualTo(value, within(0.02));
        assertThat(estimate.doublyRobust()).isEqualTo(value, within(0.02));
        assertThat(estimate.deviation()).isBetween(0.001, 0.02);
        assertThat(estimate.effective()).isBetween(2_000.0, 20_000.0);
    }

    /** The model is nonsense, the propensities are right: still unbiased. */
    @Test
    void isRobustAgainstABadModel() {
        var estimate =
                OffPolicy.of(logged(List.of(0.4, 0.3, 0.3), List.of(0.0, 1.0, 0.0), List.of(0.9, 0.9, 0.9), 20_000));

        assertThat(estimate.doublyRobust()).isEqualTo(0.5, within(0.03));
    }

    /** Nobody ever took the option: what is left is what the model says. */
    @Test
    void fallsBackOnTheModelWhereNothingWasTried() {
        var estimate = OffPolicy.of(logged(List.of(1.0, 0.0, 0.0), List.of(0.0, 1.0, 0.0), TRUTH, 1_000));

        assertThat(estimate.doublyRobust()).isEqualTo(0.5, within(1e-9));
        assertThat(estimate.effective()).isZero();
        assertThat(OffPolicy.of(List.of()).decisions()).isZero();
    }

    @Test
    void findsGroupsAModelIsWrongAbout() {
        var forecasts = new ArrayList<Forecast>();
        for (var i = 0; i < 400; i++) {
            forecasts.add(new Forecast(0.5, i % 2 == 0, "language=en"));
            forecasts.add(new Forecast(0.5, i % 5 == 0, "language=es"));
        }
        forecasts.add(new Forecast(0.5, true, "language=so"));

        var groups = Fairness.of(forecasts);

        assertThat(groups).containsOnlyKeys("language=en", "language=es");
        assertThat(groups.get("language=en")).matches(each -> !each.unfair());
        assertThat(groups.get("language=es")).matches(Fairness.Group::unfair);
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> new Forecast(1.1, true, "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Forecast(Double.NaN, true, "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Decided(0, 0, true, TRUTH, TRUTH)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Decided(3, 0.5, true, TRUTH, TRUTH)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Decided(0, 0.5, true, TRUTH, List.of(0.1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Decided> logged(List<Double> chances, List<Double> policy, List<Double> model, int decisions) {
        var random = new SplittableRandom(11);
        var logged = new ArrayList<Decided>();
        for (var i = 0; i < decisions; i++) {
            var left = random.nextDouble();
            var option = 0;
            while (option < 2 && left >= chances.get(option)) {
                left -= chances.get(option);
                option++;
            }
            option = chances.get(option) == 0 ? 0 : option;
            logged.add(
                    new Decided(option, chances.get(option), random.nextDouble() < TRUTH.get(option), policy, model));
        }
        return logged;
    }
}
