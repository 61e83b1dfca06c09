package com.ovhi.outreach.preference.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;

class LockingTransactionsTests {

    private final PlatformTransactionManager manager = mock(PlatformTransactionManager.class);
    private final LockingTransactions transactions = new LockingTransactions(manager);
    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void tryAgainInANewTransactionWhenTheDatabaseChoseThemAsTheVictimOfADeadlock() {
        assertThat(transactions.run(() -> victimUntil(3))).isEqualTo(3);

        verify(manager, times(3)).getTransaction(any());
        verify(manager, times(2)).rollback(any());
        verify(manager).commit(any());
    }

    @Test
    void giveUpAfterFiveTries() {
        assertThatExceptionOfType(CannotAcquireLockException.class)
                .isThrownBy(() -> transactions.run(() -> victimUntil(6)));

        assertThat(attempts).hasValue(5);
        verify(manager, never()).commit(any());
    }

    @Test
    void repeatNoOtherFailure() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> transactions.run(() -> {
                    attempts.incrementAndGet();
                    throw new IllegalStateException();
                }));

        assertThat(attempts).hasValue(1);
    }

    @Test
    void leaveItToTheCallersTransactionToRepeatTheWhole() {
        TransactionSynchronizationManager.setActualTransactionActive(true);
        try {
            assertThatExceptionOfType(CannotAcquireLockException.class)
                    .isThrownBy(() -> transactions.run(() -> victimUntil(3)));
        } finally {
            TransactionSynchronizationManager.clear();
        }

        assertThat(attempts).hasValue(1);
    }

    private int victimUntil(int successful) {
        if (attempts.incrementAndGet() < successful) {
            throw new CannotAcquireLockException("deadlock");
        }
        return attempts.get();
    }
}
