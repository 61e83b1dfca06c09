package com.ovhi.outreach.preference.locking;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Transactions that lock patients or addresses. Others lock them in another order, events that are handled together in
 * the order of their arrival; where two meet, the database undoes one of them, and here it is tried again. Thread-safe.
 */
@Component
public class LockingTransactions {

    private static final int TRIES = 5;
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private final TransactionTemplate transactions;

    public LockingTransactions(PlatformTransactionManager transactions) {
        this.transactions = new TransactionTemplate(transactions);
    }

    /**
     * Does work in a transaction, at most five times. Within a transaction of the caller it is done once: that one is
     * undone as a whole, so only who began it can repeat it.
     *
     * @throws PessimisticLockingFailureException when it never got its locks
     */
    public <T extends @Nullable Object> T run(Supplier<T> work) {
        var tries = TransactionSynchronizationManager.isActualTransactionActive() ? 1 : TRIES;
        for (var attempt = 1; ; attempt++) {
            try {
                return transactions.execute(_ -> work.get());
            } catch (PessimisticLockingFailureException e) {
                if (attempt == tries) {
                    throw e;
                }
                LockSupport.parkNanos(FIRST_PAUSE << attempt);
            }
        }
    }
}
