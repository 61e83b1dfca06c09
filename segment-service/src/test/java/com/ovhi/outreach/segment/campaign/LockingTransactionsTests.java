package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.transaction.support.TransactionOperations;

class LockingTransactionsTests {

    private final LockingTransactions transactions =
            new LockingTransactions(TransactionOperations.withoutTransaction());
    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void tryAgainWhenTheDatabaseChoseThemAsTheVictimOfADeadlock() {
        assertThat(transactions.run(() -> victimUntil(5))).isEqualTo(5);
    }

    @Test
    void giveUpAfterFiveTries() {
        assertThatExceptionOfType(CannotAcquireLockException.class)
                .isThrownBy(() -> transactions.run(() -> victimUntil(6)));

        assertThat(attempts).hasValue(5);
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

    private int victimUntil(int successful) {
        if (attempts.incrementAndGet() < successful) {
            throw new CannotAcquireLockException("deadlock");
        }
        return attempts.get();
    }
}
