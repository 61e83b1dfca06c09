package com.ovhi.outreach.common.time;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A clock setting in a file, for the local mode: whoever replaces the file changes the time of all processes that read
 * it, within a tenth of a second. Thread-safe.
 */
public final class ClockFile implements Supplier<ClockSetting> {

    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Path file;
    private volatile Reading reading;

    /**
     * Reads the file now and keeps looking at it.
     *
     * @throws UncheckedIOException when it cannot be read
     */
    public ClockFile(Path file) {
        this.file = file;
        reading = new Reading(read(file), System.nanoTime());
    }

    @Override
    public ClockSetting get() {
        var current = reading;
        if (System.nanoTime() - current.at() < LOOK_EVERY_NANOS) {
            return current.setting();
        }
        var fresh = new Reading(read(file), System.nanoTime());
        reading = fresh;
        return fresh.setting();
    }

    /** Reads a setting: properties {@code origin}, {@code start}, {@code speed}. */
    public static ClockSetting read(Path file) {
        var properties = new Properties();
        try (var in = Files.newInputStream(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("The clock file cannot be read", e);
        }
        return new ClockSetting(
                Instant.parse(properties.getProperty("origin")),
                Instant.parse(properties.getProperty("start")),
                Double.parseDouble(properties.getProperty("speed")));
    }

    /** Replaces a setting in one step: no reader ever sees half of it. */
    public static void write(Path file, ClockSetting setting) {
        var properties = new Properties();
        properties.setProperty("origin", setting.origin().toString());
        properties.setProperty("start", setting.start().toString());
        properties.setProperty("speed", Double.toString(setting.speed()));
        try {
            var fresh = Files.createTempFile(file.toAbsolutePath().getParent(), "clock", ".tmp");
            try (var out = Files.newOutputStream(fresh)) {
                properties.store(out, "suite time = start + (real time - origin) * speed");
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("The clock file cannot be written", e);
        }
    }

    /** Continues a running clock at another speed, without a jump. */
    public static void changeSpeed(Path file, double speed, InstantSource real) {
        write(file, read(file).at(speed, real.instant()));
    }

    private record Reading(ClockSetting setting, long at) {}
}
