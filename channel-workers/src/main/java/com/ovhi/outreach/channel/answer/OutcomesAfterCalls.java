package com.ovhi.outreach.channel.answer;

import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.common.messaging.FailurePolicy;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Writes outcomes of calls on a thread of its own, which waits for a database that is away. What it can never write stays
 * open, becomes unknown, and may be proven by the provider's callback. Thread-safe.
 */
@Component
class OutcomesAfterCalls implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(OutcomesAfterCalls.class);
    private static final int MOST_TRIES = 20;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration END = Duration.ofSeconds(3);

    private final AnswerOutcomes outcomes;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("answer-outcomes").factory());

    OutcomesAfterCalls(AnswerOutcomes outcomes) {
        this.outcomes = outcomes;
    }

    /** Writes an outcome soon, and then says so. How many wait is bounded by the calls that may be under way. */
    void record(UUID id, SendOutcome outcome, Runnable written) {
        thread.execute(() -> {
            try {
                write(id, outcome);
            } catch (RuntimeException | Error e) {
                log.atError()
                        .addKeyValue("answer_id", id)
                        .addKeyValue("error", e.getClass().getName())
                        .log("The outcome of an answer could not be written");
            } finally {
                written.run();
            }
        });
    }

    private void write(UUID id, SendOutcome outcome) {
        for (var tries = 1; ; tries++) {
            try {
                outcomes.record(id, outcome);
                return;
            } catch (RuntimeException e) {
                if (tries == MOST_TRIES || !FailurePolicy.outage(e) || !rested()) {
                    throw e;
                }
            }
        }
    }

    private static boolean rested() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** By now all calls have ended; what is left has a little time. */
    @Override
    public void destroy() throws InterruptedException {
        thread.shutdown();
        if (!thread.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
            thread.shutdownNow();
        }
    }
}
