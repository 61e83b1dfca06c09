package com.ovhi.outreach.optimizer.engagement;

import com.ovhi.outreach.common.contract.InsightLearned;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.optimizer.learning.Estimate;
import com.ovhi.outreach.optimizer.learning.Fatigue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Learns about one patient at a time and publishes the insight when best hour or fatigue has changed. */
@Service
class Engagement {

    /** Habits change: what is older than this is forgotten. */
    static final Duration MEMORY = Duration.ofDays(180);

    private static final int RECOVERY_BATCH = 100;

    private final Patients patients;
    private final EngagementLog jobs;
    private final Outbox outbox;
    private final Clock clock;
    private final MeterRegistry meters;

    Engagement(Patients patients, EngagementLog jobs, Outbox outbox, Clock clock, MeterRegistry meters) {
        this.patients = patients;
        this.jobs = jobs;
        this.outbox = outbox;
        this.clock = clock;
        this.meters = meters;
    }

    /** Whether a step of a job is evidence. */
    static boolean matters(JobChanged job) {
        return switch (job.milestone()) {
            case SENT, CLICKED, REPLIED, BOUNCED, FAILED -> true;
            case SCHEDULED, PROCESSING, DELIVERED, OPENED, EXPIRED, CANCELLED, UNDER_REVIEW -> false;
        };
    }

    /** Takes note of a send, an answer or a loss. Opens are no evidence: mail programs make them by themselves. */
    @Transactional
    void on(JobChanged job) {
        switch (job.milestone()) {
            case SENT -> learn(job, jobs::sent);
            case CLICKED, REPLIED -> learn(job, jobs::responded);
            case BOUNCED, FAILED -> learn(job, jobs::lost);
            case SCHEDULED, PROCESSING, DELIVERED, OPENED, EXPIRED, CANCELLED, UNDER_REVIEW -> {}
        }
    }

    private void learn(JobChanged job, Note note) {
        var patient = patients.lock(job.patientId(), job.organizationId());
        note.take(job, clock.instant());
        learn(patient);
    }

    /**
     * Takes note of where patients are; an older state than the known one is passed over. Nothing else in a preference
     * changes what was learned, and consents change by the hundred thousand when a file of them is imported.
     */
    @Transactional
    void onAll(List<PreferenceChanged> preferences) {
        var newest = PreferenceChanged.newest(preferences);
        var known = patients.lock(newest.values());
        var news = newest.values().stream()
                .filter(each -> each.version() > known(known, each).preferenceVersion())
                .toList();
        patients.move(news.stream().map(Engagement::place).toList());
        news.stream()
                .filter(each -> hasMoved(known(known, each), place(each)))
                .forEach(each -> learn(patients.find(each.patientId()).orElseThrow()));
    }

    private static Patient known(Map<Long, Patient> known, PreferenceChanged preference) {
        return Objects.requireNonNull(known.get(preference.patientId()));
    }

    private static boolean hasMoved(Patient known, Place now) {
        return !Objects.equals(now.zone(), known.zone()) || now.organizationId() != known.organizationId();
    }

    private static Place place(PreferenceChanged preference) {
        return new Place(
                preference.patientId(),
                preference.organizationId(),
                onlyZone(preference.candidateZones()),
                preference.language(),
                preference.version());
    }

    private static @Nullable ZoneId onlyZone(List<String> candidates) {
        try {
            return candidates.size() == 1 ? ZoneId.of(candidates.getFirst()) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /**
     * Learns again about patients whose fatigue has fallen by the passing of time. Without this a tired patient, who is
     * sent nothing, would stay tired for ever.
     *
     * @return whether there may be more
     */
    @Transactional
    boolean recover() {
        var recovering = patients.lockRecovering(clock.instant(), RECOVERY_BATCH);
        recovering.forEach(this::learn);
        return recovering.size() == RECOVERY_BATCH;
    }

    /** Forgets a chunk of what is too old to learn from; whether there may be more. */
    @Transactional
    boolean forget() {
        return jobs.purge(clock.instant().minus(MEMORY));
    }

    private void learn(Patient patient) {
        var sample = Timer.start(meters);
        var now = clock.instant();
        var estimate = estimate(patient, now);
        var changed = !Objects.equals(patient.bestHour(), estimate.bestHour().orElse(null))
                || Double.compare(patient.fatigue(), estimate.fatigue().score()) != 0;
        var version = patient.insightVersion() + (changed ? 1 : 0);
        patients.learned(patient.id(), estimate, version, changed ? now : patient.learnedAt());
        if (changed) {
            outbox.publish(Topics.INSIGHT, Long.toString(patient.id()), insight(patient, estimate, version, now));
        }
        sample.stop(meters.timer("outreach.insight.learn", "outcome", changed ? "published" : "unchanged"));
    }

    private Estimate estimate(Patient patient, Instant now) {
        if (patient.zone() != null) {
            jobs.placeInDay(patient.id(), patient.zone());
        }
        return Estimate.of(
                jobs.count(patient, now.minus(MEMORY), now),
                Fatigue.of(jobs.unanswered(patient.id(), now.minus(Fatigue.WINDOW)), now),
                patient.zone() != null);
    }

    private static InsightLearned insight(Patient patient, Estimate estimate, long version, Instant now) {
        return new InsightLearned(
                patient.id(),
                patient.organizationId(),
                version,
                estimate.bestHour().orElse(null),
                null,
                estimate.fatigue().score(),
                estimate.confidence(),
                estimate.evidence(),
                now);
    }

    private interface Note {
        void take(JobChanged job, Instant now);
    }
}
