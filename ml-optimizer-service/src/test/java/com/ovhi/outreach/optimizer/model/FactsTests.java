package com.ovhi.outreach.optimizer.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.HourWeights.Hour;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.optimizer.evaluation.Decided;
import com.ovhi.outreach.optimizer.evaluation.Forecast;
import com.ovhi.outreach.optimizer.learning.AgeBand;
import com.ovhi.outreach.optimizer.model.Facts.Chosen;
import com.ovhi.outreach.optimizer.model.Facts.Patient;
import com.ovhi.outreach.optimizer.model.Facts.Sent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Forecasts know no more than was known when messages were sent. */
class FactsTests {

    private static final Instant FIRST = Instant.parse("2026-02-23T14:00:00Z");
    private static final Instant SECOND = FIRST.plus(Duration.ofHours(2));

    @Test
    void anAnswerIsKnownOnceItIsGivenAndSilenceAfterADay() {
        var answered = sent(FIRST, 9, FIRST.plusSeconds(60), null);
        assertThat(answered.answeredBy(FIRST.plusSeconds(59))).isEmpty();
        assertThat(answered.answeredBy(FIRST.plusSeconds(60))).contains(true);

        var silent = sent(FIRST, 9, null, null);
        assertThat(silent.answeredBy(FIRST.plus(Duration.ofHours(23)))).isEmpty();
        assertThat(silent.answeredBy(FIRST.plus(Duration.ofHours(24)))).contains(false);

        var late = sent(FIRST, 9, FIRST.plus(Duration.ofHours(30)), null);
        assertThat(late.answeredBy(FIRST.plus(Duration.ofHours(26)))).contains(false);
        assertThat(late.answeredBy(FIRST.plus(Duration.ofHours(30)))).contains(true);
    }

    @Test
    void anAnswerThatCameLaterDoesNotImproveTheForecast() {
        var later = sent(FIRST, 9, SECOND.plusSeconds(1), null);
        var before = sent(FIRST, 9, SECOND.minusSeconds(1), null);
        var second = sent(SECOND, 11, SECOND.plusSeconds(60), null);
        for (var trainer : List.of(new HourTrainer(), new ChannelTrainer())) {
            assertThat(forecast(trainer, later, second)).isEqualTo(forecast(trainer, second));
            assertThat(forecast(trainer, before, second)).isGreaterThan(forecast(trainer, second));
        }
    }

    @Test
    void candidatesOfBothKindsOfDaysAreJudgedEachByItsKind() {
        var habit = IntStream.range(0, 30)
                .mapToObj(
                        i -> sent(FIRST.minus(Duration.ofDays(60 - i)), 18, FIRST.minus(Duration.ofDays(60 - i)), null))
                .toList();
        var mixed = decided(habit, new Chosen(18, 0.5, List.of(new Hour(18, false), new Hour(9, true))));
        var workdays = decided(habit, new Chosen(18, 0.5, List.of(new Hour(18, false), new Hour(9, false))));

        assertThat(mixed.model().getFirst()).isEqualTo(workdays.model().getFirst());
        assertThat(mixed.model().getLast()).isNotEqualTo(workdays.model().getLast());
    }

    /** The version before this one rewrites the hours of a job only. */
    @Test
    void kindsOfDaysThatBelongToOtherCandidatesAreNotTaken() {
        assertThat(FactReader.candidates("9,18", "10", false)).containsExactly(new Hour(9, true), new Hour(18, false));
        assertThat(FactReader.candidates("9,18,20", "10", true)).allMatch(Hour::weekend);
        assertThat(FactReader.candidates("9", "10", false)).containsExactly(new Hour(9, false));
        assertThat(FactReader.candidates("9", null, false)).containsExactly(new Hour(9, false));
    }

    @Test
    void ofAPatientWithTenThousandMessagesTheLastAreTaken() {
        var many = IntStream.range(0, 10_000)
                .mapToObj(i -> sent(FIRST.plusSeconds(i), 9, null, null))
                .toList();

        var taken = new Patient(1, "en", AgeBand.ELDER, many, List.of()).sent();

        assertThat(taken).hasSize(500).endsWith(many.getLast());
    }

    private static Decided decided(List<Sent> habit, Chosen chosen) {
        var drawn = sent(FIRST, 18, null, chosen);
        var trainer = new HourTrainer();
        return trainer.decisions(
                        trainer.defaults(),
                        facts(Stream.concat(habit.stream(), Stream.of(drawn)).toList()),
                        FIRST)
                .getFirst();
    }

    private static <M> double forecast(Trainer<M> trainer, Sent... sent) {
        return trainer.forecasts(trainer.defaults(), facts(List.of(sent)), SECOND).stream()
                .mapToDouble(Forecast::probability)
                .findFirst()
                .orElseThrow();
    }

    private static Facts facts(List<Sent> sent) {
        return new Facts(List.of(new Patient(1, "en", AgeBand.ELDER, sent, List.of())), List.of());
    }

    private static Sent sent(Instant at, int hour, @Nullable Instant answered, @Nullable Chosen chosen) {
        return new Sent(at, Channel.SMS, false, true, true, hour, false, answered, chosen);
    }
}
