package com.ovhi.outreach.optimizer.engagement;

import com.ovhi.outreach.common.contract.InsightLearned;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.outbox.Outbox.Keyed;
import com.ovhi.outreach.optimizer.engagement.Patients.Learned;
import com.ovhi.outreach.optimizer.model.Champions;
import com.ovhi.outreach.optimizer.response.ChannelPrices;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Works out what is believed of the patients something has happened to, and says so where it is news. */
@Service
class Learning {

    private static final int BATCH = 200;

    private final Patients patients;
    private final Histories histories;
    private final Visits visits;
    private final Champions champions;
    private final ChannelPrices prices;
    private final Outbox outbox;
    private final Clock clock;
    private final MeterRegistry meters;

    Learning(
            Patients patients,
            Histories histories,
            Visits visits,
            Champions champions,
            ChannelPrices prices,
            Outbox outbox,
            Clock clock,
            MeterRegistry meters) {
        this.patients = patients;
        this.histories = histories;
        this.visits = visits;
        this.champions = champions;
        this.prices = prices;
        this.outbox = outbox;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * Learns about a batch of patients whose turn it is, because of what happened or because time has passed: without the
     * latter a tired patient, who is sent nothing, would stay tired for ever.
     *
     * @return whether there may be more
     */
    @Transactional
    boolean learnDue() {
        var now = clock.instant();
        var due = patients.lockDue(now, BATCH);
        if (due.isEmpty()) {
            return false;
        }
        var sample = Timer.start(meters);
        var models = champions.of(due.stream().map(Patient::organizationId).collect(Collectors.toSet()), now);
        var known = histories.of(due, now);
        var next = visits.next(due, now);
        var learned = new ArrayList<Learned>();
        var news = new ArrayList<Keyed>();
        for (var patient : due) {
            var history = known.getOrDefault(patient.id(), History.NONE);
            var beliefs = new Beliefs(models.of(patient.organizationId()), prices, patient, history);
            var estimate = beliefs.estimate(next.get(patient.id()), now);
            var changed = estimate.isNews(patient.estimate());
            var version = patient.insightVersion() + (changed ? 1 : 0);
            learned.add(new Learned(
                    patient.id(),
                    changed ? estimate : patient.estimate(),
                    version,
                    changed ? now : patient.learnedAt(),
                    beliefs.again(next.get(patient.id()), now).orElse(null)));
            if (changed) {
                news.add(new Keyed(Long.toString(patient.id()), insight(patient, estimate, version)));
            }
        }
        patients.learned(learned);
        outbox.publishAll(Topics.INSIGHT, news);
        sample.stop(meters.timer("outreach.insight.learn"));
        count("published", news.size());
        count("unchanged", due.size() - news.size());
        return due.size() == BATCH;
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
