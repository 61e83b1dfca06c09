package com.ovhi.outreach.local.suite;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Looks every second whether all processes are alive and starts again what died, as an orchestrator would. */
final class Guard implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final List<Guarded> guarded = new CopyOnWriteArrayList<>();
    private final Progress progress;
    private final Thread thread;
    private volatile boolean watching = true;

    Guard(Progress progress) {
        this.progress = progress;
        thread = Thread.ofVirtual().name("guard").unstarted(this::watch);
    }

    void add(Guarded process) {
        guarded.add(process);
    }

    void start() {
        thread.start();
    }

    private void watch() {
        while (watching) {
            try {
                Thread.sleep(EVERY);
                guarded.stream().filter(each -> watching && !each.alive()).forEach(this::revive);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void revive(Guarded process) {
        progress.tell(process.name() + " died; starting it again");
        try {
            process.revive();
        } catch (RuntimeException e) {
            progress.tell(process.name() + " did not start again, next try in a second: " + e.getMessage());
        }
    }

    /** Stops watching, before the processes are stopped on purpose. */
    @Override
    public void close() {
        watching = false;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
