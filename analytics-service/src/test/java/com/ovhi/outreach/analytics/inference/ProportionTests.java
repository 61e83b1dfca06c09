package com.ovhi.outreach.analytics.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;

/** Proportions against published figures. */
class ProportionTests {

    /** Newcombe, Statistics in Medicine 17 (1998) 857-872, table I: 81 of 263, score method without correction. */
    @Test
    void aScoreIntervalIsThatOfNewcombe() {
        var interval = new Proportion(81, 263).wilson(0.95);

        assertThat(interval.low()).isEqualTo(0.2553, offset(0.00005));
        assertThat(interval.high()).isEqualTo(0.3662, offset(0.00005));
    }

    /** Same table: 0 of 20. */
    @Test
    void nobodyOfTwentyLeavesRoomForSome() {
        var interval = new Proportion(0, 20).wilson(0.95);

        assertThat(interval.low()).isZero();
        assertThat(interval.high()).isEqualTo(0.1611, offset(0.00005));
    }

    /** Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, contrast a, method 10. */
    @Test
    void aDifferenceIsThatOfNewcombe() {
        var interval = TwoProportions.difference(new Proportion(56, 70), new Proportion(48, 80), 0.95);

        assertThat(interval.low()).isEqualTo(0.0524, offset(0.00005));
        assertThat(interval.high()).isEqualTo(0.3339, offset(0.00005));
    }

    /** Same table, contrast h: 10 of 10 against 0 of 10. */
    @Test
    void aDifferenceAtTheEdgeStaysInside() {
        var interval = TwoProportions.difference(new Proportion(10, 10), new Proportion(0, 10), 0.95);

        assertThat(interval.low()).isEqualTo(0.6075, offset(0.00005));
        assertThat(interval.high()).isEqualTo(1, offset(1e-9));
    }

    /** The aspirin trial of the Physicians' Health Study as in Agresti, Categorical Data Analysis: chi-squared 25.01. */
    @Test
    void theTestIsPearsons() {
        var pValue = TwoProportions.pValue(new Proportion(189, 11_034), new Proportion(104, 11_037));

        assertThat(pValue).hasValueSatisfying(p -> assertThat(p).isEqualTo(5.69e-7, offset(0.02e-7)));
    }

    @Test
    void withoutAnySuccessOrTrialThereIsNothingToTest() {
        assertThat(TwoProportions.pValue(new Proportion(0, 10), new Proportion(0, 20)))
                .isEmpty();
        assertThat(TwoProportions.pValue(new Proportion(10, 10), new Proportion(20, 20)))
                .isEmpty();
        assertThat(TwoProportions.pValue(new Proportion(0, 0), new Proportion(5, 20)))
                .isEmpty();
        assertThat(TwoProportions.difference(new Proportion(0, 0), new Proportion(5, 20), 0.95))
                .isEqualTo(new Interval(-1, 1));
        assertThat(new Proportion(0, 0).wilson(0.95)).isEqualTo(new Interval(0, 1));
    }

    @Test
    void moreSuccessesThanTrialsAreRefused() {
        assertThatThrownBy(() -> new Proportion(3, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Proportion(-1, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
