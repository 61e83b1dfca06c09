package com.ovhi.outreach.scheduler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.common.contract.api.Plan;
import com.ovhi.outreach.common.contract.api.Plan.Verdict;
import com.ovhi.outreach.common.contract.api.PlanRequest;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.time.Pace;
import com.ovhi.outreach.scheduler.window.SendWindows;
import com.ovhi.outreach.scheduler.window.SendWindows.Sender;
import com.ovhi.outreach.scheduler.window.WallClock;
import com.ovhi.outreach.scheduler.window.Windows;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every zone of the world, every change of its clocks from 2024 to 2030, random preferences: messages are planned, the
 * patient may move to another zone in between, and each is released as the dispatcher does it. None leaves outside its
 * window, none twice, none disappears without a word. {@code deploy/load/window-sweep} draws more often.
 */
class ZoneSweepTests {

    private static final Instant FROM = Instant.parse("2024-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2031-01-01T00:00:00Z");
    private static final int DRAWS = Integer.getInteger("outreach.sweep.draws", 1);
    private static final List<String> ZONES =
            ZoneId.getAvailableZoneIds().stream().sorted().toList();

    private final Random random = new Random(Long.getLong("outreach.sweep.seed", 20240101));
    private final SendWindows windows = Windows.judge();
    private final Planner planner = new Planner(
            windows,
            new PlanProperties(
                    Duration.ofHours(11),
                    Duration.ofMinutes(30),
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(10),
                    Duration.ofHours(12),
                    Duration.ofDays(400)),
            new Pace(1),
            random);

    @Test
    void nothingLeavesOutsideItsWindowOrTwiceOrDisappears() {
        var messages = 0;
        var sent = 0;
        for (var zone : ZONES) {
            for (var change : changes(ZoneId.of(zone))) {
                for (var draw = 0; draw < DRAWS; draw++) {
                    messages++;
                    sent += follow(zone, change) ? 1 : 0;
                }
            }
        }
        System.out.printf(
                "window-sweep: %d zones, %d messages, %d sent, all in their windows%n", ZONES.size(), messages, sent);
        assertThat(messages).isGreaterThan(2_000 * DRAWS);
        assertThat(sent).isBetween(messages / 2, messages);
    }

    /** The whole of 30 December 2011 did not exist in Samoa; Lord Howe moves by half an hour. */
    @ParameterizedTest
    @ValueSource(strings = {"Pacific/Apia", "Pacific/Fakaofo", "Australia/Lord_Howe", "Asia/Kolkata", "Asia/Kathmandu"})
    void daysThatDoNotExistAndHalfHoursAreNoTrap(String zone) {
        for (var draw = 0; draw < 400; draw++) {
            follow(zone, Instant.parse("2011-12-30T10:00:00Z"));
            follow(zone, Instant.parse("2026-04-04T15:00:00Z"));
        }
    }

    /** Follows a message from its plan to its end; whether it was sent. */
    private boolean follow(String zone, Instant around) {
        var now = around.plus(Duration.ofMinutes(random.nextInt(4 * 1_440) - 3 * 1_440));
        var request = request(window(zone), now);
        var plan = planner.plan(request, now);
        if (plan.verdict() == Verdict.REFUSED) {
            assertThat(plan.reasons()).as("%s at %s", request, now).isNotEmpty();
            assertThat(plan.sendAt()).isNull();
            return false;
        }
        assertPlanned(request, plan, now);
        var moved = random.nextInt(4) == 0 ? window(ZONES.get(random.nextInt(ZONES.size()))) : request.window();
        var current = new SendWindow(
                moved.zones(),
                moved.quietStart(),
                moved.quietEnd(),
                request.window().marketing(),
                request.window().urgent(),
                null);
        return release(request, current, plan);
    }

    private static void assertPlanned(PlanRequest request, Plan plan, Instant now) {
        assertThat(plan.sendAt())
                .as("%s at %s", request, now)
                .isNotNull()
                .isBetween(now, request.expiresAt().minusNanos(1));
        assertThat(WallClock.open(request.window(), plan.sendAt()))
                .as("%s planned %s", request, plan)
                .isTrue();
        assertThat(plan.reasons()).isNotEmpty();
    }

    /** As the dispatcher does: allowed now, or held until the next opening, or expired. */
    private boolean release(PlanRequest request, SendWindow window, Plan plan) {
        var hours = windows.hours(window, Sender.ANY);
        var sends = new ArrayList<Instant>();
        var planned = Objects.requireNonNull(plan.sendAt());
        @Nullable Instant due = planned;
        var rounds = 0;
        while (due != null && sends.isEmpty()) {
            assertThat(rounds++).as("holds of %s", request).isLessThan(3);
            if (hours.allow(due)) {
                sends.add(due);
                due = null;
            } else {
                var next = hours.nextOpen(due, request.expiresAt());
                assertThat(next.filter(planned::isAfter))
                        .as("never back in time")
                        .isEmpty();
                due = next.orElse(null);
            }
        }
        sends.forEach(at -> assertThat(WallClock.open(window, at))
                .as("%s sent at %s", window, at)
                .isTrue());
        return !sends.isEmpty();
    }

    private List<Instant> changes(ZoneId zone) {
        var changes = Stream.iterate(
                        zone.getRules().nextTransition(FROM),
                        each -> each != null && each.getInstant().isBefore(TO),
                        each -> zone.getRules().nextTransition(each.getInstant()))
                .map(ZoneOffsetTransition::getInstant)
                .toList();
        return changes.isEmpty()
                ? List.of(FROM.plus(Duration.ofMinutes(
                        random.nextInt((int) Duration.between(FROM, TO).toMinutes()))))
                : changes;
    }

    private SendWindow window(String zone) {
        var several = random.nextInt(6) == 0 ? List.of(zone, ZONES.get(random.nextInt(ZONES.size()))) : List.of(zone);
        var quiet = random.nextInt(4) > 0;
        var works = random.nextInt(3) == 0;
        var start = LocalTime.MIDNIGHT.plusMinutes(random.nextInt(1_440));
        return new SendWindow(
                several,
                quiet ? start : null,
                quiet ? start.plusMinutes(30 + random.nextInt(12 * 60)) : null,
                random.nextInt(3) == 0,
                random.nextInt(20) == 0,
                null,
                null,
                works ? LocalTime.of(9, 0) : null,
                works ? LocalTime.of(17, 0) : null);
    }

    private PlanRequest request(SendWindow window, Instant now) {
        var purposes = Purpose.values();
        return new PlanRequest(
                purposes[random.nextInt(purposes.length)],
                window,
                random.nextBoolean() ? now.plus(Duration.ofMinutes(random.nextInt(3 * 1_440))) : null,
                now.plus(Duration.ofMinutes(1 + random.nextInt(6 * 1_440))),
                random.nextBoolean() ? random.nextInt(24) : null);
    }
}
