package com.ovhi.outreach.optimizer.engagement;

import java.time.Clock;
import java.util.function.BooleanSupplier;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** What is done from time to time. Safe in several instances at once. */
@Component
class Upkeep {

    private final Learning learning;
    private final Engagement engagement;
    private final Visits visits;
    private final TransactionOperations transactions;
    private final Clock clock;

    Upkeep(Learning learning, Engagement engagement, Visits visits, TransactionOperations transactions, Clock clock) {
        this.learning = learning;
        this.engagement = engagement;
        this.visits = visits;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** The pause, in real time, lets many patients be learned about at once. */
    @Scheduled(fixedDelayString = "${outreach.optimizer.learning:PT5S}")
    void learn() {
        whileThereIsMore(learning::learnDue);
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT7M")
    void forget() {
        whileThereIsMore(engagement::forget);
        whileThereIsMore(() -> Boolean.TRUE.equals(transactions.execute(_ -> visits.purge(clock.instant()))));
    }

    private static void whileThereIsMore(BooleanSupplier chunk) {
        var more = true;
        while (more) {
            more = chunk.getAsBoolean();
        }
    }
}
