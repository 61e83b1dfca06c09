package com.ovhi.outreach.scheduler.dispatch;

import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.time.Pace;
import com.ovhi.outreach.scheduler.queue.Route;
import com.ovhi.outreach.scheduler.queue.RouteAlarms;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps one thread per route that deals with what is due and sleeps until something else is. Starts last and stops
 * first; what it leaves behind is dispatched by another instance or after the next start.
 */
@Component
final class Dispatcher implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration SHORTEST = Duration.ofMillis(5);
    private static final Duration THROTTLED = Duration.ofMillis(100);

    /** Which part of what may be in flight must have come back before more leaves: few large rounds cost less. */
    private static final int PART = 8;

    private static final Duration AFTER_FAILURE = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Dispatching dispatching;
    private final RouteAlarms alarms;
    private final DispatchProperties properties;
    private final Clock clock;
    private final Pace pace;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;

    Dispatcher(Dispatching dispatching, RouteAlarms alarms, DispatchProperties properties, Clock clock, Pace pace) {
        this.dispatching = dispatching;
        this.alarms = alarms;
        this.properties = properties;
        this.clock = clock;
        this.pace = pace;
    }

    @Override
    public void start() {
        if (!properties.enabled()) {
            return;
        }
        running = true;
        for (var route : Route.all()) {
            threads.add(
                    Thread.ofPlatform().name("dispatcher-" + route).daemon(true).start(() -> run(route)));
        }
    }

    @Override
    public void stop() {
        running = false;
        for (var route : Route.all()) {
            alarms.of(route).wake();
        }
        var end = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (var thread : threads) {
                thread.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run(Route route) {
        var throttle = properties.throttle(route.lane());
        while (running) {
            try {
                work(route, throttle);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error e) {
                // Whatever it was: a route whose thread has ended would send nothing any more, and nobody would notice.
                log.atWarn()
                        .addKeyValue("route", route.toString())
                        .addKeyValue("error", e.getClass().getSimpleName())
                        .log("Dispatcher will try again");
                if (!paused(route)) {
                    return;
                }
            }
        }
    }

    private void work(Route route, Throttle throttle) throws InterruptedException {
        var allowed = Math.min(properties.batch(route.lane()), throttle.available());
        if (allowed == 0) {
            rest(route, throttle.until(1).plus(THROTTLED));
            return;
        }
        // What is urgent waits for nobody's report, and is not kept waiting by the question either.
        var room = route.lane() == Lane.URGENT ? allowed : room(route);
        var missing = leastRoom(route) - room;
        if (missing > 0) {
            // Asked again only when there may be room: the workers report in many small polls, and each question counts
            // them all.
            alarms.of(route).awaitReports(missing, properties.sweep());
            return;
        }
        var limit = Math.min(allowed, room);
        var round = dispatching.dispatchDue(route, limit);
        throttle.take(round.jobs());
        if (!round.more()) {
            sleep(route);
        } else if (round.jobs() < limit) {
            rest(route, THROTTLED);
        }
    }

    private int room(Route route) {
        alarms.of(route).forgetReports();
        return dispatching.room(route);
    }

    /** With less than this it is not worth while. */
    private int leastRoom(Route route) {
        return route.lane() == Lane.URGENT ? 1 : Math.max(1, properties.inFlight() / PART);
    }

    /** Until the next job is due or an earlier one arrives, but never for long: other instances add jobs too. */
    private void sleep(Route route) throws InterruptedException {
        var next = dispatching.nextDue(route).orElse(Instant.MAX);
        alarms.of(route).sleep(next, until(next));
    }

    private Duration until(Instant next) {
        var now = clock.instant();
        if (next.isAfter(now.plus(pace.ofReal(properties.sweep())))) {
            return properties.sweep();
        }
        var wait = pace.toReal(Duration.between(now, next));
        return wait.compareTo(SHORTEST) > 0 ? wait : SHORTEST;
    }

    /** Sleeps even if something becomes due. */
    private void rest(Route route, Duration wait) throws InterruptedException {
        alarms.of(route).sleep(Instant.MIN, wait);
    }

    /** False when this thread must end; the other routes go on. */
    private boolean paused(Route route) {
        try {
            rest(route, AFTER_FAILURE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
