package com.ovhi.outreach.preference.imports;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Works files off, one chunk after the other. Any number of instances may run: a file belongs to whoever holds its row,
 * and goes on wherever it was when its holder dies.
 */
@Component
class ImportWorker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ImportWorker.class);

    private final ImportStep step;
    private final Imports imports;
    private final ImportProperties properties;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition signalled = lock.newCondition();

    private volatile boolean running;
    private @Nullable Thread thread;

    ImportWorker(
            ImportStep step,
            Imports imports,
            ImportProperties properties,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.step = step;
        this.imports = imports;
        this.properties = properties;
        this.transactions = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("consent-imports").daemon(true).start(this::run);
    }

    /** Ends after the chunk it is at. */
    @Override
    public void stop() {
        running = false;
        wake();
        var worker = thread;
        if (worker != null) {
            try {
                worker.join(TimeUnit.SECONDS.toMillis(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** There is a new file. */
    void wake() {
        lock.lock();
        try {
            signalled.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (running) {
            if (!worked()) {
                pause();
            }
        }
    }

    /** Whether a chunk was recorded. */
    private boolean worked() {
        var file = new AtomicReference<@Nullable String>();
        try {
            return step.next(file::set);
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("A chunk of consents was not recorded");
            noteFailure(file.get());
            return false;
        }
    }

    private void noteFailure(@Nullable String file) {
        if (file != null) {
            try {
                transactions.executeWithoutResult(status -> imports.failed(file, properties.attempts()));
            } catch (RuntimeException e) {
                // Without a database nothing can be noted, and nothing is the file's fault.
                log.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("The failure was not noted either");
            }
        }
    }

    private void pause() {
        lock.lock();
        try {
            if (running && !signalled.await(properties.sweep().toNanos(), TimeUnit.NANOSECONDS)) {
                log.trace("Looking for files that others left behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets files that were never received whole. */
    @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT3M")
    void forgetAbandoned() {
        var before = clock.instant().minus(properties.abandonedAfter());
        transactions.executeWithoutResult(status -> imports.abandoned(before).forEach(imports::forget));
    }
}
