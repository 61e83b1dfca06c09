package com.ovhi.outreach.orchestrator.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.job.Conditions;
import com.ovhi.outreach.orchestrator.settings.Cadence;
import com.ovhi.outreach.orchestrator.settings.VisitCadence;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisitRulesTests {

    private static final Instant NOW = Instant.parse("2026-03-02T15:00:00Z");

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

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
                                null,
                                Instant.parse("2026-03-12T12:30:00Z"),
                                null,
                                new Conditions(false, "2026-03-12/3d")),
                        new Wish(
                                Purpose.APPT_REMINDER,
                                "1d",
                                Instant.parse("2026-03-11T13:30:00Z"),
                                null,
                                Instant.parse("2026-03-12T12:30:00Z"),
                                null,
                                new Conditions(true, "2026-03-12/1d")));
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
    void tellsAMissOnTheSameDayAndOffersANewVisitTwoDaysLater() {
        assertThat(rules.missed(NOW, NEW_YORK, false, Cadence.DEFAULT))
                .containsExactly(
                        new Wish(
                                Purpose.NO_SHOW,
                                "missed",
                                Instant.parse("2026-03-02T16:00:00Z"),
                                Instant.parse("2026-03-02T19:00:00Z")),
                        new Wish(
                                Purpose.NO_SHOW,
                                "rebook",
                                Instant.parse("2026-03-04T15:00:00Z"),
                                Instant.parse("2026-03-05T15:00:00Z")));
    }

    @Test
    void offersNothingMoreToWhoHasBookedAgain() {
        assertThat(rules.missed(NOW, NEW_YORK, true, Cadence.DEFAULT))
                .extracting(Wish::which)
                .containsExactly("missed");
    }

    @Test
    void tellsNoMissAfterMidnight() {
        var evening = Instant.parse("2026-03-03T02:30:00Z");
        assertThat(rules.missed(evening, NEW_YORK, false, Cadence.DEFAULT).getFirst())
                .isEqualTo(new Wish(
                        Purpose.NO_SHOW,
                        "missed",
                        Instant.parse("2026-03-03T03:30:00Z"),
                        Instant.parse("2026-03-03T05:00:00Z")));
    }

    @Test
    void offersANewVisitAtTheSameHourAcrossAClockChange() {
        var friday = Instant.parse("2026-03-06T20:00:00Z");
        assertThat(rules.missed(friday, NEW_YORK, false, Cadence.DEFAULT)
                        .getLast()
                        .sendAt())
                .isEqualTo(Instant.parse("2026-03-08T19:00:00Z"));
    }

    @Test
    void triesTheEarlyReminderByEmailAndLeavesTheLastOneToWhoHasNotConfirmed() {
        var start = ZonedDateTime.parse("2026-03-20T09:30:00-04:00[America/New_York]");
        assertThat(rules.reminders(start, NOW, 0, Cadence.DEFAULT, NOW))
                .extracting(Wish::which, Wish::channel, Wish::conditions)
                .containsExactly(
                        tuple("7d", Channel.EMAIL, new Conditions(false, "2026-03-20/7d")),
                        tuple("3d", null, new Conditions(false, "2026-03-20/3d")),
                        tuple("1d", null, new Conditions(true, "2026-03-20/1d")));
    }

    @ParameterizedTest
    @CsvSource({"1, 2, true", "2, 2, false", "5, 2, false", "5, 0, true", "0, 1, true", "1, 1, false"})
    void remindsWhoOftenMissesVisitsWhateverTheyHaveConfirmed(int missed, int threshold, boolean unlessConfirmed) {
        var start = ZonedDateTime.parse("2026-03-12T09:30:00-04:00[America/New_York]");
        var cadence = finer(new VisitCadence(true, true, threshold, 0, 3, 2, null), List.of(3, 1));
        assertThat(rules.reminders(start, NOW, missed, cadence, NOW).getLast().conditions())
                .extracting(Conditions::unlessConfirmed)
                .isEqualTo(unlessConfirmed);
    }

    @Test
    void neverLeavesOutTheOnlyReminder() {
        var start = ZonedDateTime.parse("2026-03-12T09:30:00-04:00[America/New_York]");
        assertThat(rules.reminders(start, NOW, 0, finer(VisitCadence.DEFAULT, List.of(1)), NOW))
                .extracting(each -> each.conditions().unlessConfirmed())
                .containsExactly(false);
    }

    @Test
    void remindsHoursBeforeAtThatTimeOrNotAtAll() {
        var start = ZonedDateTime.parse("2026-03-12T09:30:00-04:00[America/New_York]");
        var cadence = finer(new VisitCadence(true, true, 2, 2, 3, 2, null), List.of());
        assertThat(rules.reminders(start, NOW, 0, cadence, NOW))
                .containsExactly(new Wish(
                        Purpose.APPT_REMINDER,
                        "2h",
                        Instant.parse("2026-03-12T11:30:00Z"),
                        Instant.parse("2026-03-12T11:30:00Z"),
                        Instant.parse("2026-03-12T12:30:00Z"),
                        null,
                        Conditions.NONE));
        assertThat(rules.reminders(start, start.toInstant().minus(Duration.ofHours(20)), 0, cadence, NOW))
                .as("who has just booked knows")
                .isEmpty();
    }

    private static Cadence finer(VisitCadence visits, List<Integer> days) {
        return new Cadence(false, days, 0, 0, 1, List.of(), 0, visits);
    }

    @Test
    void remindsAWeekBeforeAVisitThatWasBookedLongBefore() {
        var start = ZonedDateTime.parse("2026-03-20T09:30:00-04:00[America/New_York]");

        assertThat(all(start, NOW)).extracting(Wish::which).containsExactly("booking", "7d", "3d", "1d");
    }

    @Test
    void followsTheCadenceOfTheOrganization() {
        var start = ZonedDateTime.parse("2026-03-20T09:30:00-04:00[America/New_York]");
        var cadence = new Cadence(false, List.of(2), 0, 0, 3, List.of(), 0, null);

        assertThat(rules.reminders(start, NOW, 0, cadence, NOW))
                .extracting(Wish::sendAt)
                .containsExactly(Instant.parse("2026-03-18T13:30:00Z"));
        assertThat(rules.news(start, false, cadence, NOW)).isEmpty();
        assertThat(rules.news(start, true, cadence, NOW)).map(Wish::which).contains("moved");
        assertThat(rules.missed(NOW, NEW_YORK, false, cadence).getFirst().sendAt())
                .isEqualTo(Instant.parse("2026-03-02T18:00:00Z"));
    }

    private List<Wish> all(ZonedDateTime start, Instant bookedAt) {
        return Stream.concat(
                        rules.news(start, false, Cadence.DEFAULT, NOW).stream(),
                        rules.reminders(start, bookedAt, 0, Cadence.DEFAULT, NOW).stream())
                .toList();
    }

    @Test
    void namesOccasionsByVersion() {
        var subject = new Subject(16, 1176, null, "appointment/5309", 2);

        assertThat(subject.occasion(Purpose.APPT_REMINDER, "1d")).isEqualTo("appointment/5309@2/appt_reminder/1d");
    }
}
