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

    /** Bound to a transaction once one of its gatherings hands over: it asks no other that begins only then. */
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
     * @throws IllegalStateException when everything has been handed over, and when nothing was added before another gathering
     *     handed over; it undoes the transaction
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
            throw new IllegalStateException("Nothing more can be gathered for a commit that has begun");
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
            announce();
            together.accept(List.copyOf(gathered));
        }

        private void announce() {
            if (handedOver && !TransactionSynchronizationManager.hasResource(HANDING_OVER)) {
                TransactionSynchronizationManager.bindResource(HANDING_OVER, true);
            }
        }

        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResource(Gathering.this);
            TransactionSynchronizationManager.unbindResourceIfPossible(HANDING_OVER);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(Gathering.this, this);
            announce();
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(Gathering.this);
            TransactionSynchronizationManager.unbindResourceIfPossible(HANDING_OVER);
        }
    }
}
