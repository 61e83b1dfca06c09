package com.ovhi.outreach.orchestrator.trigger;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.ovhi.LabResultReady;
import com.ovhi.outreach.common.contract.ovhi.RefillDue;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.orchestrator.decision.OccasionName;
import com.ovhi.outreach.orchestrator.job.Cancellations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import com.ovhi.outreach.orchestrator.projection.Refills;
import com.ovhi.outreach.orchestrator.settings.Cadence;
import com.ovhi.outreach.orchestrator.settings.SettingsLedger;
import com.ovhi.outreach.orchestrator.trigger.KnownCircumstances.Circumstances;
import com.ovhi.outreach.orchestrator.waiting.StillMissing;
import com.ovhi.outreach.orchestrator.waiting.WaitingHandler;
import com.ovhi.outreach.orchestrator.waiting.WaitingRoom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** What follows from refills and results: a notice that says neither which nor what. Thread-safe. */
@Service
class CareEvents implements WaitingHandler {

    static final String REFILL = "rx.refill_due";
    static final String RESULT = "lab.result_ready";

    private static final Logger log = LoggerFactory.getLogger(CareEvents.class);

    private final Wishes wishes;
    private final CareRules rules;
    private final SettingsLedger settings;
    private final Patients patients;
    private final Refills refills;
    private final Cancellations cancellations;
    private final KnownCircumstances circumstances;
    private final WaitingRoom waitingRoom;
    private final TriggerProperties properties;
    private final Clock clock;

    CareEvents(
            Wishes wishes,
            CareRules rules,
            SettingsLedger settings,
            Patients patients,
            Refills refills,
            Cancellations cancellations,
            KnownCircumstances circumstances,
            WaitingRoom waitingRoom,
            TriggerProperties properties,
            Clock clock) {
        this.wishes = wishes;
        this.rules = rules;
        this.settings = settings;
        this.clock = clock;
        this.patients = patients;
        this.refills = refills;
        this.cancellations = cancellations;
        this.circumstances = circumstances;
        this.waitingRoom = waitingRoom;
        this.properties = properties;
    }

    /** A prescription can be refilled; each due date is an occasion of its own, and replaces the one before. */
    void refillDue(RefillDue told, EventHeaders event) {
        // Refills before patients, as for everybody who makes a job.
        if (!refills.due(told, event.time())) {
            return;
        }
        var refill = ofRecord(told);
        cancellations.ofOtherDates(
                refill.organizationId(),
                ref(refill),
                Purpose.RX_REFILL,
                refill.dueOn().toString(),
                "refill-date-changed");
        tryOrPark(refill, event, () -> ask(refill, event));
    }

    /** A result is in the portal. */
    void resultReady(LabResultReady told, EventHeaders event) {
        var result = ofRecord(told);
        tryOrPark(result, event, () -> ask(result, event));
    }

    /** What is told of a record that was given up is about the one that stays. */
    private RefillDue ofRecord(RefillDue told) {
        return told.of(patients.record(told.organizationId(), told.patientId()));
    }

    private LabResultReady ofRecord(LabResultReady told) {
        return told.of(patients.record(told.organizationId(), told.patientId()));
    }

    private void tryOrPark(Object contract, EventHeaders event, Runnable asking) {
        try {
            asking.run();
        } catch (StillMissing missing) {
            waitingRoom.park(event, contract, missing);
        }
    }

    private void ask(RefillDue refill, EventHeaders event) {
        var subject =
                new Subject(refill.organizationId(), refill.patientId(), null, ref(refill), OccasionName.ONLY_VERSION);
        ask(
                        subject,
                        event,
                        (known, cadence) -> rules.refill(
                                refill.dueOn(), known.organization().zone(), cadence, clock.instant()))
                .forEach(request -> refills.ask(request, refill));
    }

    private static String ref(RefillDue refill) {
        return "prescription/" + refill.prescriptionId();
    }

    private void ask(LabResultReady result, EventHeaders event) {
        var subject = new Subject(
                result.organizationId(),
                result.patientId(),
                null,
                "result/" + result.resultId(),
                OccasionName.ONLY_VERSION);
        ask(subject, event, (_, cadence) -> rules.result(event.time(), cadence));
    }

    /** Returns the ids of the requests. */
    private List<UUID> ask(Subject subject, EventHeaders event, BiFunction<Circumstances, Cadence, List<Wish>> wanted) {
        var known = circumstances.of(subject.organizationId(), subject.patientId());
        var cadence = settings.of(subject.organizationId()).cadence();
        return wanted.apply(known, cadence).stream()
                .map(wish -> wishes.publish(wish, subject, event.id(), known.organization(), null))
                .toList();
    }

    @Override
    public Set<String> types() {
        return Set.of(REFILL, RESULT);
    }

    @Override
    public Duration patience() {
        return properties.patience();
    }

    @Override
    public Runnable retry(byte[] payload, EventHeaders event) {
        return REFILL.equals(event.type())
                ? () -> askIfCurrent(ContractJson.read(payload, RefillDue.class), event)
                : () -> ask(ofRecord(ContractJson.read(payload, LabResultReady.class)), event);
    }

    private void askIfCurrent(RefillDue refill, EventHeaders event) {
        if (refills.due(refill, event.time())) {
            ask(ofRecord(refill), event);
        }
    }

    @Override
    public void giveUp(byte[] payload, EventHeaders event) {
        log.atError().addKeyValue("event_id", event.id()).log("Notice left out: its patient is unknown");
    }
}
