package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.decision.OccasionName;
import com.ovhi.outreach.orchestrator.decision.Refusal;
import com.ovhi.outreach.orchestrator.projection.Refills;
import com.ovhi.outreach.orchestrator.projection.Standing;
import com.ovhi.outreach.orchestrator.projection.Standings;
import com.ovhi.outreach.orchestrator.projection.VisitDays;
import com.ovhi.outreach.orchestrator.projection.VisitKey;
import com.ovhi.outreach.orchestrator.projection.Visits;
import com.ovhi.outreach.orchestrator.projection.Visits.State;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What messages are about, and whether it is still as they are to say. Thread-safe. */
@Component
class Subjects {

    private final Standings standings;
    private final Visits visits;
    private final VisitDays days;
    private final Refills refills;

    Subjects(Standings standings, Visits visits, VisitDays days, Refills refills) {
        this.standings = standings;
        this.visits = visits;
        this.days = days;
        this.refills = refills;
    }

    /** The subjects of requests, which do not change until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Held hold(Collection<Ask> asks) {
        return held(asks, standings.hold(visits(asks)));
    }

    /**
     * Like {@link #hold(Collection)}, but waits for no visit: requests about one that is not known, or that somebody else
     * holds, are left out.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Held holdFree(Collection<Ask> asks) {
        var known = standings.holdFree(visits(asks));
        return held(
                asks.stream()
                        .filter(ask -> ask.visitKey().map(known::containsKey).orElse(true))
                        .toList(),
                known);
    }

    private static Set<VisitKey> visits(Collection<Ask> asks) {
        return asks.stream().flatMap(ask -> ask.visitKey().stream()).collect(Collectors.toSet());
    }

    private Held held(Collection<Ask> asks, Map<VisitKey, Standing> known) {
        var replaced = new HashSet<>(days.replaced(about(asks, Purpose.APPT_REMINDER)));
        replaced.addAll(refills.replaced(about(asks, Purpose.RX_REFILL)));
        var held = new HashMap<Ask, Subject>();
        asks.forEach(ask -> held.put(
                ask,
                new Subject(ask, ask.visitKey().map(known::get).orElse(null), replaced.contains(ask.requestId()))));
        return new Held(held);
    }

    private static Set<UUID> about(Collection<Ask> asks, Purpose purpose) {
        return asks.stream()
                .filter(ask -> ask.purpose() == purpose && ask.subjectRef() != null)
                .map(Ask::requestId)
                .collect(Collectors.toSet());
    }

    /** Like {@link #hold}, of one. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Subject hold(Ask ask) {
        return hold(List.of(ask)).of(ask);
    }

    /** How the subject of a request stands, held by nobody. */
    @Transactional(readOnly = true)
    public Subject look(Ask ask) {
        return new Subject(ask, ask.visitKey().flatMap(standings::of).orElse(null), false);
    }

    /** Why nothing of it needs to be said any more, if so. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Refusal> objection(Subject subject) {
        if (!subject.suits()) {
            return Optional.of(Refusal.SUBJECT_SUPERSEDED);
        }
        var ask = subject.ask();
        return ask.conditions().unlessConfirmed()
                        && ask.visit().isPresent()
                        && visits.dayConfirmed(ask.organizationId(), ask.visit().getAsLong())
                ? Optional.of(Refusal.ALREADY_CONFIRMED)
                : Optional.empty();
    }

    /**
     * Whether a patient is offered a visit who has booked one. To be asked while the patient is locked: whoever books is
     * done then, or finds what was made of this.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean isBooked(Ask ask, Instant now) {
        return OccasionName.isOfferOfVisit(ask.occasionKey())
                && visits.hasAhead(ask.organizationId(), ask.patientId(), now);
    }

    /** The subjects of several requests. */
    record Held(Map<Ask, Subject> subjects) {

        boolean has(Ask ask) {
            return subjects.containsKey(ask);
        }

        Subject of(Ask ask) {
            var subject = subjects.get(ask);
            if (subject == null) {
                throw new IllegalArgumentException("This one is not held");
            }
            return subject;
        }
    }

    /**
     * The subject of a request.
     *
     * @param visit the newest version of the visit it is; null when none is known
     * @param replaced whether the request belongs to a plan of its day, or a date of its refill, that has been replaced
     */
    record Subject(Ask ask, @Nullable Standing visit, boolean replaced) {

        /** The version that is told of. */
        @Nullable
        Integer version() {
            var asked = ask.subjectVersion();
            return asked == null && visit != null ? (Integer) visit.version() : asked;
        }

        /** Whether it is still what the message was to say of it, and to whom. */
        boolean suits() {
            return !replaced && (visit == null || suits(visit));
        }

        private boolean suits(Standing known) {
            var version = ask.subjectVersion();
            if (version != null && version > known.version()) {
                return true;
            }
            return (version == null || version == known.version())
                    && switch (ask.purpose()) {
                        case APPT_CONFIRM, APPT_REMINDER ->
                            known.state() == State.BOOKED && known.patientId() == ask.patientId();
                        case NO_SHOW -> known.state() == State.NO_SHOW && known.patientId() == ask.patientId();
                        case RX_REFILL, LAB_READY, CAMPAIGN_EDUCATION, URGENT -> true;
                    };
        }
    }
}
