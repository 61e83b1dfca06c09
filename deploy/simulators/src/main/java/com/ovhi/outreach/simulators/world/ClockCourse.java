package com.ovhi.outreach.simulators.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** How domain time follows from real time: it shows {@code start} at {@code origin} and runs {@code speed} times as fast. */
record ClockCourse(Instant origin, Instant start, double speed) {

    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    Instant toDomain(Instant real) {
        return start.plus(scaled(Duration.between(origin, real), speed));
    }

    Instant toReal(Instant domain) {
        return origin.plus(scaled(Duration.between(start, domain), 1 / speed));
    }

    static Duration scaled(Duration duration, double factor) {
        return factor == 1 ? duration : Duration.ofNanos(Math.round(duration.toNanos() * factor));
    }

    /** A course read from a properties file, looked at again every tenth of a second. Thread-safe. */
    static Supplier<ClockCourse> in(Path file) {
        return new Supplier<>() {
            private volatile Reading reading = new Reading(read(file), System.nanoTime());

            @Override
            public ClockCourse get() {
                Reading current = reading;
                if (System.nanoTime() - current.at() > LOOK_EVERY_NANOS) {
                    current = new Reading(read(file), System.nanoTime());
                    reading = current;
                }
                return current.course();
            }
        };
    }

    private static ClockCourse read(Path file) {
        Properties properties = new Properties();
        try (var in = Files.newInputStream(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("The clock file cannot be read", e);
        }
        return new ClockCourse(
                Instant.parse(properties.getProperty("origin")),
                Instant.parse(properties.getProperty("start")),
                Double.parseDouble(properties.getProperty("speed")));
    }

    private record Reading(ClockCourse course, long at) {}
}
