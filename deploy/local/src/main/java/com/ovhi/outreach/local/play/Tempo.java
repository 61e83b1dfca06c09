package com.ovhi.outreach.local.play;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Lets the clock run as fast as the suite can follow: at the wanted speed while few events wait to be handled, in real
 * time while many do or nobody can tell. Without it, what a slow machine does in a second would take the patients of a
 * fast clock half an hour. Thread-safe.
 */
final class Tempo implements AutoCloseable {

    private static final long MANY = 200;
    private static final long FEW = 60;
    private static final Duration LOOK_EVERY = Duration.ofMillis(300);

    private final SuiteClock clock;
    private final Waiting waiting;
    private final double speed;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tempo").factory());

    /** @param speed the wanted one, at least 1 */
    Tempo(SuiteClock clock, Waiting waiting, double speed) {
        this.clock = clock;
        this.waiting = waiting;
        this.speed = speed;
    }

    void start() {
        clock.go(speed);
        timer.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Goes in real time until the next look. */
    void hold() {
        clock.go(1);
    }

    /** Looks how many events wait, and lets the clock go accordingly. */
    void look() {
        try {
            var events = waiting.events();
            if (events > MANY) {
                hold();
            } else if (events < FEW) {
                clock.go(speed);
            }
        } catch (IOException | RuntimeException e) {
            hold();
        }
    }

    /** Sets the clock back to real time for good. */
    void end() {
        timer.close();
        clock.go(1);
    }

    @Override
    public void close() {
        end();
    }

    /** Who knows how many events wait to be handled. */
    @FunctionalInterface
    interface Waiting {

        long events() throws IOException;
    }
}
