package com.ovhi.outreach.channel.intent;

import com.ovhi.outreach.channel.gateway.SendOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Writes what calls came to, all that ended while the last transaction was being committed in the next one: alone when
 * few are under way, and a commit for many when many are. Thread-safe.
 */
@Component
public class OutcomeWriter implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(OutcomeWriter.class);
    private static final int MOST = 200;

    private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>();
    private final OutcomeRecorder recorder;
    private final Thread thread;

    OutcomeWriter(OutcomeRecorder recorder) {
        this.recorder = recorder;
        thread = Thread.ofPlatform().name("outcome-writer").daemon(true).start(this::run);
    }

    /** Writes an outcome soon. How many wait is bounded by the calls that may be under way. */
    public void record(UUID intentId, SendOutcome outcome, Runnable written) {
        entries.add(new Entry(intentId, outcome, written));
    }

    private void run() {
        try {
            while (true) {
                var batch = new ArrayList<Entry>();
                batch.add(entries.take());
                entries.drainTo(batch, MOST - 1);
                write(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(List<Entry> batch) {
        var outcomes = new LinkedHashMap<UUID, SendOutcome>();
        batch.forEach(each -> outcomes.put(each.intentId(), each.outcome()));
        try {
            recorder.record(outcomes);
        } catch (RuntimeException | Error e) {
            // Neither database nor disk: the attempts stay open and are reconciled.
            log.atError()
                    .addKeyValue("outcomes", outcomes.size())
                    .addKeyValue("error", e.getClass().getName())
                    .log("Outcomes could be written nowhere");
        }
        batch.forEach(each -> each.written().run());
    }

    /** By now all calls have ended and all outcomes are written, or have had their time. */
    @Override
    public void destroy() {
        thread.interrupt();
    }

    private record Entry(UUID intentId, SendOutcome outcome, Runnable written) {}
}
