package com.ovhi.outreach.scheduler.plan;

import static com.ovhi.outreach.scheduler.window.Windows.marketing;
import static com.ovhi.outreach.scheduler.window.Windows.routine;
import static com.ovhi.outreach.scheduler.window.Windows.urgent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.ovhi.outreach.common.contract.HourChoice;
import com.ovhi.outreach.common.contract.HourWeights;
import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.common.contract.api.Plan;
import com.ovhi.outreach.common.contract.api.Plan.Verdict;
import com.ovhi.outreach.common.contract.api.PlanRequest;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.time.Pace;
import com.ovhi.outreach.scheduler.window.Windows;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HourDrawTests {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final UUID SEED = UUID.fromString("01958f2e-7c00-7000-8000-000000000003");

    private final Planner planner = new Planner(
            Windows.judge(),
            new PlanProperties(
                    Duration.ofHours(11),
                    Duration.ofMinutes(30),
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(10),
                    Duration.ofHours(12),
                    Duration.ofDays(400)),
            new Pace(1),
            new Random(1));

    @Test
    void drawsAmongTheAllowedHoursOfTheNextDayAsOftenAsItSays() {
        var drawn = new HashMap<Integer, Integer>();
        var said = new HashMap<Integer, Double>();
        var draws = 4_000;
        for (var i = 0; i < draws; i++) {
            var choice =
                    choice(plan(Purpose.RX_REFILL, routine(NEW_YORK.getId()), new UUID(77, i), "2026-03-02T11:20"));
            drawn.merge(choice.hour(), 1, Integer::sum);
            said.put(choice.hour(), choice.propensity());
            assertThat(choice.candidates()).startsWith(11, 12).contains(10).hasSizeBetween(10, 13);
            assertThat(choice.weekends()).hasSameSizeAs(choice.candidates()).containsOnly(false);
        }

        said.forEach((hour, chance) -> assertThat((double) drawn.getOrDefault(hour, 0) / draws)
                .isEqualTo(chance, within(4 * Math.sqrt(chance * (1 - chance) / draws) + 1e-4)));
        assertThat(said.get(18)).isGreaterThan(0.55);
        assertThat(said).hasSizeGreaterThan(8);
    }

    @Test
    void leavesInTheHourItHasDrawn() {
        for (var i = 0; i < 500; i++) {
            var plan = plan(Purpose.RX_REFILL, routine(NEW_YORK.getId()), new UUID(i, 5), "2026-03-02T11:20");
            var at = Objects.requireNonNull(plan.sendAt());

            assertThat(at.atZone(NEW_YORK).getHour()).isEqualTo(choice(plan).hour());
            assertThat(at).isAfterOrEqualTo(at("2026-03-02T11:20")).isBefore(at("2026-03-03T11:20"));
            assertThat(at.atZone(NEW_YORK).getHour()).isBetween(8, 20);
            assertThat(plan.verdict()).isEqualTo(Verdict.PLANNED);
            assertThat(plan.reasons().getFirst())
                    .startsWith("drawn-hour " + choice(plan).hour());
        }
    }

    @Test
    void drawsTheSameForTheSameRequest() {
        var once = plan(Purpose.RX_REFILL, routine(NEW_YORK.getId()), SEED, "2026-03-02T11:20");
        var again = plan(Purpose.RX_REFILL, routine(NEW_YORK.getId()), SEED, "2026-03-02T11:20");

        assertThat(choice(again)).isEqualTo(choice(once));
    }

    @Test
    void drawsNothingWhereTheTimeIsNotFree() {
        var zone = NEW_YORK.getId();
        assertThat(plan(Purpose.RX_REFILL, urgent(zone), SEED, "2026-03-02T11:20")
                        .hourChoice())
                .isNull();
        assertThat(plan(Purpose.APPT_CONFIRM, routine(zone), SEED, "2026-03-02T11:20")
                        .hourChoice())
                .isNull();
        assertThat(plan(Purpose.RX_REFILL, routine(zone, "America/Chicago"), SEED, "2026-03-02T11:20")
                        .hourChoice())
                .isNull();
        assertThat(plan(Purpose.RX_REFILL, routine(zone), null, "2026-03-02T11:20")
                        .hourChoice())
                .isNull();
        var desired = new PlanRequest(
                Purpose.RX_REFILL,
                routine(zone),
                at("2026-03-02T12:00"),
                at("2026-03-09T11:00"),
                null,
                null,
                null,
                evenings(),
                SEED);
        assertThat(planner.plan(desired, at("2026-03-02T11:20")).sendAt()).isEqualTo(at("2026-03-02T12:00"));
    }

    @Test
    void neverDrawsAfterTheMessageHasExpired() {
        for (var i = 0; i < 200; i++) {
            var request = request(Purpose.RX_REFILL, routine(NEW_YORK.getId()), new UUID(i, 1), "2026-03-02T13:30");

            assertThat(planner.plan(request, at("2026-03-02T11:20")).sendAt()).isBefore(at("2026-03-02T13:30"));
        }
    }

    /** On the nights when clocks change an hour is missing or comes twice. */
    @Test
    void countsEachHourOnceWhenClocksChange() {
        for (var night : List.of("2026-03-07T21:00", "2026-10-31T21:00")) {
            var plan = plan(Purpose.RX_REFILL, routine(NEW_YORK.getId()), SEED, night);

            assertThat(choice(plan).candidates()).doesNotHaveDuplicates().isNotEmpty();
            assertThat(choice(plan).weekends()).containsOnly(true);
            assertThat(choice(plan).weekend()).isTrue();
        }
    }

    /** On Sundays marketing rests: nothing is drawn, and the message is held as it always was. */
    @Test
    void tellsOfEachCandidateWhetherItFallsOnAWeekend() {
        var choice = choice(plan(Purpose.RX_REFILL, routine(NEW_YORK.getId()), SEED, "2026-03-06T15:20"));

        assertThat(choice.weekends())
                .hasSameSizeAs(choice.candidates())
                .startsWith(false)
                .endsWith(true);
    }

    @Test
    void drawsNothingWhereNoHourOfTheNextDayIsAllowed() {
        var plan = plan(Purpose.CAMPAIGN_EDUCATION, marketing(NEW_YORK.getId()), SEED, "2026-03-07T21:00");

        assertThat(plan.hourChoice()).isNull();
        assertThat(plan.verdict()).isEqualTo(Verdict.HELD);
    }

    private Plan plan(Purpose purpose, SendWindow window, @Nullable UUID seed, String now) {
        return planner.plan(request(purpose, window, seed, "2026-12-09T11:00"), at(now));
    }

    private static PlanRequest request(Purpose purpose, SendWindow window, @Nullable UUID seed, String expires) {
        return new PlanRequest(purpose, window, null, at(expires), null, null, null, evenings(), seed);
    }

    private static HourChoice choice(Plan plan) {
        return Objects.requireNonNull(plan.hourChoice());
    }

    /** Six in ten at six in the evening, the rest anywhere. */
    private static HourWeights evenings() {
        var shares = new ArrayList<>(Collections.nCopies(24, 0.4 / 24));
        shares.set(18, 0.6);
        return new HourWeights(shares, shares);
    }

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(NEW_YORK).toInstant();
    }
}
