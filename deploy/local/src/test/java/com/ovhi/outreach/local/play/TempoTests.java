package com.ovhi.outreach.local.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.time.ClockFile;
import com.ovhi.outreach.common.time.ClockSetting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TempoTests {

    private static final double SPEED = 600;
    private static final long NOBODY_KNOWS = -1;

    private final AtomicLong waiting = new AtomicLong();
    private final Path file;
    private final SuiteClock clock;
    private final Tempo tempo;

    TempoTests(@TempDir Path folder) {
        file = folder.resolve("clock.properties");
        var now = Instant.parse("2026-03-02T15:00:00Z");
        ClockFile.write(file, new ClockSetting(now, now, 1));
        clock = new SuiteClock(file, () -> now);
        tempo = new Tempo(clock, this::waitingEvents, SPEED);
    }

    @AfterEach
    void end() {
        tempo.close();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # before, waiting, after
            1,        0, 600
            1,       59, 600
            1,       60, 1
            1,      200, 1
            1,     5000, 1
            1,       -1, 1
            600,      0, 600
            600,    200, 600
            600,    201, 1
            600,     -1, 1
            """)
    void goesAsFastAsTheSuiteFollows(double before, long events, double after) {
        clock.go(before);
        waiting.set(events);

        tempo.look();

        assertThat(speed()).isEqualTo(after);
    }

    @Test
    void holdsUntilTheNextLook() {
        clock.go(SPEED);

        tempo.hold();
        assertThat(speed()).isEqualTo(1);
        tempo.look();
        assertThat(speed()).isEqualTo(SPEED);
    }

    @Test
    void looksByItselfUntilItEnds() {
        tempo.start();
        assertThat(speed()).as("from the first moment").isEqualTo(SPEED);

        waiting.set(1_000);
        awaitSpeed(1);
        waiting.set(0);
        awaitSpeed(SPEED);

        tempo.end();
        assertThat(speed()).isEqualTo(1);
        await().during(Duration.ofSeconds(1)).until(() -> speed() == 1);
    }

    private long waitingEvents() throws IOException {
        var events = waiting.get();
        if (events == NOBODY_KNOWS) {
            throw new IOException("Kafka does not answer");
        }
        return events;
    }

    /** As the suite will read it; the clock itself looks ten times a second. */
    private double speed() {
        return ClockFile.read(file).speed();
    }

    private void awaitSpeed(double speed) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> speed() == speed);
    }
}
