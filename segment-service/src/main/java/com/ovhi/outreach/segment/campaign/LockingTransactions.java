package com.ovhi.outreach.segment.campaign;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Transactions that hold many patients. News that are handled together hold them in the order in which they came; where two meet,
 * the database undoes one of them, and here it is tried again. Thread-safe.
 */
@Component
class LockingTransactions {

    private static final int TRIES = 5;
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private final TransactionOperations transactions;

    LockingTransactions(TransactionOperations transactions) {
        this.transactions = transactions;
    }

    /**
     * Does work in a transaction of its own, at most five times; whoever calls has begun none.
     *
     * @throws PessimisticLockingFailureException when it never got its locks
     */
    <T> T run(Supplier<T> work) {
        for (var attempt = 1; ; attempt++) {
            try {
                return Objects.requireNonNull(transactions.execute(_ -> work.get()));
            } catch (PessimisticLockingFailureException e) {
                if (attempt == TRIES) {
                    throw e;
                }
                LockSupport.parkNanos(FIRST_PAUSE << attempt);
            }
        }
    }
}
