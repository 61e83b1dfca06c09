package com.ovhi.outreach.local.play;

import com.ovhi.outreach.common.time.ClockFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The clock of the running suite, which the player may quicken and slow down but never turns back. Thread-safe. */
final class SuiteClock {

    private final Path file;
    private final InstantSource real;
    private final ClockFile setting;

    SuiteClock(Path file, InstantSource real) {
        this.file = file;
        this.real = real;
        setting = new ClockFile(file);
    }

    Instant instant() {
        return setting.get().instantAt(real.instant());
    }

    double speed() {
        return setting.get().speed();
    }

    /** Lets the clock go on at another speed. */
    synchronized void go(double speed) {
        if (ClockFile.read(file).speed() != speed) {
            ClockFile.changeSpeed(file, speed, real);
        }
    }

    /** How long it really takes until the clock shows an instant; negative when it is past. */
    Duration realTimeUntil(Instant instant) {
        return Duration.ofNanos((long) (Duration.between(instant(), instant).toNanos() / speed()));
    }
}
