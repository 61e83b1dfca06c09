package com.ovhi.outreach.analytics.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import com.ovhi.outreach.analytics.inference.SampleRatio.Division;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Shares that do not match the weights. */
class SampleRatioTests {

    private static final double[] HALVES = {0.5, 0.5};

    /** Kohavi, Tang and Xu, Trustworthy Online Controlled Experiments, chapter 3: 821,588 against 815,482, p = 1.8e-6. */
    @Test
    void theMismatchIsThatOfKohavi() {
        var ratio = SampleRatio.of(List.of(new Division(new long[] {821_588, 815_482}, HALVES)))
                .orElseThrow();

        assertThat(ratio.pValue()).isEqualTo(1.8e-6, offset(0.05e-6));
        assertThat(ratio.pAnytime()).isLessThan(0.05);
    }

    /** The evidence is the ratio of two probabilities of the same counts: under the shares its mean is 1. */
    @Test
    void theEvidenceIsWorthOneWhenTheSharesHold() {
        var n = 12;
        var shares = new double[] {0.2, 0.8};
        var mean = 0.0;
        for (var x = 0; x <= n; x++) {
            var evidence = Math.exp(new Division(new long[] {x, n - x}, shares).logEvidence());
            mean += evidence * choose(n, x) * Math.pow(0.2, x) * Math.pow(0.8, n - x);
        }

        assertThat(mean).isEqualTo(1, offset(1e-9));
    }

    @Test
    void whoLooksAfterEveryPatientIsSeldomAlarmed() {
        var random = new Random(17);
        var alarms = 0;
        for (var run = 0; run < 1_000; run++) {
            alarms += alarmed(random, 0.5) ? 1 : 0;
        }

        assertThat(alarms).isLessThanOrEqualTo(50);
        assertThat(alarmed(random, 0.65)).isTrue();
    }

    private static boolean alarmed(Random random, double share) {
        var counts = new long[2];
        for (var patient = 0; patient < 500; patient++) {
            counts[random.nextDouble() < share ? 0 : 1]++;
            if (new Division(counts, HALVES).refutedAt(0.05)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void aVariantNobodyShouldGetIsAnAlarmAtOnce() {
        var ratio = SampleRatio.of(List.of(new Division(new long[] {10, 10, 1}, new double[] {0.5, 0.5, 0})))
                .orElseThrow();

        assertThat(ratio.chiSquared()).isInfinite();
        assertThat(ratio.pValue()).isZero();
        assertThat(ratio.pAnytime()).isZero();
    }

    @Test
    void changedSharesAreJudgedOneByOne() {
        var first = new Division(new long[] {500, 500}, HALVES);
        var second = new Division(new long[] {900, 100}, new double[] {0.9, 0.1});

        assertThat(SampleRatio.of(List.of(first, second)).orElseThrow().pValue())
                .isGreaterThan(0.9);
    }

    @Test
    void withoutPatientsThereIsNothingToJudge() {
        assertThat(SampleRatio.of(List.of())).isEmpty();
        assertThat(SampleRatio.of(List.of(new Division(new long[] {0, 0}, HALVES))))
                .isEmpty();
        assertThatThrownBy(() -> new Division(new long[] {1, 1}, new double[] {0.5, 0.6}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static double choose(int n, int k) {
        var result = 1.0;
        for (var i = 1; i <= k; i++) {
            result = result * (n - k + i) / i;
        }
        return result;
    }
}
