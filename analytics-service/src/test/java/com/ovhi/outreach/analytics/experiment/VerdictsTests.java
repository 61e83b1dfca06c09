package com.ovhi.outreach.analytics.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.analytics.inference.SampleRatio.Division;
import com.ovhi.outreach.common.ids.ExperimentVerdict;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What numbers ask of a campaign. */
class VerdictsTests {

    private static final Division EVEN = new Division(new long[] {1_000, 1_000}, new double[] {0.5, 0.5});
    private static final Division UNEVEN = new Division(new long[] {1_000, 1_300}, new double[] {0.5, 0.5});

    @Test
    void whoIsFarAheadWins() {
        assertThat(new Trial()
                        .arm("a", 1_000, 100, 0)
                        .arm("b", 1_000, 180, 0)
                        .divided(EVEN)
                        .verdict())
                .isEqualTo("winner b");
    }

    @Test
    void whoIsALittleAheadDoesNot() {
        assertThat(new Trial().arm("a", 1_000, 100, 0).arm("b", 1_000, 115, 0).verdict())
                .isEqualTo("nothing");
    }

    @Test
    void theWinnerOfThreeBeatsBoth() {
        assertThat(new Trial()
                        .arm("a", 1_000, 100, 0)
                        .arm("b", 1_000, 180, 0)
                        .arm("c", 1_000, 175, 0)
                        .verdict())
                .isEqualTo("nothing");
        assertThat(new Trial()
                        .arm("a", 1_000, 100, 0)
                        .arm("b", 1_000, 250, 0)
                        .arm("c", 1_000, 150, 0)
                        .verdict())
                .isEqualTo("winner b");
    }

    @Test
    void fewPatientsDecideNothing() {
        assertThat(new Trial().arm("a", 99, 0, 0).arm("b", 99, 90, 0).verdict()).isEqualTo("nothing");
        assertThat(new Trial().arm("a", 100, 0, 0).arm("b", 100, 90, 0).verdict())
                .isEqualTo("winner b");
    }

    @Test
    void aVariantWhosePatientsAreAllFreshKeepsTheOthersFromWinning() {
        assertThat(new Trial()
                        .arm("a", 1_000, 100, 0)
                        .arm("b", 1_000, 180, 0)
                        .fresh("c", 500, 0)
                        .verdict())
                .isEqualTo("nothing");
    }

    @Test
    void aVariantAloneMustBeatThoseWhoReceiveNothing() {
        assertThat(new Trial().arm("a", 1_000, 180, 0).holdout(1_000, 100).verdict())
                .isEqualTo("winner a");
        assertThat(new Trial().arm("a", 1_000, 100, 0).holdout(1_000, 100).verdict())
                .isEqualTo("nothing");
        assertThat(new Trial().arm("a", 1_000, 100, 0).holdout(1_000, 180).verdict())
                .isEqualTo("nothing");
    }

    @Test
    void oneSidedAndEmptyExperimentsDecideNothing() {
        assertThat(new Trial().verdict()).isEqualTo("nothing");
        assertThat(new Trial().arm("a", 5_000, 500, 0).verdict()).isEqualTo("nothing");
        assertThat(new Trial().holdout(5_000, 500).after(Duration.ofDays(99)).verdict())
                .isEqualTo("nothing");
        assertThat(new Trial().arm("a", 1_000, 0, 0).arm("b", 1_000, 0, 0).verdict())
                .isEqualTo("nothing");
        assertThat(new Trial()
                        .arm("a", 1_000, 1_000, 0)
                        .arm("b", 1_000, 1_000, 0)
                        .verdict())
                .isEqualTo("nothing");
    }

    @Test
    void afterAnUnevenDivisionNothingWinsForGood() {
        var trial = new Trial().arm("a", 1_000, 100, 0).arm("b", 1_300, 280, 5).divided(UNEVEN);

        assertThat(trial.verdict()).isEqualTo("sample_ratio null");
        assertThat(trial.decided(ExperimentVerdict.SAMPLE_RATIO, "").verdict()).isEqualTo("nothing");
        assertThat(trial.divided(EVEN).after(Duration.ofDays(99)).verdict()).isEqualTo("nothing");
    }

    @Test
    void whatNoMessageMayCauseIsHarmHoweverPatientsWereDivided() {
        var trial =
                new Trial().arm("a", 1_000, 100, 0).arm("b", 1_300, 280, 200).divided(UNEVEN);

        assertThat(trial.verdict()).isEqualTo("guardrail b");
        assertThat(trial.decided(ExperimentVerdict.GUARDRAIL, "b").verdict()).isEqualTo("sample_ratio null");
        assertThat(trial.decided(ExperimentVerdict.SAMPLE_RATIO, "").verdict()).isEqualTo("nothing");
        assertThat(new Trial()
                        .arm("a", 1_000, 100, 0)
                        .arm("b", 1_300, 280, 200)
                        .divided(UNEVEN)
                        .decided(ExperimentVerdict.SAMPLE_RATIO, "")
                        .verdict())
                .isEqualTo("guardrail b");
    }

    @Test
    void afterAnUnevenDivisionVariantsAreNotComparedForHarmEither() {
        var trial = new Trial().arm("a", 5_000, 500, 5).arm("b", 6_500, 650, 130);

        assertThat(trial.divided(EVEN).verdict()).isEqualTo("guardrail b");
        assertThat(trial.divided(UNEVEN).verdict()).isEqualTo("sample_ratio null");
    }

    @Test
    void harmComesBeforeSuccessAndIsSaidOnce() {
        var trial = new Trial().arm("a", 1_000, 100, 5).arm("b", 1_000, 180, 80);

        assertThat(trial.verdict()).isEqualTo("guardrail b");
        assertThat(trial.decided(ExperimentVerdict.GUARDRAIL, "b").verdict()).isEqualTo("nothing");
    }

    @Test
    void harmIsFoundBeforeAnyWindowIsOver() {
        assertThat(new Trial().fresh("a", 800, 4).fresh("b", 800, 60).verdict()).isEqualTo("guardrail b");
    }

    @Test
    void aVariantAloneMayNotExceedTheCeiling() {
        assertThat(new Trial().fresh("a", 1_000, 70).verdict()).isEqualTo("guardrail a");
        assertThat(new Trial().fresh("a", 1_000, 32).verdict()).isEqualTo("nothing");
    }

    @Test
    void complaintsCount() {
        var few = Map.of(Metric.ENGAGED, 100L, Metric.COMPLAINED, 1L);
        var many = Map.of(Metric.ENGAGED, 100L, Metric.COMPLAINED, 15L);

        assertThat(new Trial()
                        .arm("a", false, 1_000, few)
                        .arm("b", false, 1_000, many)
                        .verdict())
                .isEqualTo("guardrail b");
    }

    @Test
    void amongThoseWithoutHarmOneMayStillWin() {
        var trial = new Trial()
                .arm("a", 1_000, 100, 5)
                .arm("b", 1_000, 180, 5)
                .arm("c", 1_000, 260, 90)
                .decided(ExperimentVerdict.GUARDRAIL, "c");

        assertThat(trial.verdict()).isEqualTo("winner b");
    }

    @Test
    void aWinnerStaysOneUnlessItDoesHarm() {
        assertThat(new Trial()
                        .arm("a", 1_000, 250, 0)
                        .arm("b", 1_000, 100, 0)
                        .decided(ExperimentVerdict.WINNER, "b")
                        .verdict())
                .isEqualTo("nothing");
        assertThat(new Trial()
                        .arm("a", 1_000, 100, 0)
                        .arm("b", 1_000, 180, 90)
                        .decided(ExperimentVerdict.WINNER, "b")
                        .verdict())
                .isEqualTo("guardrail b");
    }

    @Test
    void whatHasRunItsLengthShowsNoDifference() {
        var trial = new Trial().arm("a", 1_000, 100, 0).arm("b", 1_000, 103, 0).after(Duration.ofDays(56));

        assertThat(trial.verdict()).isEqualTo("no_difference null");
        assertThat(trial.decided(ExperimentVerdict.NO_DIFFERENCE, "").verdict()).isEqualTo("nothing");
        assertThat(new Trial()
                        .arm("a", 1_000, 100, 0)
                        .arm("b", 1_000, 180, 0)
                        .after(Duration.ofDays(56))
                        .verdict())
                .isEqualTo("winner b");
    }

    @Test
    void weightsThatMakeNoSenseAreNoRatio() {
        assertThat(ExperimentStore.division("{}", Map.of("a", 5L))).isEmpty();
        assertThat(ExperimentStore.division("{\"a\":0,\"b\":-3}", Map.of("a", 5L)))
                .isEmpty();
        assertThat(ExperimentStore.division("{\"a\":7}", Map.of("a", 5L))).isEmpty();
        assertThat(ExperimentStore.division("{\"a\":2000000000,\"b\":2000000000}", Map.of("a", 5L, "b", 5L)))
                .hasValueSatisfying(division -> assertThat(division.shares()).containsExactly(0.5, 0.5));
    }

    @Test
    void whoGotAVariantWithoutWeightWasDividedWrongly() {
        var division = ExperimentStore.division("{\"a\":50,\"b\":50}", Map.of("a", 5L, "b", 5L, "x", 1L))
                .orElseThrow();

        assertThat(new Trial().arm("a", 5, 1, 0).divided(division).verdict()).isEqualTo("sample_ratio null");
    }

    @Test
    void rulesThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new ExperimentRules(
                        Duration.ZERO, Duration.ZERO, Duration.ofDays(1), 1, 0.05, 0.001, 0.03, 0.003, Duration.ZERO))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new ExperimentRules(
                        Duration.ofDays(1), Duration.ZERO, Duration.ofDays(1), 1, 0, 0.001, 0.03, 0.003, Duration.ZERO))
                .isInstanceOf(IllegalStateException.class);
    }
}
