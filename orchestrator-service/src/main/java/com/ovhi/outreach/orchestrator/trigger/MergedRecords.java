package com.ovhi.outreach.orchestrator.trigger;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.ovhi.PatientMerged;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.orchestrator.job.Cancellations;
import com.ovhi.outreach.orchestrator.job.JobLedger;
import com.ovhi.outreach.orchestrator.projection.Booked;
import com.ovhi.outreach.orchestrator.projection.Patients;
import com.ovhi.outreach.orchestrator.projection.VisitRef;
import com.ovhi.outreach.orchestrator.projection.Visits;
import com.ovhi.outreach.orchestrator.settings.SettingsLedger;
import com.ovhi.outreach.orchestrator.trigger.KnownCircumstances.Circumstances;
import com.ovhi.outreach.orchestrator.waiting.StillMissing;
import com.ovhi.outreach.orchestrator.waiting.WaitingHandler;
import com.ovhi.outreach.orchestrator.waiting.WaitingRoom;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Two records were of one patient: the visits of the one that is given up are those of the other from now on. What waits for
 * the former is called off, for nothing is said there any more (preference-service closes the record); what is to be said of
 * the visits is asked for under the record that stays. Nothing that was said is said again. Thread-safe.
 */
@Service
class MergedRecords implements WaitingHandler {

    static final String MERGED = "patient.merged";

    private static final Logger log = LoggerFactory.getLogger(MergedRecords.class);
    private static final String REASON = "record-merged";

    private final Patients patients;
    private final Visits visits;
    private final JobLedger jobs;
    private final Cancellations cancellations;
    private final VisitRules rules;
    private final Wishes wishes;
    private final DayPlans days;
    private final SettingsLedger settings;
    private final KnownCircumstances circumstances;
    private final WaitingRoom waitingRoom;
    private final TriggerProperties properties;
    private final MeterRegistry meters;
    private final Clock clock;

    MergedRecords(
            Patients patients,
            Visits visits,
            JobLedger jobs,
            Cancellations cancellations,
            VisitRules rules,
            Wishes wishes,
            DayPlans days,
            SettingsLedger settings,
            KnownCircumstances circumstances,
            WaitingRoom waitingRoom,
            TriggerProperties properties,
            MeterRegistry meters,
            Clock clock) {
        this.patients = patients;
        this.visits = visits;
        this.jobs = jobs;
        this.cancellations = cancellations;
        this.rules = rules;
        this.wishes = wishes;
        this.days = days;
        this.settings = settings;
        this.circumstances = circumstances;
        this.waitingRoom = waitingRoom;
        this.properties = properties;
        this.meters = meters;
        this.clock = clock;
    }

    /** Runs in the transaction of its event. What would end in a circle, or has been done, changes nothing. */
    void merged(PatientMerged merge, EventHeaders event) {
        var organization = merge.organizationId();
        var from = merge.patientId();
        // Visits before patients, as for everybody who makes a job.
        visits.hold(organization, from);
        var into = patients.record(organization, merge.intoPatientId());
        if (into == from || patients.record(organization, from) != from) {
            return;
        }
        patients.merged(organization, from, into);
        patients.departed(organization, from);
        var moved = visits.rekey(organization, from, into, clock.instant()).stream()
                .map(this::moved)
                .toList();
        cancellations.departed(organization, from, REASON);
        AfterCommit.run(() -> meters.counter("outreach.visits.rekeyed").increment(moved.size()));
        var rekeyed = new Rekeyed(organization, into, moved);
        try {
            ask(rekeyed, event);
        } catch (StillMissing missing) {
            waitingRoom.park(event, rekeyed, missing);
        }
    }

    private Moved moved(Booked visit) {
        var ref = VisitRef.of(visit.appointmentId());
        return new Moved(visit.appointmentId(), jobs.waits(visit.organizationId(), ref, Purpose.APPT_CONFIRM));
    }

    private void ask(Rekeyed rekeyed, EventHeaders event) {
        if (rekeyed.visits().isEmpty()) {
            return;
        }
        var known = circumstances.of(rekeyed.organizationId(), rekeyed.patientId());
        for (var moved : rekeyed.visits()) {
            visits.find(rekeyed.organizationId(), moved.appointmentId())
                    .filter(visit -> visit.patientId() == rekeyed.patientId())
                    .ifPresent(visit -> ask(visit, moved.untold(), known, event));
        }
    }

    private void ask(Booked visit, boolean untold, Circumstances known, EventHeaders event) {
        if (untold) {
            var subject = new Subject(
                    visit.organizationId(),
                    visit.patientId(),
                    visit.providerId(),
                    VisitRef.of(visit.appointmentId()),
                    visit.version());
            var cadence = settings.of(visit.organizationId()).cadence();
            rules.news(visit.start(), true, cadence, clock.instant())
                    .ifPresent(wish -> wishes.publish(
                            wish, subject, event.id(), known.organization(), VisitTime.of(List.of(visit))));
        }
        days.joined(visit, known, event);
    }

    @Override
    public Set<String> types() {
        return Set.of(MERGED);
    }

    @Override
    public Duration patience() {
        return properties.patience();
    }

    @Override
    public Runnable retry(byte[] payload, EventHeaders event) {
        return () -> ask(ContractJson.read(payload, Rekeyed.class), event);
    }

    @Override
    public void giveUp(byte[] payload, EventHeaders event) {
        log.atError().addKeyValue("event_id", event.id()).log("Visits left without messages: their patient is unknown");
    }

    /** Visits that have another record of their patient now, kept until that one is known. */
    record Rekeyed(long organizationId, long patientId, List<Moved> visits) {}

    /**
     * One of them.
     *
     * @param untold whether the news of it was called off in time
     */
    record Moved(long appointmentId, boolean untold) {}
}
