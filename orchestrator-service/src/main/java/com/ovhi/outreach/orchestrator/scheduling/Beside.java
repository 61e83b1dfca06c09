package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.observability.TraceContext;
import jakarta.annotation.PreDestroy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Lets another service be asked while the caller goes on with something else, in the caller's trace. Nothing is asked here
 * that needs the caller's transaction. Thread-safe.
 */
@Component
class Beside {

    private static final int MOST_THREADS = 16;
    private static final int SECONDS_IDLE = 60;

    private final TraceContext trace;

    /** Whoever finds all of them busy, or closed, asks by itself. */
    private final ExecutorService threads = new ThreadPoolExecutor(
            0,
            MOST_THREADS,
            SECONDS_IDLE,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("decision-beside-", 1).factory(),
            (task, _) -> task.run());

    Beside(TraceContext trace) {
        this.trace = trace;
    }

    /** Begins some work; what is returned waits for it and gives what it returns, or throws what it throws. */
    <T> Supplier<T> begin(Supplier<T> work) {
        var cause = trace.current();
        var begun = CompletableFuture.supplyAsync(
                () -> {
                    try (var _ = trace.continuing(cause, "decision-beside")) {
                        return work.get();
                    }
                },
                threads);
        return () -> {
            try {
                return begun.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException failure ? failure : e;
            }
        };
    }

    @PreDestroy
    void close() {
        threads.shutdown();
    }
}
