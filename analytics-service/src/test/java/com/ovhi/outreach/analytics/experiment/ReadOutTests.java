package com.ovhi.outreach.analytics.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.analytics.inference.Sample;
import com.ovhi.outreach.analytics.report.TestCells;
import com.ovhi.outreach.common.ids.Purpose;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What of an experiment is shown. */
class ReadOutTests {

    @Test
    void warningsAndOutcomesTogetherTellOfNoFewPatients() {
        assertThat(warned(40, 30)).as("ten opted out after their window").isNull();
        assertThat(warned(41, 30)).isEqualTo(41);
        assertThat(warned(30, 30)).isEqualTo(30);
        assertThat(warned(8, 0)).isNull();
    }

    /** How many opt-outs the warnings show, of all and of those whose window is over. */
    private static @Nullable Long warned(long all, long ripe) {
        var reading =
                Reading.of(Metric.ENGAGED, List.of(arm(2_000, all)), List.of(arm(1_500, ripe)), List.of(), Trial.RULES);
        var experiment = new Experiment(5, 16, 31, Purpose.CAMPAIGN_EDUCATION, Trial.BEGIN);
        return ReadOut.of(experiment, List.of(), reading, Trial.RULES, TestCells.smallest(11)).guardrails().stream()
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
