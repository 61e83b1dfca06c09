package com.ovhi.outreach.orchestrator.trigger;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.api.PatientRef;
import com.ovhi.outreach.common.contract.ovhi.PatientMerged;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.orchestrator.job.MergedJobs;
import com.ovhi.outreach.orchestrator.projection.Patients;
import com.ovhi.outreach.orchestrator.projection.Visits;
import com.ovhi.outreach.orchestrator.waiting.StillMissing;
import com.ovhi.outreach.orchestrator.waiting.WaitingHandler;
import com.ovhi.outreach.orchestrator.waiting.WaitingRoom;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Two records were of one patient: the visits of the one that is given up are those of the other from now on, and their days
 * are planned anew where that is safe. Nothing is said to the former any more (preference-service closes the record); whatever
 * else waits for it is judged for the record that stays, reminders by an allowance of their own. Nothing that was said is said
 * again, and no reminder is left out for what the other record is told. Thread-safe.
 */
@Service
class MergedRecords implements WaitingHandler {

    static final String MERGED = "patient.merged";

    private static final Logger log = LoggerFactory.getLogger(MergedRecords.class);
    private static final String REASON = "record-merged";

    private final Patients patients;
    private final Visits visits;
    private final MergedJobs jobs;
    private final Departures departures;
    private final DayPlans days;
    private final KnownCircumstances circumstances;
    private final WaitingRoom waitingRoom;
    private final TriggerProperties properties;
    private final MeterRegistry meters;
    private final Clock clock;

    MergedRecords(
            Patients patients,
            Visits visits,
            MergedJobs jobs,
            Departures departures,
            DayPlans days,
            KnownCircumstances circumstances,
            WaitingRoom waitingRoom,
            TriggerProperties properties,
            MeterRegistry meters,
            Clock clock) {
        this.patients = patients;
        this.visits = visits;
        this.jobs = jobs;
        this.departures = departures;
        this.days = days;
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
        // Visits before patients, and those in their order, as for everybody who makes a job.
        visits.hold(organization, from);
        patients.lock(Set.copyOf(
                List.of(new PatientRef(organization, from), new PatientRef(organization, merge.intoPatientId()))));
        var into = patients.record(organization, merge.intoPatientId());
        if (into == from || patients.record(organization, from) != from) {
            return;
        }
        var moved = visits.ahead(organization, from, clock.instant()).stream()
                .map(visit -> new Moved(visit.appointmentId()))
                .toList();
        var died = patients.isGone(organization, from);
        patients.merged(organization, from, into);
        patients.departed(organization, from);
        visits.rekey(organization, from, into);
        if (!died) {
            plan(new Rekeyed(organization, into, moved), event);
        }
        jobs.moved(organization, from, into, REASON);
        waitingRoom.wake(StillMissing.patient(organization, from));
        AfterCommit.run(() -> meters.counter("outreach.visits.rekeyed").increment(moved.size()));
        if (died) {
            departures.died(organization, into);
        }
    }

    /** Before what waits goes its own way: what is planned anew does not. */
    private void plan(Rekeyed rekeyed, EventHeaders event) {
        try {
            ask(rekeyed, event);
        } catch (StillMissing missing) {
            waitingRoom.park(event, rekeyed, missing);
        }
    }

    private void ask(Rekeyed rekeyed, EventHeaders event) {
        if (rekeyed.visits().isEmpty()) {
            return;
        }
        var known = circumstances.of(rekeyed.organizationId(), rekeyed.patientId());
        var moved = rekeyed.visits().stream().map(Moved::appointmentId).collect(Collectors.toSet());
        for (var visit : rekeyed.visits()) {
            visits.find(rekeyed.organizationId(), visit.appointmentId())
                    .filter(found -> found.patientId() == rekeyed.patientId())
                    .ifPresent(found -> days.moved(found, moved, known, event));
        }
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
        var rekeyed = ContractJson.read(payload, Rekeyed.class);
        return () -> {
            // In the order of the merge: nobody takes over meanwhile from what these days still wait for.
            visits.hold(rekeyed.organizationId(), rekeyed.patientId());
            patients.lock(Set.of(new PatientRef(rekeyed.organizationId(), rekeyed.patientId())));
            ask(rekeyed, event);
        };
    }

    @Override
    public void giveUp(byte[] payload, EventHeaders event) {
        log.atError().addKeyValue("event_id", event.id()).log("Visits left without messages: their patient is unknown");
    }

    /** Visits that have another record of their patient now, kept until that one is known. */
    record Rekeyed(long organizationId, long patientId, List<Moved> visits) {}

    /** One of them. */
    record Moved(long appointmentId) {}
}
