package com.ovhi.outreach.analytics.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import org.hipparchus.special.Beta;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Posteriors against published figures and closed forms. */
class BetaBinomialTests {

    /** Gelman et al., Bayesian Data Analysis, 2.4: 437 girls of 980 births, central interval 0.415 to 0.477. */
    @Test
    void theShareOfGirlsIsThatOfGelman() {
        var interval = BetaBinomial.credible(new Proportion(437, 980), 0.95);

        assertThat(interval.low()).isEqualTo(0.415, offset(0.0005));
        assertThat(interval.high()).isEqualTo(0.477, offset(0.0005));
    }

    /** Miller, Formulas for Bayesian A/B Testing (2015), equation 6. */
    @ParameterizedTest
    @CsvSource({"0,0,0,0", "0,0,1,1", "3,10,5,10", "40,1000,55,1000", "200,2000,210,1800", "0,50,1,40", "50,50,49,50"})
    void theProbabilityToBeBestIsThatOfMiller(long successes, long trials, long otherSuccesses, long otherTrials) {
        var one = new Proportion(successes, trials);
        var other = new Proportion(otherSuccesses, otherTrials);

        var choices = new BetaBinomial(List.of(one, other)).choices();

        assertThat(choices.get(1).probabilityBest()).isEqualTo(miller(one, other), offset(1e-6));
        assertThat(choices.getFirst().probabilityBest() + choices.get(1).probabilityBest())
                .isEqualTo(1, offset(1e-6));
    }

    /** The mean of the larger of two numbers between 0 and 1 is 2/3, that of one of them 1/2. */
    @Test
    void theLossOfKnowingNothingIsASixth() {
        var choices = new BetaBinomial(List.of(new Proportion(0, 0), new Proportion(0, 0))).choices();

        assertThat(choices.getFirst().expectedLoss()).isEqualTo(1.0 / 6, offset(1e-6));
    }

    @Test
    void ofThreeAlikeEachIsBestAThirdOfTheTime() {
        var alike = new Proportion(30, 300);

        assertThat(new BetaBinomial(List.of(alike, alike, alike)).choices())
                .allSatisfy(choice -> assertThat(choice.probabilityBest()).isEqualTo(1.0 / 3, offset(1e-6)));
    }

    @Test
    void oneVariantAloneIsBestAndLosesNothing() {
        var choice = new BetaBinomial(List.of(new Proportion(3, 9))).choices().getFirst();

        assertThat(choice.probabilityBest()).isEqualTo(1, offset(1e-6));
        assertThat(choice.expectedLoss()).isEqualTo(0, offset(1e-6));
        assertThatThrownBy(() -> new BetaBinomial(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static double miller(Proportion one, Proportion other) {
        var alpha = one.successes() + 1.0;
        var beta = one.trials() - one.successes() + 1.0;
        var otherAlpha = other.successes() + 1;
        var otherBeta = other.trials() - other.successes() + 1.0;
        var sum = 0.0;
        for (var i = 0; i < otherAlpha; i++) {
            sum += Math.exp(Beta.logBeta(alpha + i, beta + otherBeta)
                    - Math.log(otherBeta + i)
                    - Beta.logBeta(1.0 + i, otherBeta)
                    - Beta.logBeta(alpha, beta));
        }
        return sum;
    }
}
