package com.ovhi.outreach.orchestrator.waiting;

import com.ovhi.outreach.common.crypto.FieldCipher.UnreadableSecret;
import com.ovhi.outreach.common.messaging.FailurePolicy;
import com.ovhi.outreach.orchestrator.waiting.WaitingRoom.Waiting;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tries waiting events again, each lane with a few threads of its own, so that neither a thousand of one sort nor a slow one
 * holds up the others. Any number of instances may run.
 */
@Component
class WaitingSweep implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(WaitingSweep.class);

    private final WaitingRoom room;
    private final Map<String, WaitingHandler> handlers;
    private final TransactionOperations transactions;
    private final MeterRegistry meters;
    private final Map<Lane, Semaphore> idle = new EnumMap<>(Lane.class);
    private final ExecutorService workers = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("waiting-", 1).factory());
    private volatile boolean closing;

    WaitingSweep(
            WaitingRoom room,
            List<WaitingHandler> handlers,
            PlatformTransactionManager transactions,
            MeterRegistry meters) {
        this.room = room;
        this.handlers = handlers.stream()
                .flatMap(each -> each.types().stream().map(type -> Map.entry(type, each)))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        this.transactions = new TransactionTemplate(transactions);
        this.meters = meters;
        for (var lane : Lane.values()) {
            idle.put(lane, new Semaphore(lane.workers()));
        }
    }

    /** Has all tried that are due. */
    @Scheduled(fixedDelayString = "${outreach.waiting.sweep:PT0.5S}")
    public void sweep() {
        for (var lane : Lane.values()) {
            help(lane);
        }
    }

    /** Whoever finds something calls for help, since there may be more; an empty lane costs one look. */
    private void help(Lane lane) {
        if (!closing && idle(lane).tryAcquire()) {
            try {
                workers.execute(() -> {
                    try {
                        work(lane);
                    } finally {
                        idle(lane).release();
                    }
                });
            } catch (RejectedExecutionException e) {
                idle(lane).release();
                log.atDebug().addKeyValue("lane", lane).log("Nobody is taken on any more");
            }
        }
    }

    private void work(Lane lane) {
        try {
            for (var next = room.claim(lane); next.isPresent() && !closing; next = room.claim(lane)) {
                help(lane);
                retry(next.get());
            }
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("Waiting events will be tried later");
        }
    }

    private Semaphore idle(Lane lane) {
        return Objects.requireNonNull(idle.get(lane));
    }

    /** Lets what has begun end; what was taken and not begun is taken again after its lease. */
    @Override
    public void destroy() throws InterruptedException {
        closing = true;
        workers.shutdown();
        if (!workers.awaitTermination(20, TimeUnit.SECONDS)) {
            workers.shutdownNow();
        }
    }

    private void retry(Waiting waiting) {
        var handler = handlers.get(waiting.event().type());
        if (handler == null) {
            orphan(waiting);
            return;
        }
        try {
            var payload = room.payload(waiting);
            retry(waiting, handler, payload);
        } catch (UnreadableSecret e) {
            orphan(waiting);
        }
    }

    private void retry(Waiting waiting, WaitingHandler handler, byte[] payload) {
        try {
            var effect = handler.retry(payload, waiting.event());
            finish(waiting, "handled", id -> transactions.execute(status -> left(id, effect)));
        } catch (StillMissing e) {
            waitOn(waiting, handler, payload);
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("event_id", waiting.event().id())
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("Waiting event will be tried later");
            if (FailurePolicy.outage(e)) {
                room.postpone(waiting);
            } else {
                waitOn(waiting, handler, payload);
            }
        }
    }

    private void orphan(Waiting waiting) {
        finish(waiting, "orphaned", id -> transactions.execute(status -> room.orphan(id)));
    }

    private boolean left(String eventId, Runnable effect) {
        var mine = room.leave(eventId);
        if (mine) {
            effect.run();
        }
        return mine;
    }

    private void waitOn(Waiting waiting, WaitingHandler handler, byte[] payload) {
        if (waiting.waited().compareTo(handler.patience()) <= 0) {
            room.postpone(waiting);
            return;
        }
        finish(
                waiting,
                "orphaned",
                id -> transactions.execute(status -> {
                    var mine = room.orphan(id);
                    if (mine) {
                        handler.giveUp(payload, waiting.event());
                    }
                    return mine;
                }));
    }

    private void finish(Waiting waiting, String outcome, Function<String, Boolean> ending) {
        if (Boolean.TRUE.equals(ending.apply(waiting.event().id()))) {
            meters.counter("outreach.waiting", "outcome", outcome).increment();
            log.atInfo()
                    .addKeyValue("event_id", waiting.event().id())
                    .addKeyValue("outcome", outcome)
                    .log("Event waits no longer");
        }
    }
}
