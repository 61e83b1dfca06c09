package com.ovhi.outreach.scheduler.plan;

import static com.ovhi.outreach.scheduler.window.Windows.marketing;
import static com.ovhi.outreach.scheduler.window.Windows.routine;
import static com.ovhi.outreach.scheduler.window.Windows.urgent;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.common.contract.api.Plan;
import com.ovhi.outreach.common.contract.api.Plan.Verdict;
import com.ovhi.outreach.common.contract.api.PlanRequest;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.time.Pace;
import com.ovhi.outreach.scheduler.window.ContactHours.Hours;
import com.ovhi.outreach.scheduler.window.OrganizationHours;
import com.ovhi.outreach.scheduler.window.WallClock;
import com.ovhi.outreach.scheduler.window.Windows;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PlannerTests {

    private static final String NEW_YORK = "America/New_York";

    private static final PlanProperties PROPERTIES = new PlanProperties(
            Duration.ofHours(11),
            Duration.ofMinutes(30),
            Duration.ofSeconds(5),
            Duration.ZERO,
            Duration.ofHours(12),
            Duration.ofDays(400));

    private final Planner planner = new Planner(Windows.judge(), PROPERTIES, new Pace(1), new Random(1));

    @Test
    void aTimeInsideTheWindowIsKept() {
        var plan =
                plan(Purpose.RX_REFILL, routine(NEW_YORK), "2026-03-02T11:00", "2026-03-09T11:00", "2026-03-02T08:00");

        assertThat(plan.verdict()).isEqualTo(Verdict.PLANNED);
        assertThat(plan.sendAt()).isEqualTo(at("2026-03-02T11:00"));
        assertThat(plan.windowEnd()).isEqualTo(at("2026-03-02T19:45"));
        assertThat(plan.reasons()).containsExactly("in-window");
    }

    @Test
    void aTimeInThePastMeansNow() {
        var plan =
                plan(Purpose.RX_REFILL, routine(NEW_YORK), "2026-03-01T11:00", "2026-03-09T11:00", "2026-03-02T12:00");

        assertThat(plan.sendAt()).isEqualTo(at("2026-03-02T12:00"));
    }

    @Test
    void aReminderThatMayNotLeaveEarlierIsHeldEvenIfThatIsLate() {
        var evening = at("2026-03-02T21:00");
        var window = new SendWindow(List.of(NEW_YORK), null, null, false, false, null, null, null, null, evening);

        var free = plan(
                Purpose.APPT_REMINDER, routine(NEW_YORK), "2026-03-02T21:00", "2026-03-03T12:00", "2026-03-02T10:00");
        var promised = plan(Purpose.APPT_REMINDER, window, "2026-03-02T21:00", "2026-03-03T12:00", "2026-03-02T10:00");

        assertThat(free.verdict()).isEqualTo(Verdict.MOVED_EARLIER);
        assertThat(promised.verdict()).isEqualTo(Verdict.HELD);
        assertThat(promised.sendAt()).isEqualTo(at("2026-03-03T09:00"));
    }

    @Test
    void anEveningMessageIsHeldUntilTheMorning() {
        var plan =
                plan(Purpose.LAB_READY, routine(NEW_YORK), "2026-03-02T22:30", "2026-03-09T11:00", "2026-03-02T20:00");

        assertThat(plan.verdict()).isEqualTo(Verdict.HELD);
        assertThat(plan.sendAt()).isEqualTo(at("2026-03-03T09:00"));
        assertThat(plan.reasons())
                .containsExactly(
                        "contact-hours 09:00-20:00 America/New_York",
                        "quiet-hours 22:00-08:00 America/New_York",
                        "held-until 2026-03-03T14:00:00Z");
    }

    @Test
    void marketingForSundayIsHeldUntilMonday() {
        var plan = plan(
                Purpose.CAMPAIGN_EDUCATION,
                marketing(NEW_YORK),
                "2026-03-08T12:00",
                "2026-03-20T12:00",
                "2026-03-08T11:00");

        assertThat(plan.sendAt()).isEqualTo(at("2026-03-09T10:00"));
    }

    @Test
    void whatWouldComeTooLateMovesEarlier() {
        var plan = plan(Purpose.NO_SHOW, routine(NEW_YORK), "2026-03-03T06:00", "2026-03-03T08:30", "2026-03-02T12:00");

        assertThat(plan.verdict()).isEqualTo(Verdict.MOVED_EARLIER);
        assertThat(plan.sendAt()).isEqualTo(at("2026-03-02T19:15"));
        assertThat(plan.windowEnd()).isEqualTo(at("2026-03-02T19:45"));
        assertThat(plan.reasons())
                .endsWith("no-window-before 2026-03-03T13:30:00Z", "moved-earlier-to 2026-03-03T00:15:00Z");
    }

    @Test
    void whatIsDesiredAfterItsExpiryMovesEarlier() {
        var plan =
                plan(Purpose.RX_REFILL, routine(NEW_YORK), "2026-03-04T12:00", "2026-03-03T12:00", "2026-03-02T12:00");

        assertThat(plan.verdict()).isEqualTo(Verdict.MOVED_EARLIER);
        assertThat(plan.sendAt()).isBefore(at("2026-03-03T12:00"));
    }

    @Test
    void aReminderMovesToTheEveningBeforeRatherThanTheMorningOfTheVisit() {
        // The visit is at 13:00; the reminder of a late riser would be held until 09:00 that day.
        var plan = plan(
                Purpose.APPT_REMINDER, routine(NEW_YORK), "2026-03-03T05:00", "2026-03-03T12:00", "2026-03-02T08:00");

        assertThat(plan.verdict()).isEqualTo(Verdict.MOVED_EARLIER);
        assertThat(plan.sendAt()).isEqualTo(at("2026-03-02T19:15"));
    }

    @Test
    void aReminderThatCannotMoveEarlierIsHeldThoughLate() {
        var plan = plan(
                Purpose.APPT_REMINDER, routine(NEW_YORK), "2026-03-03T05:00", "2026-03-03T12:00", "2026-03-03T04:00");

        assertThat(plan.verdict()).isEqualTo(Verdict.HELD);
        assertThat(plan.sendAt()).isEqualTo(at("2026-03-03T09:00"));
    }

    @Test
    void withoutAnyWindowItIsRefusedWithReasons() {
        var plan = plan(Purpose.NO_SHOW, routine(NEW_YORK), "2026-03-03T06:00", "2026-03-03T08:30", "2026-03-03T02:00");

        assertThat(plan.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(plan.sendAt()).isNull();
        assertThat(plan.windowEnd()).isNull();
        assertThat(plan.reasons())
                .contains("no-window-before 2026-03-03T13:30:00Z", "no-window-since 2026-03-03T07:00:00Z");
    }

    @Test
    void whatHasExpiredIsRefused() {
        var plan = plan(Purpose.NO_SHOW, urgent(NEW_YORK), null, "2026-03-03T08:30", "2026-03-03T08:30");

        assertThat(plan.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(plan.reasons()).containsExactly("expired 2026-03-03T13:30:00Z");
    }

    @Test
    void anUrgentMessageLeavesAtNight() {
        var plan = plan(Purpose.URGENT, urgent(NEW_YORK), null, "2026-03-03T06:00", "2026-03-03T02:00");

        assertThat(plan.verdict()).isEqualTo(Verdict.PLANNED);
        assertThat(plan.sendAt()).isEqualTo(at("2026-03-03T02:00"));
        assertThat(plan.windowEnd()).isEqualTo(at("2026-03-03T06:00"));
        assertThat(plan.reasons()).containsExactly("urgent-bypass");
    }

    @Nested
    class WithABestHour {

        @Test
        void itIsPreferredTheSameDay() {
            assertThat(best(17, "2026-03-02T11:00")).isEqualTo(at("2026-03-02T17:00"));
        }

        @Test
        void itIsPreferredTheNextDayWhenItHasPassed() {
            assertThat(best(10, "2026-03-02T11:00")).isEqualTo(at("2026-03-03T10:00"));
        }

        @Test
        void nowIsGoodEnoughInsideIt() {
            assertThat(best(11, "2026-03-02T11:40")).isEqualTo(at("2026-03-02T11:40"));
        }

        @Test
        void itDoesNotOpenTheWindow() {
            assertThat(best(5, "2026-03-02T11:00")).isEqualTo(at("2026-03-02T11:00"));
        }

        @Test
        void aConfirmationDoesNotWaitForIt() {
            var plan = request(Purpose.APPT_CONFIRM, routine(NEW_YORK), null, "2026-03-09T11:00", 17);

            assertThat(planner.plan(plan, at("2026-03-02T11:00")).sendAt()).isEqualTo(at("2026-03-02T11:00"));
        }

        @Test
        void itDoesNotOutliveTheMessage() {
            var plan = request(Purpose.RX_REFILL, routine(NEW_YORK), null, "2026-03-02T16:00", 17);

            assertThat(planner.plan(plan, at("2026-03-02T11:00")).sendAt()).isEqualTo(at("2026-03-02T11:00"));
        }

        @Test
        void itMeansNothingWhenTheZoneIsNotCertain() {
            var plan = request(Purpose.RX_REFILL, routine(NEW_YORK, "America/Chicago"), null, "2026-03-09T11:00", 17);

            assertThat(planner.plan(plan, at("2026-03-02T11:00")).sendAt()).isEqualTo(at("2026-03-02T11:00"));
        }

        private @Nullable Instant best(int hour, String now) {
            var request = request(Purpose.RX_REFILL, routine(NEW_YORK), null, "2026-03-09T11:00", hour);
            return planner.plan(request, at(now)).sendAt();
        }
    }

    @Nested
    class WithAPatientAtWork {

        private final SendWindow atWork = new SendWindow(
                List.of(NEW_YORK),
                LocalTime.of(22, 0),
                LocalTime.of(8, 0),
                false,
                false,
                null,
                null,
                LocalTime.of(9, 0),
                LocalTime.of(17, 0));

        @Test
        void whatCanWaitWaitsForTheEvening() {
            var plan = plan(Purpose.RX_REFILL, atWork, "2026-03-02T11:00", "2026-03-09T11:00", "2026-03-02T08:00");

            assertThat(plan.verdict()).isEqualTo(Verdict.HELD);
            assertThat(plan.sendAt()).isEqualTo(at("2026-03-02T17:00"));
            assertThat(plan.reasons()).contains("work-hours 09:00-17:00");
        }

        @Test
        void aWeekendIsNoWork() {
            var plan = plan(Purpose.RX_REFILL, atWork, "2026-03-07T11:00", "2026-03-09T11:00", "2026-03-06T08:00");

            assertThat(plan.sendAt()).isEqualTo(at("2026-03-07T11:00"));
        }

        @Test
        void whatWouldExpireOrMustConfirmDisturbs() {
            var soon = plan(Purpose.RX_REFILL, atWork, "2026-03-02T11:00", "2026-03-02T16:00", "2026-03-02T08:00");
            var confirm =
                    plan(Purpose.APPT_CONFIRM, atWork, "2026-03-02T11:00", "2026-03-09T16:00", "2026-03-02T08:00");

            assertThat(soon.sendAt()).isEqualTo(at("2026-03-02T11:00"));
            assertThat(confirm.sendAt()).isEqualTo(at("2026-03-02T11:00"));
        }
    }

    @Test
    void marketingWithoutAWindowForTextsIsLeftToEmail() {
        var allWeek =
                Arrays.stream(DayOfWeek.values()).collect(Collectors.toMap(day -> day, _ -> Hours.of("09:00-18:00")));
        var open = new Planner(
                Windows.judge(new OrganizationHours(allWeek, allWeek, Set.of())),
                PROPERTIES,
                new Pace(1),
                new Random(1));
        var sunday = new PlanRequest(
                Purpose.CAMPAIGN_EDUCATION,
                marketing(NEW_YORK),
                at("2026-03-08T12:00"),
                at("2026-03-08T19:00"),
                null,
                16L,
                Channel.SMS);

        var plan = open.plan(sunday, at("2026-03-08T08:00"));

        assertThat(plan.verdict()).isEqualTo(Verdict.OTHER_CHANNEL);
        assertThat(plan.sendAt()).isNull();
        assertThat(plan.reasons()).contains("email-window 2026-03-08T16:00:00Z");
    }

    @Test
    void aCampaignNeverLeavesBeforeItsTime() {
        var plan = plan(
                Purpose.CAMPAIGN_EDUCATION,
                marketing(NEW_YORK),
                "2026-03-08T12:00",
                "2026-03-08T19:00",
                "2026-03-06T12:00");

        assertThat(plan.verdict()).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void whatWaitsForOneOpeningIsSpreadInsideTheWindow() {
        var spreading = new Planner(
                Windows.judge(),
                new PlanProperties(
                        Duration.ofHours(11),
                        Duration.ofMinutes(30),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(10),
                        Duration.ofHours(12),
                        Duration.ofDays(400)),
                new Pace(1),
                new Random(5));
        var times = new HashSet<Instant>();
        for (var i = 0; i < 200; i++) {
            var late = request(
                    Purpose.LAB_READY,
                    routine(NEW_YORK),
                    null,
                    i % 2 == 0 ? "2026-03-09T11:00" : "2026-03-03T09:01",
                    null);
            var at = spreading.plan(late, at("2026-03-02T22:00")).sendAt();
            assertThat(at)
                    .isBetween(
                            at("2026-03-03T09:00"),
                            at(i % 2 == 0 ? "2026-03-03T09:10" : "2026-03-03T09:01")
                                    .minusMillis(1));
            times.add(at);
        }
        assertThat(times).hasSizeGreaterThan(150);
    }

    /** Requests at random in all zones, half of them around clock changes, judged by the clock on the wall. */
    @Test
    void noPlanIsEverInQuietHoursOrOutsideContactHoursOrTooLate() {
        var random = new Random(7);
        var zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
        var planned = 0;
        for (var i = 0; i < 20_000; i++) {
            var zone = zones.get(i % zones.size());
            var now = someTime(random, ZoneId.of(zone));
            var request = someRequest(random, zone, zones, now);
            var plan = planner.plan(request, now);
            if (plan.verdict() != Verdict.REFUSED) {
                planned++;
                assertSound(request, plan, now);
            }
        }
        assertThat(planned).isGreaterThan(12_000);
    }

    private static void assertSound(PlanRequest request, Plan plan, Instant now) {
        var sendAt = plan.sendAt();
        var end = plan.windowEnd();
        assertThat(sendAt)
                .as("%s at %s", request, now)
                .isNotNull()
                .isBetween(now, request.expiresAt().minusNanos(1));
        assertThat(end).isNotNull().isAfter(sendAt);
        if (!request.window().urgent()) {
            var margin = Duration.ofMinutes(15);
            Stream.iterate(sendAt, each -> each.isBefore(end.plus(margin)), each -> each.plusSeconds(300))
                    .forEach(each -> assertThat(WallClock.open(request.window(), each))
                            .as("%s planned for %s at %s", request, plan, each)
                            .isTrue());
        }
    }

    private static Instant someTime(Random random, ZoneId zone) {
        var any = Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofMinutes(random.nextInt(730 * 1440)));
        var change = zone.getRules().nextTransition(any);
        return change == null || random.nextBoolean()
                ? any
                : change.getInstant().plus(Duration.ofMinutes(random.nextInt(2 * 1440) - 1440));
    }

    private static PlanRequest someRequest(Random random, String zone, List<String> zones, Instant now) {
        var several = random.nextInt(10) == 0 ? List.of(zone, zones.get(random.nextInt(zones.size()))) : List.of(zone);
        var start = random.nextInt(24 * 60);
        var quiet = random.nextInt(4) > 0;
        var length = 60 + random.nextInt(10 * 60);
        var window = new SendWindow(
                several,
                quiet ? LocalTime.MIDNIGHT.plusMinutes(start) : null,
                quiet ? LocalTime.MIDNIGHT.plusMinutes(start + length) : null,
                random.nextInt(3) == 0,
                random.nextInt(20) == 0,
                null);
        var purposes = Purpose.values();
        return new PlanRequest(
                purposes[random.nextInt(purposes.length)],
                window,
                random.nextBoolean() ? now.plus(Duration.ofMinutes(random.nextInt(3 * 1440))) : null,
                now.plus(Duration.ofMinutes(1 + random.nextInt(5 * 1440))),
                random.nextBoolean() ? random.nextInt(24) : null);
    }

    private Plan plan(Purpose purpose, SendWindow window, @Nullable String desired, String expires, String now) {
        return planner.plan(request(purpose, window, desired, expires, null), at(now));
    }

    private static PlanRequest request(
            Purpose purpose, SendWindow window, @Nullable String desired, String expires, @Nullable Integer bestHour) {
        return new PlanRequest(purpose, window, desired == null ? null : at(desired), at(expires), bestHour);
    }

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(ZoneId.of(NEW_YORK)).toInstant();
    }
}
