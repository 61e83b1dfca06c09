package com.ovhi.outreach.analytics.experiment;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * What the numbers of experiments say. Counting takes its time: of each experiment one reading is made at a time, and those who
 * look soon after see the same. Nobody may be inside a transaction: whoever waits would hold a connection meanwhile.
 */
@Component
class Readings {

    /** Shorter than anybody waits for an answer of ours. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private final ExperimentStore store;
    private final Outcomes outcomes;
    private final ExperimentRules rules;
    private final Clock clock;
    private final TransactionOperations transactions;
    private final Lately<Reading> lately;

    Readings(
            ExperimentStore store,
            Outcomes outcomes,
            ExperimentRules rules,
            Clock clock,
            TransactionOperations transactions) {
        this.store = store;
        this.outcomes = outcomes;
        this.rules = rules;
        this.clock = clock;
        this.transactions = transactions;
        lately = new Lately<>(rules.remembered(), PATIENCE, System::nanoTime);
    }

    /** What they said lately, for those who only look. */
    Reading lately(Experiment experiment) {
        return lately.get(experiment.id(), () -> read(experiment));
    }

    /** What they say now. */
    Reading now(Experiment experiment) {
        return lately.fresh(experiment.id(), () -> read(experiment));
    }

    private Reading read(Experiment experiment) {
        return Objects.requireNonNull(transactions.execute(_ -> Reading.of(
                experiment.primary(),
                outcomes.all(experiment),
                outcomes.ripe(experiment, clock.instant()),
                store.divisions(experiment),
                rules)));
    }
}
