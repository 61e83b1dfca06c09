package com.ovhi.outreach.analytics.experiment;

import com.ovhi.outreach.common.contract.ExperimentDecided;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.time.Rest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Looks at all running experiments again and again, and publishes each change of verdict once. An experiment runs until its
 * last patient has had its longest and two windows more, as messages go on to those who met it.
 */
@Component
class Judging {

    private static final Logger log = LoggerFactory.getLogger(Judging.class);

    private static final int REST_FACTOR = 20;
    /** Whatever fails is tried again soon enough that failing again and again is noticed. */
    private static final Duration REST_AFTER_FAILURE = Duration.ofMinutes(10);

    private final ExperimentStore store;
    private final Readings readings;
    private final ExperimentRules rules;
    private final Outbox outbox;
    private final Clock clock;
    private final MeterRegistry meters;
    private final TransactionOperations transactions;
    private final Verdicts verdicts;
    private final Map<Long, Rest> rests = new ConcurrentHashMap<>();

    Judging(
            ExperimentStore store,
            Readings readings,
            ExperimentRules rules,
            Outbox outbox,
            Clock clock,
            MeterRegistry meters,
            TransactionOperations transactions) {
        this.store = store;
        this.readings = readings;
        this.rules = rules;
        this.outbox = outbox;
        this.clock = clock;
        this.meters = meters;
        this.transactions = transactions;
        verdicts = new Verdicts(rules);
    }

    @Scheduled(fixedDelayString = "${outreach.analytics.experiments.judge-every:PT30S}")
    void run() {
        var begin = clock.instant().minus(rules.longest()).minus(rules.window()).minus(rules.window());
        List<Long> running = transactions.execute(_ -> store.since(begin));
        if (running != null) {
            rests.keySet().retainAll(running);
            running.stream()
                    .filter(id -> !rests.computeIfAbsent(id, _ -> new Rest()).resting())
                    .forEach(this::judge);
        }
    }

    /**
     * One that cannot be judged, such as for numbers beyond all measure, keeps nobody else from being judged; a large one rests
     * for longer, so that looking at it costs the database a small part of its time.
     */
    private void judge(long id) {
        var begin = System.nanoTime();
        var failed = false;
        try {
            Objects.requireNonNull(transactions.execute(_ -> store.find(id))).ifPresent(this::judge);
        } catch (RuntimeException e) {
            failed = true;
            meters.counter("outreach.analytics.judging.failed").increment();
            log.atError()
                    .addKeyValue("experiment_id", id)
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("Experiment not judged");
        } finally {
            rests.computeIfAbsent(id, _ -> new Rest()).rest(rest(Duration.ofNanos(System.nanoTime() - begin), failed));
        }
    }

    /** How long an experiment is left alone after an attempt that took so long. */
    static Duration rest(Duration taken, boolean failed) {
        var rest = taken.multipliedBy(REST_FACTOR);
        return failed && rest.compareTo(REST_AFTER_FAILURE) > 0 ? REST_AFTER_FAILURE : rest;
    }

    /** Counting takes its time: only then the row is locked, for which exposures that come in would have to wait. */
    private void judge(Experiment experiment) {
        var reading = readings.now(experiment);
        transactions.executeWithoutResult(_ -> store.claim(experiment.id())
                .ifPresent(claimed -> verdicts.next(claimed, store.decisions(claimed.id()), reading, clock.instant())
                        .ifPresent(decision -> publish(claimed, decision))));
    }

    private void publish(Experiment experiment, Decision decision) {
        store.keep(experiment.id(), decision);
        outbox.publish(
                Topics.EXPERIMENT,
                Long.toString(experiment.id()),
                new ExperimentDecided(
                        experiment.id(),
                        experiment.organizationId(),
                        experiment.campaignId(),
                        decision.verdict(),
                        decision.variant(),
                        decision.reason(),
                        decision.at()));
        AfterCommit.run(() -> {
            meters.counter(
                            "outreach.analytics.verdicts",
                            "verdict",
                            decision.verdict().code())
                    .increment();
            log.atInfo()
                    .addKeyValue("experiment_id", experiment.id())
                    .addKeyValue("verdict", decision.verdict().code())
                    .log("Experiment decided");
        });
    }
}
