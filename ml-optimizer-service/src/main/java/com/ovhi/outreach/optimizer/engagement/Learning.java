package com.ovhi.outreach.optimizer.engagement;

import com.ovhi.outreach.common.contract.InsightLearned;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.outbox.Outbox.Keyed;
import com.ovhi.outreach.optimizer.engagement.Patients.Learned;
import com.ovhi.outreach.optimizer.engagement.Patients.Turn;
import com.ovhi.outreach.optimizer.model.Champions;
import com.ovhi.outreach.optimizer.response.ChannelPrices;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Works out what is believed of the patients something has happened to, and says so where it is news. */
@Service
class Learning {

    private static final Logger log = LoggerFactory.getLogger(Learning.class);

    private static final int BATCH = 200;
    /** For how long who cannot be learned about is left alone. */
    private static final Duration PAUSE = Duration.ofHours(1);

    private final Patients patients;
    private final Histories histories;
    private final Visits visits;
    private final Champions champions;
    private final ChannelPrices prices;
    private final Outbox outbox;
    private final TransactionOperations transactions;
    private final Clock clock;
    private final MeterRegistry meters;

    Learning(
            Patients patients,
            Histories histories,
            Visits visits,
            Champions champions,
            ChannelPrices prices,
            Outbox outbox,
            TransactionOperations transactions,
            Clock clock,
            MeterRegistry meters) {
        this.patients = patients;
        this.histories = histories;
        this.visits = visits;
        this.champions = champions;
        this.prices = prices;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * Learns about a batch of patients whose turn it is, because of what happened or because time has passed: without the
     * latter a tired patient, who is sent nothing, would stay tired for ever. Whoever cannot be learned about is put off.
     *
     * @return whether there may be more
     */
    boolean learnDue() {
        var now = clock.instant();
        try {
            return Objects.requireNonNull(transactions.execute(_ -> learn(patients.lockDue(now, BATCH), now))) == BATCH;
        } catch (RuntimeException e) {
            // One of them, or a deadlock: alone each harms nobody else.
            log.atWarn().addKeyValue("code", e.getClass().getSimpleName()).log("Patients are learned about one by one");
            return oneByOne(now);
        }
    }

    private boolean oneByOne(Instant now) {
        var due = Objects.requireNonNull(transactions.execute(_ -> patients.due(now, BATCH)));
        var failed = new TreeMap<Long, String>();
        for (var patient : due) {
            try {
                transactions.executeWithoutResult(_ -> learn(patients.lockDue(patient, now), now));
            } catch (RuntimeException e) {
                failed.put(patient, e.getClass().getSimpleName());
            }
        }
        if (!failed.isEmpty()) {
            transactions.executeWithoutResult(_ -> patients.putOff(failed.navigableKeySet(), now.plus(PAUSE)));
            count("failed", failed.size());
            // The texts may quote a row.
            log.atError()
                    .addKeyValue("patients", failed.size())
                    .addKeyValue("code", String.join(",", new TreeSet<>(failed.values())))
                    .log("Patients cannot be learned about and are put off");
        }
        return due.size() == BATCH;
    }

    /** How many. */
    private int learn(List<Patient> due, Instant now) {
        if (due.isEmpty()) {
            return 0;
        }
        var sample = Timer.start(meters);
        var models = champions.of(due.stream().map(Patient::organizationId).collect(Collectors.toSet()), now);
        var known = histories.of(due, now);
        var next = visits.next(due, now);
        var turns = new ArrayList<Turn>();
        var learned = new ArrayList<Learned>();
        var news = new ArrayList<Keyed>();
        for (var patient : due) {
            var history = known.getOrDefault(patient.id(), History.NONE);
            var beliefs = new Beliefs(models.of(patient.organizationId()), prices, patient, history);
            var visit = next.get(patient.id());
            var estimate = beliefs.estimate(visit, now);
            turns.add(new Turn(
                    patient.id(),
                    patient.organizationId(),
                    beliefs.again(visit, now).orElse(null)));
            if (estimate.isNews(patient.estimate())) {
                var version = patient.insightVersion() + 1;
                learned.add(new Learned(patient.id(), patient.organizationId(), estimate, version, now));
                news.add(new Keyed(Long.toString(patient.id()), insight(patient, estimate, version)));
            }
        }
        patients.learned(learned);
        patients.learnAgain(turns);
        outbox.publishAll(Topics.INSIGHT, news);
        sample.stop(meters.timer("outreach.insight.learn"));
        count("published", news.size());
        count("unchanged", due.size() - news.size());
        return due.size();
    }

    private void count(String outcome, int patients) {
        meters.counter("outreach.insight.learned", "outcome", outcome).increment(patients);
    }

    private InsightLearned insight(Patient patient, Estimate estimate, long version) {
        return new InsightLearned(
                patient.id(),
                patient.organizationId(),
                version,
                estimate.bestHour(),
                estimate.bestChannel(),
                estimate.fatigue(),
                estimate.confidence(),
                estimate.evidence(),
                clock.instant(),
                estimate.weights(),
                estimate.hourConfidence(),
                estimate.channelConfidence(),
                estimate.noShowRisk(),
                estimate.reason());
    }
}
