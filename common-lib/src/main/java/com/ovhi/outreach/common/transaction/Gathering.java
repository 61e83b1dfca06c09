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
     * @throws IllegalTransactionStateException outside a transaction, and when everything has been handed over
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
                throw new IllegalTransactionStateException("Nothing can be added to what has been handed over");
            }
            gathered.add(one);
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            handedOver = true;
            together.accept(List.copyOf(gathered));
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
