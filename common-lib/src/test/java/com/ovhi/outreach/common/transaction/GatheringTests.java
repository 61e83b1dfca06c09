package com.ovhi.outreach.common.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

class GatheringTests {

    private final List<String> course = new ArrayList<>();
    private final Gathering<String> gathering = new Gathering<>(all -> course.add(String.join("+", all)));
    private final Recorded manager = new Recorded();
    private final TransactionTemplate transaction = new TransactionTemplate(manager);

    @Test
    void handsOverEverythingInItsOrderBeforeTheCommit() {
        transaction.executeWithoutResult(_ -> {
            gathering.add("one");
            gathering.add("two");
            course.add("end");
        });
        transaction.executeWithoutResult(_ -> gathering.add("three"));

        assertThat(course).containsExactly("begin", "end", "one+two", "commit", "begin", "three", "commit");
    }

    @Test
    void forgetsWhatWasRolledBack() {
        transaction.executeWithoutResult(status -> {
            gathering.add("one");
            status.setRollbackOnly();
        });
        transaction.executeWithoutResult(_ -> gathering.add("two"));

        assertThat(course).containsExactly("begin", "rollback", "begin", "two", "commit");
    }

    @Test
    void failsTheTransactionWithWhatFails() {
        var failing = new Gathering<String>(_ -> {
            throw new IllegalStateException("deadlock");
        });

        assertThatThrownBy(() -> transaction.executeWithoutResult(_ -> failing.add("one")))
                .hasMessage("deadlock");

        assertThat(course).containsExactly("begin", "rollback");
    }

    @Test
    void keepsApartWhatATransactionInBetweenGathers() {
        var between = new TransactionTemplate(manager);
        between.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        transaction.executeWithoutResult(_ -> {
            gathering.add("outer");
            between.executeWithoutResult(_ -> gathering.add("inner"));
            gathering.add("outer again");
        });

        assertThat(course).containsExactly("begin", "begin", "inner", "commit", "outer+outer again", "commit");
    }

    @Test
    void refusesWhatNobodyWouldHandOver() {
        assertThatThrownBy(() -> gathering.add("alone")).isInstanceOf(IllegalTransactionStateException.class);
        List<Gathering<String>> itself = new ArrayList<>();
        itself.add(new Gathering<>(_ -> itself.getFirst().add("late")));

        assertThatThrownBy(() ->
                        transaction.executeWithoutResult(_ -> itself.getFirst().add("in time")))
                .isInstanceOf(IllegalTransactionStateException.class);
    }

    /** Tells of each step; a transaction runs while it is {@code open}. */
    @SuppressWarnings("serial")
    private final class Recorded extends AbstractPlatformTransactionManager {

        private boolean open;

        @Override
        protected Object doGetTransaction() {
            return this;
        }

        @Override
        protected boolean isExistingTransaction(Object transaction) {
            return open;
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {
            open = true;
            course.add("begin");
        }

        @Override
        protected Object doSuspend(Object transaction) {
            open = false;
            return this;
        }

        @Override
        protected void doResume(@Nullable Object transaction, Object suspended) {
            open = true;
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            course.add("commit");
        }

        @Override
        protected void doRollback(DefaultTransactionStatus status) {
            course.add("rollback");
        }

        @Override
        protected void doCleanupAfterCompletion(Object transaction) {
            open = false;
        }
    }
}
