package com.ovhi.outreach.common.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

class AfterCommitTests {

    private final TransactionTemplate transactions = new TransactionTemplate(new Nothing());
    private final AtomicInteger counted = new AtomicInteger();

    @Test
    void countsOnceWhatIsCommitted() {
        transactions.executeWithoutResult(status -> {
            AfterCommit.run(counted::incrementAndGet);
            assertThat(counted).hasValue(0);
        });

        assertThat(counted).hasValue(1);
    }

    @Test
    void countsNothingThatIsUndone() {
        transactions.executeWithoutResult(status -> {
            AfterCommit.run(counted::incrementAndGet);
            status.setRollbackOnly();
        });

        assertThat(counted).hasValue(0);
    }

    @Test
    void countsAtOnceWhereThereIsNoTransaction() {
        AfterCommit.run(counted::incrementAndGet);

        assertThat(counted).hasValue(1);
    }

    /** Transactions in which nothing happens. */
    private static final class Nothing extends AbstractPlatformTransactionManager {

        private static final long serialVersionUID = 1;

        @Override
        protected Object doGetTransaction() {
            return new Object();
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {}

        @Override
        protected void doCommit(DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(DefaultTransactionStatus status) {}
    }
}
