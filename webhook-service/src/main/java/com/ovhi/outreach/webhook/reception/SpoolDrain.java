package com.ovhi.outreach.webhook.reception;

import com.ovhi.outreach.common.crypto.FieldCipher.UnreadableSecret;
import com.ovhi.outreach.webhook.spool.Spool;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/**
 * Carries requests from the spool into the database, oldest first, as soon as it answers again. A request that it does not
 * take for long while it takes the next one is set aside: there may be a STOP behind it.
 */
@Component
class SpoolDrain {

    private static final Logger log = LoggerFactory.getLogger(SpoolDrain.class);

    /** No write of another process on the same disk takes so long. */
    private static final Duration LONGEST_WRITE = Duration.ofMinutes(1);

    /** What the database, or the disk, does not give us for that long has nothing to do with an outage that passes. */
    private static final Duration STUCK = Duration.ofMinutes(5);

    private final Spool spool;
    private final Registrar registrar;
    private final Backlog backlog;
    private final MeterRegistry meters;
    private final InstantSource realTime;
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong ageSeconds = new AtomicLong();

    /** Since when each request was first tried in vain; used by one drain at a time. */
    private final Map<String, Instant> inVain = new HashMap<>();

    SpoolDrain(
            Spool spool,
            Registrar registrar,
            Backlog backlog,
            MeterRegistry meters,
            @Qualifier("realTime") InstantSource realTime) {
        this.spool = spool;
        this.registrar = registrar;
        this.backlog = backlog;
        this.meters = meters;
        this.realTime = realTime;
        Gauge.builder("outreach.webhook.spool", size, AtomicInteger::get)
                .description("Requests on disk that wait for the database")
                .register(meters);
        Gauge.builder("outreach.webhook.spool.age", ageSeconds, AtomicLong::get)
                .description("How long the oldest of them has waited")
                .baseUnit("seconds")
                .register(meters);
    }

    /** What could not be recorded is tried again after an update, and now and then in case it was the disk. */
    @EventListener(ApplicationReadyEvent.class)
    @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.HOURS)
    void bringBack() {
        try {
            var number = spool.bringBack(realTime.instant().minus(LONGEST_WRITE));
            if (number > 0) {
                backlog.grows();
                log.atInfo().addKeyValue("requests", number).log("Webhooks that were set aside are tried again");
            }
        } catch (IOException e) {
            meters.counter("outreach.webhook.spool.failed").increment();
            log.atError().addKeyValue("error", e.getClass().getSimpleName()).log("The spool cannot be looked through");
        }
    }

    /** Empties the spool, or stops at the first request the database does not take. */
    @Scheduled(fixedDelayString = "${outreach.webhook.spool.drain-every:1s}")
    void drain() {
        var mark = backlog.mark();
        var names = look();
        while (!names.isEmpty()) {
            backlog.grows();
            if (!enterAll(names)) {
                return;
            }
            mark = backlog.mark();
            names = look();
        }
        backlog.empty(mark);
    }

    private boolean enterAll(List<String> names) {
        var waiting = new ArrayDeque<>(names);
        while (!waiting.isEmpty()) {
            var name = waiting.poll();
            if (enter(name)) {
                inVain.remove(name);
            } else if (stuck(name) && !waiting.isEmpty() && enter(waiting.element())) {
                inVain.remove(waiting.remove());
                size.decrementAndGet();
                setAside(name, "stuck");
            } else {
                return false;
            }
            size.decrementAndGet();
        }
        return true;
    }

    private boolean stuck(String name) {
        var now = realTime.instant();
        return inVain.computeIfAbsent(name, _ -> now).isBefore(now.minus(STUCK));
    }

    private List<String> look() {
        var names = spool.waiting();
        size.set(names.size());
        ageSeconds.set(names.isEmpty() ? 0 : age(names.getFirst()));
        return names;
    }

    private long age(String name) {
        try {
            return Math.max(
                    0, Duration.between(spool.since(name), realTime.instant()).toSeconds());
        } catch (IOException e) {
            return 0;
        }
    }

    private boolean enter(String name) {
        try {
            spool.read(name).ifPresent(registrar::register);
            spool.done(name);
            return true;
        } catch (UnreadableSecret | JacksonException e) {
            setAside(name, e.getClass().getSimpleName());
            return true;
        } catch (UncheckedIOException e) {
            return false;
        } catch (RuntimeException e) {
            if (Outage.caused(e)) {
                return false;
            }
            setAside(name, e.getClass().getSimpleName());
            return true;
        }
    }

    private void setAside(String name, String error) {
        spool.setAside(name);
        meters.counter("outreach.webhook.spool.failed").increment();
        log.atError()
                .addKeyValue("notice", name)
                .addKeyValue("error", error)
                .log("A spooled webhook cannot be recorded and was set aside");
    }
}
