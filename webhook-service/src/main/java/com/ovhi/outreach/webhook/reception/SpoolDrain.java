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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Requests that are entered with one commit. */
    private static final int TOGETHER = 100;

    /** What they may take on the disk together: they and what is made of them all fit in memory. */
    private static final long TOGETHER_BYTES = 4L * 1024 * 1024;

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
        // How many of a group that was in vain are still to be tried one by one.
        var apart = 0;
        while (!waiting.isEmpty()) {
            var group = apart == 0 ? group(waiting) : List.<String>of();
            apart += group.size();
            var number = enteredTogether(group) ? group.size() : enterOldest(waiting);
            if (number == 0) {
                return false;
            }
            apart = Math.max(0, apart - number);
            for (var i = 0; i < number; i++) {
                inVain.remove(waiting.remove());
            }
            size.addAndGet(-number);
        }
        return true;
    }

    /** The oldest, as many as one transaction may take: alone, each would cost as much as all of them. */
    private List<String> group(Collection<String> waiting) {
        var group = new ArrayList<String>();
        var bytes = 0L;
        for (var name : waiting) {
            bytes += spool.size(name);
            if (group.size() == TOGETHER || (bytes > TOGETHER_BYTES && !group.isEmpty())) {
                break;
            }
            group.add(name);
        }
        return group;
    }

    /** False where one of them is in the way of the others, or anything else: then each is tried for itself. */
    private boolean enteredTogether(List<String> group) {
        if (group.size() < 2) {
            return false;
        }
        try {
            registrar.registerLate(
                    group.stream().map(spool::read).flatMap(Optional::stream).toList());
            group.forEach(spool::done);
            return true;
        } catch (RuntimeException e) {
            log.atDebug().addKeyValue("error", e.getClass().getSimpleName()).log("Webhooks are entered one by one");
            return false;
        }
    }

    /** Tells how many are out of the way then; none while the database takes nothing. */
    private int enterOldest(ArrayDeque<String> waiting) {
        var oldest = waiting.element();
        if (enter(oldest)) {
            return 1;
        }
        var next = waiting.stream().skip(1).findFirst();
        if (stuck(oldest) && next.filter(this::enter).isPresent()) {
            setAside(oldest, "stuck");
            return 2;
        }
        return 0;
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
            spool.read(name).map(List::of).ifPresent(registrar::registerLate);
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
