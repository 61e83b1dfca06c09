package com.ovhi.outreach.analytics.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.ovhi.outreach.analytics.experiment.ReadOut.Means;
import com.ovhi.outreach.analytics.inference.Sample;
import com.ovhi.outreach.analytics.report.TestCells;
import com.ovhi.outreach.common.ids.Purpose;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What of an experiment is shown. */
class ReadOutTests {

    private static final Experiment EXPERIMENT = new Experiment(5, 16, 31, Purpose.CAMPAIGN_EDUCATION, Trial.BEGIN);

    @Test
    void warningsAndOutcomesTogetherTellOfNoFewPatients() {
        assertThat(warned(40, 30)).as("ten opted out after their window").isNull();
        assertThat(warned(41, 30)).isEqualTo(41);
        assertThat(warned(30, 30)).isEqualTo(30);
        assertThat(warned(8, 0)).isNull();
    }

    @Test
    void meansAreToldAtEveryLookAndAsWhatIsBelieved() {
        var means = means(100);

        assertThat(means.of()).isEqualTo("messages");
        assertThat(means.mean()).isEqualTo(1.5);
        assertThat(means.meanAgainst()).isEqualTo(1.1);
        var welch = Objects.requireNonNull(means.welch());
        var anytime = Objects.requireNonNull(means.anytime(), "at 100 patients each");
        assertThat(anytime.estimate()).isEqualTo(0.4, offset(1e-9));
        assertThat(anytime.interval().low()).isLessThan(welch.difference().low());
        assertThat(anytime.interval().high()).isGreaterThan(welch.difference().high());
        assertThat(anytime.pValue()).isGreaterThan(welch.pValue());
        assertThat(means.pAdjusted()).as("the only one").isEqualTo(anytime.pValue());
        var posterior = Objects.requireNonNull(means.posterior());
        assertThat(posterior.credible().contains(0.4)).isTrue();
        assertThat(posterior.probabilityMore()).isBetween(0.99, 1.0);
    }

    @Test
    void meansOfFewAreNotToldAtEveryLook() {
        var means = means(40);

        assertThat(means.welch()).isNotNull();
        assertThat(means.posterior()).isNotNull();
        assertThat(means.anytime()).isNull();
        assertThat(means.pAdjusted()).isEqualTo(1);
    }

    /** The more are compared, the more one of them must differ. */
    @Test
    void meansOfManyVariantsAreOneFamily() {
        var arms = List.of(
                messages("a", 100, 1.5), messages("b", 100, 1.1), messages("c", 100, 1.1), messages("d", 100, 1.1));
        var means = readOut(arms).continuous();

        assertThat(means).hasSize(6);
        var first = means.getFirst();
        assertThat(first.pAdjusted())
                .isGreaterThan(Objects.requireNonNull(first.anytime()).pValue());
    }

    /** What is told of the messages of two variants with so many patients each. */
    private static Means means(long patients) {
        var means = readOut(List.of(messages("a", patients, 1.5), messages("b", patients, 1.1)))
                .continuous();
        assertThat(means).hasSize(1);
        return means.getFirst();
    }

    private static ReadOut readOut(List<Arm> arms) {
        var reading = Reading.of(Metric.ENGAGED, arms, arms, List.of(), Trial.RULES);
        return ReadOut.of(EXPERIMENT, List.of(), reading, Trial.RULES, TestCells.smallest(11));
    }

    /** A variant whose patients got so many messages on average, most of them one or two. One came to a visit, which hides visits. */
    private static Arm messages(String variant, long patients, double mean) {
        return new Arm(
                variant,
                false,
                patients,
                new EnumMap<>(Map.of(Metric.KEPT, 1L)),
                new Sample(patients, mean * patients, (mean * mean + 0.8) * patients),
                new Sample(patients, 1, 1));
    }

    /** How many opt-outs the warnings show, of all and of those whose window is over. */
    private static @Nullable Long warned(long all, long ripe) {
        var reading =
                Reading.of(Metric.ENGAGED, List.of(arm(2_000, all)), List.of(arm(1_500, ripe)), List.of(), Trial.RULES);
        return ReadOut.of(EXPERIMENT, List.of(), reading, Trial.RULES, TestCells.smallest(11)).guardrails().stream()
                .filter(each -> each.metric() == Metric.UNSUBSCRIBED)
                .findFirst()
                .orElseThrow()
                .patients();
    }

    private static Arm arm(long patients, long optOuts) {
        var none = new Sample(patients, 0, 0);
        return new Arm("a", false, patients, new EnumMap<>(Map.of(Metric.UNSUBSCRIBED, optOuts)), none, none);
    }
}
