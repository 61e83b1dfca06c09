package com.ovhi.outreach.scheduler.window;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.scheduler.window.SendWindows.Sender;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Hours that have been asked before answer like hours that have not: what they remember is never wrong. */
class AskedAgainTests {

    private static final List<String> ZONES = List.of(
            "America/New_York",
            "America/Phoenix",
            "Australia/Lord_Howe",
            "Asia/Beirut",
            "Pacific/Apia",
            "Pacific/Kiritimati",
            "Africa/Casablanca",
            "America/St_Johns");

    /** Some before a night in which clocks change, a day that is skipped (Apia), and a holiday before a weekend. */
    private static final List<Instant> AROUND = List.of(
            Instant.parse("2026-03-07T12:00:00Z"),
            Instant.parse("2026-10-31T12:00:00Z"),
            Instant.parse("2011-12-29T00:00:00Z"),
            Instant.parse("2026-07-02T12:00:00Z"));

    @RepeatedTest(40)
    void answersAlikeHoweverOftenItWasAsked(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var window = window(random);
        var judge = Windows.judge();
        var asked = judge.hours(window, Sender.ANY);
        var around = AROUND.get(random.nextInt(AROUND.size()));
        var until = around.plus(Duration.ofDays(30));

        for (var i = 0; i < 400; i++) {
            var at = around.plus(Duration.ofMinutes(random.nextInt(5 * 24 * 60)));
            var fresh = judge.hours(window, Sender.ANY);
            assertThat(asked.allow(at)).as("%s at %s", window, at).isEqualTo(fresh.allow(at));
            assertThat(asked.windowEnd(at))
                    .isEqualTo(judge.hours(window, Sender.ANY).windowEnd(at));

            var next = asked.nextOpen(at, until);
            assertThat(next).isEqualTo(fresh.nextOpen(at, until));
            next.ifPresent(open -> {
                assertThat(judge.hours(window, Sender.ANY).allow(open)).isTrue();
                assertThat(open.equals(at)
                                || !judge.hours(window, Sender.ANY).allow(open.minusSeconds(1))
                                || open.equals(window.notBefore()))
                        .as("%s after %s begins at %s", window, at, open)
                        .isTrue();
            });
            var before = at.minus(Duration.ofDays(6));
            assertThat(asked.previousOpen(at, before))
                    .isEqualTo(judge.hours(window, Sender.ANY).previousOpen(at, before));
        }
    }

    private static SendWindow window(Random random) {
        var zones = Stream.generate(() -> ZONES.get(random.nextInt(ZONES.size())))
                .limit(1 + random.nextInt(3))
                .distinct()
                .toList();
        var start = LocalTime.of(random.nextInt(24), 15 * random.nextInt(4));
        var end = start.plusMinutes(15 * (1 + random.nextInt(60)));
        return new SendWindow(zones, start, end, random.nextBoolean(), false, 1L, null, null, null);
    }
}
