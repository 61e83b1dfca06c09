package com.ovhi.outreach.common.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Gathers what a transaction is told piece by piece, and hands it over in one list just before the transaction commits: what
 * was polled together then costs a few statements however much it was. What fails there undoes the transaction.
 * Nothing reads in the same transaction what has only been gathered. Thread-safe.
 *
 * @param <T> what is gathered
 */
public final class Gathering<T> {

    /** Under which the thread knows that a transaction is about to commit. */
    private static final Object HANDING_OVER = new Object();

    private final Consumer<List<T>> together;

    /**
     * Gathers for one purpose.
     *
     * @param together is given everything in the order in which it was added, inside the transaction; it must not be the
     *     first to add to another gathering
     */
    public Gathering(Consumer<List<T>> together) {
        this.together = together;
    }

    /**
     * Keeps one until the current transaction commits; forgotten when it does not.
     *
     * @throws IllegalTransactionStateException outside a transaction
     * @throws IllegalStateException when everything has been handed over, and for the first one while another gathering is
     *     handed over, for nobody would hand this over any more; the transaction is undone
     */
    public void add(T one) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalTransactionStateException("What no transaction is told cannot be gathered");
        }
        pieces().add(one);
    }

    @SuppressWarnings("unchecked") // bound by this only
    private Pieces pieces() {
        var bound = TransactionSynchronizationManager.getResource(this);
        return bound == null ? bind() : (Pieces) bound;
    }

    private Pieces bind() {
        if (TransactionSynchronizationManager.hasResource(HANDING_OVER)) {
            // No TransactionException: Spring would take it for one of the commit's and roll nothing back.
            throw new IllegalStateException("Nothing can be gathered any more while the rest is handed over");
        }
        var pieces = new Pieces();
        TransactionSynchronizationManager.registerSynchronization(pieces);
        TransactionSynchronizationManager.bindResource(this, pieces);
        return pieces;
    }

    /** Bound to one transaction; set aside while another one runs in between. */
    private final class Pieces implements TransactionSynchronization {

        private final List<T> gathered = new ArrayList<>();
        private boolean handedOver;

        private void add(T one) {
            if (handedOver) {
                throw new IllegalStateException("Nothing can be added to what has been handed over");
            }
            gathered.add(one);
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            handedOver = true;
            TransactionSynchronizationManager.bindResource(HANDING_OVER, this);
            try {
                together.accept(List.copyOf(gathered));
            } finally {
                TransactionSynchronizationManager.unbindResource(HANDING_OVER);
            }
        }

        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResource(Gathering.this);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(Gathering.this, this);
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(Gathering.this);
        }
    }
}
