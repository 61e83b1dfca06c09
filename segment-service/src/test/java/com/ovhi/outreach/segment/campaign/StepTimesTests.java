package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.segment.campaign.StepTimes.Anchors;
import com.ovhi.outreach.segment.experiment.Variant;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When steps are due, in New York around both changes of the clock in 2026 (8 March, 1 November). */
class StepTimesTests {

    private static final StepTimes TIMES = new StepTimes(ZoneId.of("America/New_York"));

    @ParameterizedTest
    @CsvSource(textBlock = """
            2026-03-07T15:00:00Z, P1D,   ,  ,      2026-03-08T15:00:00Z
            2026-03-07T15:00:00Z, ,      1, ,      2026-03-08T14:00:00Z
            2026-03-07T15:00:00Z, ,      1, 02:30, 2026-03-08T07:30:00Z
            2026-03-06T15:00:00Z, ,      3, 09:00, 2026-03-09T13:00:00Z
            2026-10-31T15:00:00Z, ,      1, 01:30, 2026-11-01T05:30:00Z
            2026-10-31T15:00:00Z, PT24H, ,  ,      2026-11-01T15:00:00Z
            2026-10-31T15:00:00Z, ,      1, ,      2026-11-01T16:00:00Z
            2026-03-02T15:00:00Z, ,      ,  09:00, 2026-03-03T14:00:00Z
            2026-03-02T15:00:00Z, ,      0, 11:00, 2026-03-02T16:00:00Z
            2026-03-02T15:00:00Z, PT20H, ,  09:00, 2026-03-03T14:00:00Z
            2026-03-02T15:00:00Z, ,      ,  ,      2026-03-02T15:00:00Z
            2026-01-31T15:00:00Z, ,      30, ,     2026-03-02T15:00:00Z
            """)
    void countsDaysByTheCalendarAndDurationsByTheClock(
            Instant enrolment, Duration offset, Integer days, LocalTime at, Instant due) {
        assertThat(TIMES.due(Steps.after(offset, days, at, null), null, enrolledAt(enrolment)))
                .hasValue(due);
    }

    @Test
    void countsFromDatesOfThePatient() {
        var visit = Instant.parse("2026-03-10T17:00:00Z");
        var anchors = new Anchors(Instant.EPOCH, Instant.EPOCH, visit, LocalDate.of(2026, 3, 9));

        assertThat(TIMES.due(Steps.after(null, -2, LocalTime.of(10, 0), Anchor.NEXT_VISIT), null, anchors))
                .hasValue(Instant.parse("2026-03-08T14:00:00Z"));
        assertThat(TIMES.due(Steps.after(Duration.ofHours(-48), null, null, Anchor.NEXT_VISIT), null, anchors))
                .hasValue(Instant.parse("2026-03-08T17:00:00Z"));
        assertThat(TIMES.due(Steps.after(null, -1, null, Anchor.REFILL_DUE), null, anchors))
                .hasValue(Instant.parse("2026-03-08T14:00:00Z"));
        assertThat(TIMES.due(Steps.after(null, -1, null, Anchor.NEXT_VISIT), null, enrolledAt(visit)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            0, ,      NEXT_VISIT, 2026-03-10T13:00:00Z
            0, ,      REFILL_DUE, 2026-03-09T13:00:00Z
             , -PT2H, NEXT_VISIT, 2026-03-10T13:00:00Z
            """)
    void aTimeBeforeThatOfADateIsOnItsDay(Integer days, Duration offset, Anchor from, Instant due) {
        var anchors = new Anchors(
                Instant.EPOCH, Instant.EPOCH, Instant.parse("2026-03-10T17:00:00Z"), LocalDate.of(2026, 3, 9));
        var variant = new Variant("b", 1, null, null, null, LocalTime.of(9, 0), null);

        assertThat(TIMES.due(Steps.after(offset, days, LocalTime.of(9, 0), from), null, anchors))
                .hasValue(due);
        assertThat(TIMES.due(Steps.after(offset, days, LocalTime.of(16, 0), from), variant, anchors))
                .hasValue(due);
    }

    @Test
    void variantsHaveTheirOwnTime() {
        var step = Steps.after(null, 1, LocalTime.of(9, 0), null);
        var anchors = enrolledAt(Instant.parse("2026-03-02T15:00:00Z"));

        assertThat(TIMES.due(step, new Variant("b", 1, null, null, null, LocalTime.of(16, 0), null), anchors))
                .hasValue(Instant.parse("2026-03-03T21:00:00Z"));
        assertThat(TIMES.due(step, new Variant("b", 1, null, null, null, null, Duration.ofHours(5)), anchors))
                .hasValue(Instant.parse("2026-03-03T19:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            2026-03-05T15:00:00Z, 2026-03-05T15:00:00Z, 2026-03-02T15:00:00Z
            2026-03-05T15:00:00Z, 2026-03-06T14:59:59Z, 2026-03-02T15:00:00Z
            2026-03-05T15:00:00Z, 2026-03-06T15:00:00Z, 2026-03-03T15:00:00Z
            2026-03-05T15:00:00Z, 2026-03-06T15:00:01Z, 2026-03-04T15:00:00Z
            2026-03-05T15:00:00Z, 2026-03-12T15:00:00Z, 2026-03-09T14:00:00Z
            """)
    void whatComesDaysTooLateMovesWhatFollows(Instant due, Instant now, Instant shifted) {
        assertThat(TIMES.shifted(Instant.parse("2026-03-02T15:00:00Z"), due, now))
                .isEqualTo(shifted);
    }

    private static Anchors enrolledAt(Instant instant) {
        return new Anchors(instant, instant, null, null);
    }
}
