package com.ovhi.outreach.orchestrator.trigger;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.contract.ovhi.AppointmentClosed;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.orchestrator.job.Cancellations;
import com.ovhi.outreach.orchestrator.projection.Booked;
import com.ovhi.outreach.orchestrator.projection.Patients;
import com.ovhi.outreach.orchestrator.projection.VisitRef;
import com.ovhi.outreach.orchestrator.projection.Visits;
import com.ovhi.outreach.orchestrator.projection.Visits.State;
import com.ovhi.outreach.orchestrator.settings.SettingsLedger;
import com.ovhi.outreach.orchestrator.waiting.StillMissing;
import com.ovhi.outreach.orchestrator.waiting.WaitingHandler;
import com.ovhi.outreach.orchestrator.waiting.WaitingRoom;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** What follows from changes of visits. Each method runs in the transaction of its event. Thread-safe. */
@Service
class VisitEvents implements WaitingHandler {

    private static final Logger log = LoggerFactory.getLogger(VisitEvents.class);
    private static final String MOVED = "appointment.moved";
    private static final String NO_SHOW = "appointment.no_show";

    private final Visits visits;
    private final Patients patients;
    private final Cancellations cancellations;
    private final VisitRules rules;
    private final Wishes wishes;
    private final DayPlans days;
    private final SettingsLedger settings;
    private final KnownCircumstances circumstances;
    private final WaitingRoom waitingRoom;
    private final TriggerProperties properties;
    private final Clock clock;

    VisitEvents(
            Visits visits,
            Patients patients,
            Cancellations cancellations,
            VisitRules rules,
            Wishes wishes,
            DayPlans days,
            SettingsLedger settings,
            KnownCircumstances circumstances,
            WaitingRoom waitingRoom,
            TriggerProperties properties,
            Clock clock) {
        this.visits = visits;
        this.patients = patients;
        this.cancellations = cancellations;
        this.rules = rules;
        this.wishes = wishes;
        this.days = days;
        this.settings = settings;
        this.circumstances = circumstances;
        this.waitingRoom = waitingRoom;
        this.properties = properties;
        this.clock = clock;
    }

    /** A visit was booked or moved: messages about older versions are pointless, new ones are wanted. */
    void booked(AppointmentBooked told, EventHeaders event) {
        var visit = ofRecord(told);
        var before = visits.find(visit.organizationId(), visit.appointmentId());
        var awaited = before.filter(days::isAwaited).isPresent();
        if (!visits.booked(visit)) {
            return;
        }
        var ref = VisitRef.of(visit.appointmentId());
        cancellations.ofOlderVersions(visit.organizationId(), ref, visit.version(), "appointment-moved");
        before.ifPresent(_ -> cancellations.ofNoVersion(visit.organizationId(), ref, "appointment-moved"));
        if (visit.sensitive()) {
            cancellations.hush(visit.organizationId(), ref);
        }
        // Who has booked again needs no offer to do so.
        cancellations.ofPurpose(visit.organizationId(), visit.patientId(), Purpose.NO_SHOW, "booked-again");
        try {
            ask(visit, event);
        } catch (StillMissing missing) {
            waitingRoom.park(event, visit, missing);
        }
        before.filter(old -> !old.sameDay(visits.find(old.organizationId(), old.appointmentId())))
                .ifPresent(old -> leave(old, awaited, event));
    }

    /** What is told of a record that was given up is about the one that stays; it does until the transaction ends. */
    private AppointmentBooked ofRecord(AppointmentBooked told) {
        return told.of(record(told.organizationId(), told.appointmentId(), told.patientId()));
    }

    private AppointmentClosed ofRecord(AppointmentClosed told) {
        return told.of(record(told.organizationId(), told.appointmentId(), told.patientId()));
    }

    /** Visits are locked before patients, as by everybody who makes a job. */
    private long record(long organizationId, long appointmentId, long patientId) {
        visits.lock(organizationId, appointmentId);
        return patients.record(organizationId, patientId);
    }

    /** What else there is on the day a visit has left is told without it. */
    private void leave(Booked old, boolean awaited, EventHeaders event) {
        try {
            days.left(old, awaited, circumstances.of(old.organizationId(), old.patientId()), event);
        } catch (StillMissing missing) {
            log.atInfo().addKeyValue("awaited", missing.awaited()).log("Nothing was planned for the day yet");
        }
    }

    /** A visit was cancelled, took place or was missed: what is left of its messages is pointless. */
    void closed(AppointmentClosed told, State state, EventHeaders event) {
        var visit = ofRecord(told);
        var before = visits.find(visit.organizationId(), visit.appointmentId());
        var awaited = before.filter(days::isAwaited).isPresent();
        if (!visits.closed(visit, state)) {
            return;
        }
        var ref = VisitRef.of(visit.appointmentId());
        cancellations.ofOlderVersions(visit.organizationId(), ref, visit.version(), reason(state));
        cancellations.ofNoVersion(visit.organizationId(), ref, reason(state));
        before.filter(_ -> state == State.CANCELLED).ifPresent(old -> leave(old, awaited, event));
        if (state == State.NO_SHOW) {
            try {
                askAfterMiss(visit, event);
            } catch (StillMissing missing) {
                waitingRoom.park(event, visit, missing);
            }
        }
    }

    private static String reason(State state) {
        return switch (state) {
            case BOOKED -> "appointment-moved";
            case ARRIVED -> "patient-arrived";
            case CANCELLED -> "appointment-cancelled";
            case COMPLETED -> "appointment-completed";
            case NO_SHOW -> "appointment-missed";
        };
    }

    private void ask(AppointmentBooked visit, EventHeaders event) {
        var known = circumstances.of(visit.organizationId(), visit.patientId());
        var time = VisitTime.of(visit.start(), visit.location().timezone());
        var subject = new Subject(
                visit.organizationId(),
                visit.patientId(),
                visit.providerId(),
                VisitRef.of(visit.appointmentId()),
                visit.version());
        var cadence = settings.of(visit.organizationId()).cadence();
        rules.news(time.at(), MOVED.equals(event.type()), cadence, clock.instant())
                .ifPresent(wish -> wishes.publish(wish, subject, event.id(), known.organization(), time));
        visits.find(visit.organizationId(), visit.appointmentId())
                .ifPresent(booked -> days.joined(booked, known, event));
    }

    private void askAfterMiss(AppointmentClosed visit, EventHeaders event) {
        var known = circumstances.of(visit.organizationId(), visit.patientId());
        var subject = new Subject(
                visit.organizationId(), visit.patientId(), null, VisitRef.of(visit.appointmentId()), visit.version());
        var zone = visits.zone(visit.organizationId(), visit.appointmentId())
                .orElseGet(() -> known.organization().zone());
        var rebooked = visits.hasAhead(visit.organizationId(), visit.patientId(), clock.instant());
        rules.missed(
                        event.time(),
                        zone,
                        rebooked,
                        settings.of(visit.organizationId()).cadence())
                .forEach(wish -> wishes.publish(wish, subject, event.id(), known.organization(), null));
    }

    @Override
    public Set<String> types() {
        return Set.of("appointment.booked", MOVED, NO_SHOW);
    }

    @Override
    public Duration patience() {
        return properties.patience();
    }

    @Override
    public Runnable retry(byte[] payload, EventHeaders event) {
        if (NO_SHOW.equals(event.type())) {
            var missed = ContractJson.read(payload, AppointmentClosed.class);
            return () -> {
                if (visits.isCurrent(missed.organizationId(), missed.appointmentId(), missed.version())) {
                    askAfterMiss(ofRecord(missed), event);
                }
            };
        }
        var visit = ContractJson.read(payload, AppointmentBooked.class);
        return () -> {
            if (visits.isCurrent(visit.organizationId(), visit.appointmentId(), visit.version())) {
                ask(ofRecord(visit), event);
            }
        };
    }

    @Override
    public void giveUp(byte[] payload, EventHeaders event) {
        log.atError().addKeyValue("event_id", event.id()).log("Visit left without messages: its patient is unknown");
    }
}
