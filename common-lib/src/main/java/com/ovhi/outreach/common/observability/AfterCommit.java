package com.ovhi.outreach.common.observability;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Counts what has happened, not what was tried: a transaction that is undone and repeated, as when one of several events
 * handled together fails, would else count twice.
 */
public final class AfterCommit {

    private AfterCommit() {}

    /** Runs work when the caller's transaction is committed, and never if it is not; at once when there is none. */
    public static void run(Runnable work) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            work.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                work.run();
            }
        });
    }
}
