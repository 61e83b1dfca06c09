package com.ovhi.outreach.analytics.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The fifteen p-values of the trial on thrombolysis in Benjamini and Hochberg, JRSS B 57 (1995) 289-300, section 4. */
class MultipleTestsTests {

    private static final List<Double> TRIAL = List.of(
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0);

    @Test
    void fourAreFoundByBenjaminiAndHochberg() {
        assertThat(found(MultipleTests.benjaminiHochberg(TRIAL))).isEqualTo(4);
    }

    @Test
    void threeAreFoundByHolm() {
        assertThat(found(MultipleTests.holm(TRIAL))).isEqualTo(3);
    }

    @Test
    void theOrderDoesNotMatterAndIsKept() {
        assertThat(MultipleTests.holm(List.of(0.04, 0.01, 0.03, 0.02)))
                .usingComparatorForType((one, other) -> Math.abs(one - other) < 1e-12 ? 0 : 1, Double.class)
                .containsExactly(0.06, 0.04, 0.06, 0.06);
        assertThat(MultipleTests.benjaminiHochberg(List.of(0.04, 0.01, 0.03, 0.02)))
                .allSatisfy(adjusted -> assertThat(adjusted).isEqualTo(0.04, offset(1e-12)));
    }

    @Test
    void noQuestionsNeedNoAdjustment() {
        assertThat(MultipleTests.holm(List.of())).isEmpty();
        assertThat(MultipleTests.benjaminiHochberg(List.of(0.2))).containsExactly(0.2);
    }

    private static long found(List<Double> adjusted) {
        return adjusted.stream().filter(pValue -> pValue <= 0.05).count();
    }
}
