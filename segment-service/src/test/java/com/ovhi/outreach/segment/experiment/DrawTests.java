package com.ovhi.outreach.segment.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.ExperimentExposed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets which variant: the shares are those asked for, the same patient gets the same, few move. */
class DrawTests {

    private static final int PATIENTS = 100_000;

    /** The value a chi-squared variable exceeds once in 10,000 times, by degrees of freedom. */
    private static final Map<Integer, Double> CRITICAL = Map.of(1, 15.14, 2, 18.42, 3, 21.11);

    @ParameterizedTest
    @CsvSource({"1, 1, 0", "45, 45, 10", "90, 10, 0", "1, 2, 97", "3, 0, 1"})
    void sharesAreTheWeights(int a, int b, int holdout) {
        var weights = Map.of("a", a, "b", b, ExperimentExposed.HOLDOUT, holdout);

        assertThat(chiSquared(weights, drawn(new Draw("shares"), weights)))
                .isLessThan(CRITICAL.get(positive(weights) - 1));
    }

    @Test
    void sharesWithinAPartOfTheNamespaceAreTheWeights() {
        var experiment = experiment(7, "spring", 200, 500, weights(1, 1));
        var drawn = LongStream.range(0, PATIENTS)
                .boxed()
                .flatMap(patient -> experiment.draw(patient).stream())
                .collect(Collectors.groupingBy(each -> each, Collectors.counting()));

        assertThat(chiSquared(Map.of("a", 1, "b", 1), drawn)).isLessThan(CRITICAL.get(1));
        var taking = drawn.values().stream().mapToLong(Long::longValue).sum();
        assertThat(chiSquared(Map.of("in", 3, "out", 7), Map.of("in", taking, "out", PATIENTS - taking)))
                .isLessThan(CRITICAL.get(1));
    }

    @Test
    void twoExperimentsAreIndependentOfEachOther() {
        var first = new Draw("experiment/1");
        var second = new Draw("experiment/2");
        var weights = Map.of("a", 1, "b", 1);
        var pairs = LongStream.range(0, PATIENTS)
                .mapToObj(patient -> first.among(weights, patient).orElseThrow()
                        + second.among(weights, patient).orElseThrow())
                .collect(Collectors.groupingBy(each -> each, Collectors.counting()));

        assertThat(chiSquared(Map.of("aa", 1, "ab", 1, "ba", 1, "bb", 1), pairs))
                .isLessThan(CRITICAL.get(3));
    }

    @Test
    void aWeightThatGrowsTakesFromAllAndMovesNobodyElse() {
        var draw = new Draw("growing");
        var before = Map.of("a", 50, "b", 40, ExperimentExposed.HOLDOUT, 10);
        var after = Map.of("a", 50, "b", 60, ExperimentExposed.HOLDOUT, 10);
        var moved = 0;
        for (var patient = 0L; patient < PATIENTS; patient++) {
            var old = draw.among(before, patient).orElseThrow();
            var now = draw.among(after, patient).orElseThrow();
            if (!old.equals(now)) {
                assertThat(now).isEqualTo("b");
                moved++;
            }
        }

        // The least that can move is what b's share has grown by: 60/120 - 40/100.
        assertThat(moved).isBetween((int) (PATIENTS * 0.095), (int) (PATIENTS * 0.105));
    }

    @Test
    void aVariantThatIsStoppedGivesItsPatientsAwayAndMovesNobodyElse() {
        var running = experiment(3, null, 0, 1_000, weights(1, 1));
        var stopped = new Experiment(3, 16, running.design(), null, Set.of("b"));
        for (var patient = 0L; patient < 5_000; patient++) {
            var before = running.draw(patient).orElseThrow();
            assertThat(stopped.draw(patient)).hasValue(before.equals("b") ? "a" : before);
        }
    }

    @Test
    void experimentsOfANamespaceNeverMeetOnePatient() {
        var first = experiment(1, "spring", 0, 400, weights(1, 1));
        var second = experiment(2, "spring", 400, 1_000, weights(2, 1));
        for (var patient = 0L; patient < 5_000; patient++) {
            assertThat(first.draw(patient).isPresent())
                    .isNotEqualTo(second.draw(patient).isPresent());
        }
    }

    @Test
    void everybodyNewGetsTheWinnerWhereThatWasAskedFor() {
        var design = new Design(weights(1, 1), 10, null, null, null, true);

        assertThat(new Experiment(4, 16, design, "a", Set.of()).draw(11)).hasValue("a");
        assertThat(new Experiment(4, 16, design, "a", Set.of()).weights()).isEqualTo(Map.of("a", 1));
        assertThat(new Experiment(4, 16, design, null, Set.of()).weights())
                .isEqualTo(Map.of("a", 1, "b", 1, ExperimentExposed.HOLDOUT, 10));
    }

    @Test
    void variantsThatAdaptShareByWhatWasLearnedAndTheHoldoutKeepsItsPart() {
        var adapted = adapting(Set.of(), Map.of("a", 20, "b", 80));

        assertThat(adapted.weights()).isEqualTo(Map.of("a", 40, "b", 160, ExperimentExposed.HOLDOUT, 1_000));
        assertThat(adapted.by(adapted.design()).weights())
                .as("for who is on another version")
                .isEqualTo(adapted.weights());
        assertThat(chiSquared(adapted.weights(), drawn(new Draw("adapted"), adapted.weights())))
                .isLessThan(CRITICAL.get(2));
    }

    @Test
    void variantsShareByTheirWeightsWhereNothingIsLearnedOrItIsOfOthers() {
        var weights = Map.of("a", 1, "b", 1, ExperimentExposed.HOLDOUT, 10);

        assertThat(adapting(Set.of(), Map.of()).weights()).isEqualTo(weights);
        assertThat(adapting(Set.of(), Map.of("a", 20, "c", 80)).weights()).isEqualTo(weights);
        assertThat(adapting(Set.of(), Map.of("a", 0, "b", 0)).weights()).isEqualTo(weights);
        var fixed = new Design(weights(1, 1), 10, null, null, null, null);
        assertThat(new Experiment(5, 16, fixed, null, Set.of(), Map.of("a", 20, "b", 80)).weights())
                .isEqualTo(weights);
    }

    @Test
    void whatWasLearnedGivesNothingToAVariantThatWasStoppedNorToOneWithoutWeight() {
        assertThat(adapting(Set.of("b"), Map.of("a", 20, "b", 80)).weights())
                .isEqualTo(Map.of("a", 20, ExperimentExposed.HOLDOUT, 200));
        var design = new Design(weights(1, 0), 10, null, null, null, null, true);
        assertThat(new Experiment(5, 16, design, null, Set.of(), Map.of("a", 20, "b", 80)).weights())
                .isEqualTo(Map.of("a", 20, "b", 0, ExperimentExposed.HOLDOUT, 200));
    }

    private static Experiment adapting(Set<String> stopped, Map<String, Integer> learned) {
        return new Experiment(
                5, 16, new Design(weights(1, 1), 10, null, null, null, null, true), null, stopped, learned);
    }

    private static Experiment experiment(
            long id, @Nullable String namespace, int from, int to, List<Variant> variants) {
        return new Experiment(id, 16, new Design(variants, null, namespace, from, to, null), null, Set.of());
    }

    private static List<Variant> weights(int a, int b) {
        return List.of(
                new Variant("a", a, null, null, null, null, null), new Variant("b", b, null, null, null, null, null));
    }

    private static Map<String, Long> drawn(Draw draw, Map<String, Integer> weights) {
        var drawn = new HashMap<String, Long>();
        for (var patient = 0L; patient < PATIENTS; patient++) {
            drawn.merge(draw.among(weights, patient).orElseThrow(), 1L, Long::sum);
        }
        return drawn;
    }

    private static int positive(Map<String, Integer> weights) {
        return (int) weights.values().stream().filter(each -> each > 0).count();
    }

    private static double chiSquared(Map<String, Integer> weights, Map<String, Long> observed) {
        var total = observed.values().stream().mapToLong(Long::longValue).sum();
        var sum = weights.values().stream().mapToInt(Integer::intValue).sum();
        var statistic = 0.0;
        for (var each : new TreeMap<>(weights).entrySet()) {
            var expected = (double) total * each.getValue() / sum;
            var seen = observed.getOrDefault(each.getKey(), 0L);
            if (each.getValue() == 0) {
                assertThat(seen).isZero();
            } else {
                statistic += (seen - expected) * (seen - expected) / expected;
            }
        }
        return statistic;
    }
}
