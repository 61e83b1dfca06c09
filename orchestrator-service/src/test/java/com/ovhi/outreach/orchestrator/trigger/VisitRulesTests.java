package com.ovhi.outreach.orchestrator.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.settings.Cadence;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VisitRulesTests {

    private static final Instant NOW = Instant.parse("2026-03-02T15:00:00Z");

    private final VisitRules rules = new VisitRules(new TriggerProperties(
            "https://portal.example.org",
            Duration.ofHours(24),
            Duration.ofHours(2),
            Duration.ofHours(1),
            Duration.ofHours(24),
            Duration.ofDays(7),
            Duration.ofHours(1)));

    @Test
    void confirmsNowAndRemindsThreeDaysAndOneDayBefore() {
        var start = ZonedDateTime.parse("2026-03-12T09:30:00-04:00[America/New_York]");

        assertThat(all(start, NOW))
                .containsExactly(
                        new Wish(Purpose.APPT_CONFIRM, "booking", null, Instant.parse("2026-03-12T11:30:00Z")),
                        new Wish(
                                Purpose.APPT_REMINDER,
                                "3d",
                                Instant.parse("2026-03-09T13:30:00Z"),
                                Instant.parse("2026-03-12T12:30:00Z")),
                        new Wish(
                                Purpose.APPT_REMINDER,
                                "1d",
                                Instant.parse("2026-03-11T13:30:00Z"),
                                Instant.parse("2026-03-12T12:30:00Z")));
    }

    @Test
    void countsCalendarDaysAcrossAClockChange() {
        var start = ZonedDateTime.parse("2026-03-09T09:00:00-04:00[America/New_York]");

        assertThat(all(start, NOW))
                .extracting(Wish::sendAt)
                .containsExactly(null, Instant.parse("2026-03-06T14:00:00Z"), Instant.parse("2026-03-08T13:00:00Z"));
    }

    @Test
    void leavesOutTheFirstReminderSoonAfterBooking() {
        var start = ZonedDateTime.parse("2026-03-06T09:00:00-05:00[America/New_York]");

        assertThat(all(start, NOW)).extracting(Wish::which).containsExactly("booking", "1d");
    }

    @Test
    void leavesOutRemindersInThePast() {
        var start = ZonedDateTime.parse("2026-03-03T09:00:00-05:00[America/New_York]");

        assertThat(all(start, NOW)).extracting(Wish::which).containsExactly("booking");
    }

    @Test
    void asksNothingAboutAVisitThatIsAboutToStart() {
        var start = ZonedDateTime.parse("2026-03-02T11:59:00-05:00[America/New_York]");

        assertThat(all(start, NOW)).isEmpty();
    }

    @Test
    void judgesAnOldEventByThePresent() {
        var start = ZonedDateTime.parse("2026-03-03T09:00:00-05:00[America/New_York]");

        assertThat(all(start, NOW.minus(Duration.ofDays(20))))
                .extracting(Wish::which)
                .containsExactly("booking");
    }

    @Test
    void offersANewVisitForADay() {
        assertThat(rules.missed(NOW, Cadence.DEFAULT))
                .isEqualTo(new Wish(
                        Purpose.NO_SHOW,
                        "missed",
                        Instant.parse("2026-03-02T16:00:00Z"),
                        Instant.parse("2026-03-03T15:00:00Z")));
    }

    @Test
    void remindsAWeekBeforeAVisitThatWasBookedLongBefore() {
        var start = ZonedDateTime.parse("2026-03-20T09:30:00-04:00[America/New_York]");

        assertThat(all(start, NOW)).extracting(Wish::which).containsExactly("booking", "7d", "3d", "1d");
    }

    @Test
    void followsTheCadenceOfTheOrganization() {
        var start = ZonedDateTime.parse("2026-03-20T09:30:00-04:00[America/New_York]");
        var cadence = new Cadence(false, List.of(2), 0, 0, 3, List.of(), 0);

        assertThat(rules.reminders(start, NOW, cadence, NOW))
                .extracting(Wish::sendAt)
                .containsExactly(Instant.parse("2026-03-18T13:30:00Z"));
        assertThat(rules.news(start, false, cadence, NOW)).isEmpty();
        assertThat(rules.news(start, true, cadence, NOW)).map(Wish::which).contains("moved");
        assertThat(rules.missed(NOW, cadence).sendAt()).isEqualTo(Instant.parse("2026-03-02T18:00:00Z"));
    }

    private List<Wish> all(ZonedDateTime start, Instant bookedAt) {
        return Stream.concat(
                        rules.news(start, false, Cadence.DEFAULT, NOW).stream(),
                        rules.reminders(start, bookedAt, Cadence.DEFAULT, NOW).stream())
                .toList();
    }

    @Test
    void namesOccasionsByVersion() {
        var subject = new Subject(16, 1176, null, "appointment/5309", 2);

        assertThat(subject.occasion(Purpose.APPT_REMINDER, "1d")).isEqualTo("appointment/5309@2/appt_reminder/1d");
    }
}
