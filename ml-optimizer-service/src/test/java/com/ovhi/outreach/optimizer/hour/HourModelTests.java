package com.ovhi.outreach.optimizer.hour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.ovhi.outreach.optimizer.hour.HourModel.Parameters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HourModelTests {

    private static final HourModel MODEL = HourModel.defaults();

    @Test
    void expectsPeaksLateInTheMorningAndEarlyInTheEvening() {
        var best = belief().best();

        assertThat(best.stream().mapToDouble(Double::doubleValue).sum()).isEqualTo(1, within(1e-9));
        assertThat(best.get(10)).isGreaterThan(best.get(14)).isGreaterThan(best.get(7));
        assertThat(best.get(18)).isGreaterThan(best.get(14)).isGreaterThan(best.get(22));
        assertThat(belief().hour()).isEmpty();
    }

    /** Around the clock 23 and 1 are neighbours of 0. */
    @Test
    void goesAroundTheClock() {
        var best = belief(new HourCount(false, 0, 10, 9), new HourCount(false, 12, 10, 0))
                .best();

        assertThat(best.get(23)).isGreaterThan(best.get(20));
        assertThat(best.get(1)).isGreaterThan(best.get(4));
    }

    @ParameterizedTest
    @CsvSource({"9", "13", "18", "22"})
    void findsTheHourOfAPatientWhoAnswersAtOne(int hour) {
        var counts = new ArrayList<HourCount>();
        for (var other = 8; other < 24; other++) {
            counts.add(new HourCount(false, other, 6, Math.max(0, 5 - 2 * Math.abs(other - hour))));
        }

        assertThat(belief(counts.toArray(HourCount[]::new)).hour()).hasValue(hour);
    }

    /** What nobody tried is not bad: that nine was answered by nobody says nothing against eighteen, rather for it. */
    @Test
    void doesNotTakeAnHourNobodyTriedForABadOne() {
        var before = belief();
        var after = belief(new HourCount(false, 9, 8, 0));

        assertThat(after.best().get(18)).isGreaterThan(before.best().get(18));
        assertThat(after.best().get(9)).isLessThan(before.best().get(9));
        assertThat(after.best().get(18)).isGreaterThan(after.best().get(10));
    }

    /** Who never answers at all the same hours tells little about the hours; the level takes the blame. */
    @Test
    void tellsSomebodyWhoSeldomAnswersFromSomebodyAskedAtTheWrongHour() {
        var everywhere = IntStream.range(8, 21)
                .mapToObj(hour -> new HourCount(false, hour, 3, 0))
                .toArray(HourCount[]::new);

        assertThat(belief(everywhere).response(10)).isLessThan(0.1);
        assertThat(belief(everywhere).hour()).isEmpty();
    }

    @Test
    void learnsOfWeekendsFromWorkdaysHalfAsMuch() {
        var evidence = HourEvidence.of(List.of(new HourCount(false, 18, 8, 7), new HourCount(false, 10, 8, 0)));

        var workdays = MODEL.belief("all", evidence, false).best().get(18);
        var weekend = MODEL.belief("all", evidence, true).best().get(18);

        assertThat(weekend).isGreaterThan(belief().best().get(18)).isLessThan(workdays);
    }

    @Test
    void keepsAsideWhatDiffersAtWeekends() {
        var evidence = HourEvidence.of(List.of(
                new HourCount(false, 18, 20, 18),
                new HourCount(false, 10, 20, 1),
                new HourCount(true, 10, 20, 18),
                new HourCount(true, 18, 20, 1)));

        assertThat(MODEL.belief("all", evidence, false).best().get(18))
                .isGreaterThan(MODEL.belief("all", evidence, true).best().get(18));
        assertThat(MODEL.belief("all", evidence, true).best().get(10))
                .isGreaterThan(MODEL.belief("all", evidence, false).best().get(10));
    }

    /** A patient with one event, with ten thousand, with fading and absurd counts. */
    @Test
    void staysSoundWithAnyAmountOfEvidence() {
        for (var counts : List.of(
                List.of(new HourCount(false, 3, 1, 1)),
                List.of(new HourCount(false, 3, 10_000, 10_000), new HourCount(true, 4, 10_000, 0)),
                List.of(new HourCount(false, 3, 1e15, 0)),
                List.of(new HourCount(false, 3, 1e-12, 1e-12)),
                List.<HourCount>of())) {
            var belief = MODEL.belief("nobody", HourEvidence.of(counts), false);

            assertThat(belief.weights())
                    .hasSize(24)
                    .allSatisfy(each -> assertThat(each).isFinite().isBetween(0.0, 1.0));
            assertThat(belief.weights().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum())
                    .isEqualTo(1, within(0.003));
            assertThat(belief.response(12)).isBetween(0.0, 1.0);
        }
    }

    @Test
    void learnsTheHabitsOfCohortsAndOfEverybody() {
        var random = new SplittableRandom(5);
        var cohorts = new TreeMap<String, List<HourEvidence>>();
        cohorts.put("young", patients(19, random));
        cohorts.put("old", patients(10, random));

        var model = HourTraining.train(cohorts);

        var nothing = HourEvidence.of(List.of());
        assertThat(model.belief("young", nothing, false).best().get(19))
                .isGreaterThan(2 * model.belief("old", nothing, false).best().get(19));
        assertThat(model.belief("stranger", nothing, false).best())
                .isEqualTo(model.belief(HourModel.ORGANIZATION, nothing, false).best());
    }

    @Test
    void learnsTheHabitsOfNarrowCohortsWithinWiderOnes() {
        var random = new SplittableRandom(7);
        var cohorts = new TreeMap<String, List<HourEvidence>>();
        cohorts.put("65+/en", patients(10, random));
        cohorts.put("65+/es", patients(19, random));
        cohorts.put("65+/ht", patients(14, random).subList(0, 5));
        cohorts.put("18-30/en", patients(14, random));

        var model = HourTraining.train(cohorts);

        var nothing = HourEvidence.of(List.of());
        assertThat(model.belief("65+/es", nothing, false).best().get(19))
                .isGreaterThan(2 * model.belief("65+/en", nothing, false).best().get(19));
        assertThat(model.belief("65+/ht", nothing, false).best())
                .as("too few: those of their age")
                .isEqualTo(model.belief("65+", nothing, false).best())
                .isNotEqualTo(
                        model.belief(HourModel.ORGANIZATION, nothing, false).best());
        assertThat(model.belief("51-64/es", nothing, false).best())
                .isEqualTo(model.belief(HourModel.ORGANIZATION, nothing, false).best());
    }

    @Test
    void isTheDefaultWhereNobodyTaughtAnything() {
        assertThat(HourTraining.train(Map.of()).parameters().priors().get(HourModel.ORGANIZATION))
                .usingComparatorForType((one, other) -> Math.abs(one - other) < 1e-12 ? 0 : 1, Double.class)
                .containsExactlyElementsOf(MODEL.parameters().priors().getOrDefault(HourModel.ORGANIZATION, List.of()));
    }

    private static List<HourEvidence> patients(int peak, SplittableRandom random) {
        var patients = new ArrayList<HourEvidence>();
        for (var i = 0; i < 200; i++) {
            var counts = new ArrayList<HourCount>();
            for (var message = 0; message < 8; message++) {
                var hour = 9 + random.nextInt(12);
                var answered = random.nextDouble() < (Math.abs(hour - peak) <= 1 ? 0.7 : 0.15);
                counts.add(new HourCount(false, hour, 1, answered ? 1 : 0));
            }
            patients.add(HourEvidence.of(counts));
        }
        return patients;
    }

    @ParameterizedTest
    @MethodSource("poisoned")
    void refusesPoisonedParameters(double concentration, double offPeak, Map<String, List<Double>> priors) {
        assertThatThrownBy(() -> new Parameters(concentration, offPeak, priors))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<Arguments> poisoned() {
        var good = Map.of(HourModel.ORGANIZATION, HourPriors.defaults());
        var negative = new ArrayList<>(HourPriors.defaults());
        negative.set(0, -negative.get(0));
        var notANumber = new ArrayList<>(HourPriors.defaults());
        notANumber.set(3, Double.NaN);
        return Stream.of(
                Arguments.of(0.0, 0.3, good),
                Arguments.of(Double.NaN, 0.3, good),
                Arguments.of(1e6, 0.3, good),
                Arguments.of(3.0, 1.0, good),
                Arguments.of(3.0, Double.NaN, good),
                Arguments.of(3.0, 0.3, Map.of()),
                Arguments.of(3.0, 0.3, Map.of(HourModel.ORGANIZATION, List.of(1.0))),
                Arguments.of(3.0, 0.3, Map.of(HourModel.ORGANIZATION, Collections.nCopies(HourModel.STATES, 1.0))),
                Arguments.of(3.0, 0.3, Map.of(HourModel.ORGANIZATION, negative)),
                Arguments.of(3.0, 0.3, Map.of(HourModel.ORGANIZATION, notANumber)));
    }

    @Test
    void refusesCountsThatCannotBe() {
        assertThatThrownBy(() -> new HourCount(false, 24, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HourCount(false, 1, 1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HourCount(false, 1, Double.NaN, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static HourBelief belief(HourCount... counts) {
        return MODEL.belief("all", HourEvidence.of(List.of(counts)), false);
    }
}
