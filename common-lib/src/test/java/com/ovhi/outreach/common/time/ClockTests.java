package com.ovhi.outreach.common.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClockTests {

    private static final Instant ORIGIN = Instant.parse("2026-11-23T00:00:00Z");
    private static final Instant START = Instant.parse("2026-03-02T12:00:00Z");
    private static final ClockSetting FAST = new ClockSetting(ORIGIN, START, 360);

    @Test
    void startsWhereItIsToldAndRunsFaster() {
        var clock = new AcceleratedClock(Clock.fixed(ORIGIN.plusSeconds(10), ZoneOffset.UTC), () -> FAST);

        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(1)));
    }

    @Test
    void showsRealTimeWhenNothingIsSet() {
        var clock = new AcceleratedClock(
                Clock.fixed(ORIGIN, ZoneOffset.UTC), new ClockProperties(null, null, 1, null).setting());

        assertThat(clock.instant()).isEqualTo(ORIGIN);
    }

    @Test
    void convertsTechnicalWaitsBothWays() {
        var pace = new Pace(360);

        assertThat(pace.ofReal(Duration.ofSeconds(10))).isEqualTo(Duration.ofHours(1));
        assertThat(pace.toReal(Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void changesItsSpeedWithoutAJump(@TempDir Path folder) {
        var file = folder.resolve("clock.properties");
        ClockFile.write(file, FAST);
        var setting = new ClockFile(file);
        var later = ORIGIN.plusSeconds(10);

        ClockFile.changeSpeed(file, 1, InstantSource.fixed(later));

        await().untilAsserted(() -> assertThat(setting.get().speed()).isEqualTo(1));
        assertThat(setting.get().instantAt(later)).isEqualTo(FAST.instantAt(later));
        assertThat(setting.get().instantAt(later.plusSeconds(5)))
                .isEqualTo(START.plus(Duration.ofHours(1)).plusSeconds(5));
    }

    @Test
    void refusesToStandStillOrToStartNowhere() {
        assertThatThrownBy(() -> new ClockSetting(ORIGIN, START, 0)).hasMessageContaining("speed");
        assertThatThrownBy(() -> new ClockProperties(ORIGIN, null, 1, null)).hasMessageContaining("together");
    }
}
