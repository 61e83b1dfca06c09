package com.ovhi.outreach.orchestrator.waiting;

import com.ovhi.outreach.common.crypto.FieldCipher.UnreadableSecret;
import com.ovhi.outreach.common.messaging.FailurePolicy;
import com.ovhi.outreach.orchestrator.waiting.WaitingRoom.Waiting;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** Tries waiting events again. Any number of instances may run. */
@Component
class WaitingSweep {

    private static final Logger log = LoggerFactory.getLogger(WaitingSweep.class);
    private static final int MOST_PER_SWEEP = 200;

    private final WaitingRoom room;
    private final Map<String, WaitingHandler> handlers;
    private final TransactionOperations transactions;
    private final MeterRegistry meters;

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
    }

    /** Tries all that are due. */
    @Scheduled(fixedDelayString = "${outreach.waiting.sweep:PT0.5S}")
    public void sweep() {
        try {
            Stream.generate(room::claim)
                    .limit(MOST_PER_SWEEP)
                    .takeWhile(Optional::isPresent)
                    .flatMap(Optional::stream)
                    .forEach(this::retry);
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("Waiting events will be tried later");
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
