package com.ovhi.outreach.scheduler.plan;

import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.common.contract.api.Plan;
import com.ovhi.outreach.common.contract.api.PlanRequest;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.time.Pace;
import com.ovhi.outreach.scheduler.window.Windows;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long it takes to plan one message. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PlanBenchmark {

    private static final Instant NIGHT_OF_CHANGE = Instant.parse("2026-03-08T05:30:00Z");

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
    private final PlanRequest open = request(
            Purpose.APPT_REMINDER, window(false, null, "America/New_York"), Instant.parse("2026-03-09T15:00:00Z"));
    private final PlanRequest held =
            request(Purpose.RX_REFILL, window(false, null, "America/New_York"), NIGHT_OF_CHANGE);
    private final PlanRequest marketing =
            request(Purpose.CAMPAIGN_EDUCATION, window(true, List.of("NY"), "America/New_York"), NIGHT_OF_CHANGE);
    private final PlanRequest twoZones =
            request(Purpose.RX_REFILL, window(false, null, "America/New_York", "America/Chicago"), NIGHT_OF_CHANGE);

    /** A reminder for a time that is allowed. */
    @Benchmark
    public Plan reminderInItsWindow() {
        return planner.plan(open, NIGHT_OF_CHANGE);
    }

    /** Held over the night in which clocks change. */
    @Benchmark
    public Plan heldOverNight() {
        return planner.plan(held, NIGHT_OF_CHANGE);
    }

    /** Held over a Sunday, by the law of a state. */
    @Benchmark
    public Plan marketingHeldOverSunday() {
        return planner.plan(marketing, NIGHT_OF_CHANGE);
    }

    /** The same in two zones. */
    @Benchmark
    public Plan heldOverNightInTwoZones() {
        return planner.plan(twoZones, NIGHT_OF_CHANGE);
    }

    private static PlanRequest request(Purpose purpose, SendWindow window, Instant desired) {
        return new PlanRequest(purpose, window, desired, desired.plus(Duration.ofDays(4)), null, 16L, Channel.SMS);
    }

    private static SendWindow window(boolean marketing, @Nullable List<String> states, String... zones) {
        return new SendWindow(
                List.of(zones), LocalTime.of(22, 0), LocalTime.of(8, 0), marketing, false, 1L, states, null, null);
    }
}
