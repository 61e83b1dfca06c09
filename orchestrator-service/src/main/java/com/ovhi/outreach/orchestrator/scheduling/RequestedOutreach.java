package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.api.PatientRef;
import com.ovhi.outreach.common.messaging.EventConsumers.Event;
import com.ovhi.outreach.common.messaging.EventConsumers.Once;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.messaging.RetryLater;
import com.ovhi.outreach.orchestrator.audit.Actor;
import com.ovhi.outreach.orchestrator.campaign.OtherVersions;
import com.ovhi.outreach.orchestrator.decision.DecisionRecord;
import com.ovhi.outreach.orchestrator.decision.Refusal;
import com.ovhi.outreach.orchestrator.scheduling.Decision.Accepted;
import com.ovhi.outreach.orchestrator.scheduling.Decision.Refused;
import com.ovhi.outreach.orchestrator.scheduling.JointDecisions.Decided;
import com.ovhi.outreach.orchestrator.scheduling.JointDecisions.Missing;
import com.ovhi.outreach.orchestrator.scheduling.JointDecisions.Verdict;
import com.ovhi.outreach.orchestrator.scheduling.Openings.Order;
import com.ovhi.outreach.orchestrator.scheduling.Scheduling.Crowded;
import com.ovhi.outreach.orchestrator.scheduling.Scheduling.NotScheduled;
import com.ovhi.outreach.orchestrator.scheduling.Scheduling.Repeated;
import com.ovhi.outreach.orchestrator.scheduling.Scheduling.Scheduled;
import com.ovhi.outreach.orchestrator.waiting.Lane;
import com.ovhi.outreach.orchestrator.waiting.StillMissing;
import com.ovhi.outreach.orchestrator.waiting.WaitingHandler;
import com.ovhi.outreach.orchestrator.waiting.WaitingRoom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Requests that arrive as events: the same decision as for a call, but refusals are written down. Thread-safe. */
@Service
class RequestedOutreach implements WaitingHandler {

    private static final Logger log = LoggerFactory.getLogger(RequestedOutreach.class);
    private static final String TYPE = "outreach.requested";

    private final RequestReader reader;
    private final StandingRecords records;
    private final DecisionMaker decisionMaker;
    private final JointDecisions jointly;
    private final Scheduling scheduling;
    private final JointScheduling scheduledJointly;
    private final OtherVersions otherVersions;
    private final RefusedRequests refusals;
    private final WaitingRoom waitingRoom;
    private final ScheduleMeters meters;
    private final SchedulingProperties properties;

    RequestedOutreach(
            RequestReader reader,
            StandingRecords records,
            DecisionMaker decisionMaker,
            JointDecisions jointly,
            Scheduling scheduling,
            JointScheduling scheduledJointly,
            OtherVersions otherVersions,
            RefusedRequests refusals,
            WaitingRoom waitingRoom,
            ScheduleMeters meters,
            SchedulingProperties properties) {
        this.reader = reader;
        this.records = records;
        this.decisionMaker = decisionMaker;
        this.jointly = jointly;
        this.scheduling = scheduling;
        this.scheduledJointly = scheduledJointly;
        this.otherVersions = otherVersions;
        this.refusals = refusals;
        this.waitingRoom = waitingRoom;
        this.meters = meters;
        this.properties = properties;
    }

    /**
     * Decides requests that arrived together outside of a transaction and carries them out in one; those of one patient in
     * their order, and each by itself that has to be. What is urgent waits for nobody, not even for what its patient is
     * told otherwise.
     */
    void prepare(List<Event<OutreachRequested>> events, Once once) {
        var rest = new ArrayList<Event<OutreachRequested>>();
        for (var event : events) {
            if (RequestReader.isUrgent(event.content())) {
                alone(event, once);
            } else {
                rest.add(event);
            }
        }
        if (rest.isEmpty()) {
            return;
        }
        var givenUp =
                records.of(rest.stream().map(event -> patient(event.content())).collect(Collectors.toSet()));
        while (!rest.isEmpty()) {
            var round = new LinkedHashMap<PatientRef, Event<OutreachRequested>>();
            rest.removeIf(event -> round.putIfAbsent(standing(patient(event.content()), givenUp), event) == null);
            prepareRound(round.values(), givenUp, once);
        }
    }

    private static PatientRef standing(PatientRef patient, Map<PatientRef, Long> givenUp) {
        var stays = givenUp.get(patient);
        return stays == null ? patient : new PatientRef(patient.organizationId(), stays);
    }

    private static PatientRef patient(OutreachRequested request) {
        return new PatientRef(request.organizationId(), request.patientId());
    }

    private void prepareRound(Collection<Event<OutreachRequested>> events, Map<PatientRef, Long> givenUp, Once once) {
        var asks = new LinkedHashMap<Event<OutreachRequested>, Ask>();
        events.forEach(event -> asks.put(event, records.standing(reader.read(event.content()), givenUp)));
        callOffOtherVersions(asks.values());
        var verdicts = meters.shared(
                "event",
                () -> jointly.decide(
                        asks.values().stream().filter(JointDecisions::admits).toList()));
        var together = new LinkedHashMap<Event<OutreachRequested>, Verdict>();
        asks.forEach((event, ask) -> {
            var verdict = verdicts.get(ask);
            if (verdict != null) {
                together.put(event, verdict);
            }
        });
        carryOut(together, once);
        asks.keySet().stream().filter(event -> !together.containsKey(event)).forEach(event -> alone(event, once));
    }

    private void callOffOtherVersions(Collection<Ask> asks) {
        otherVersions.callOff(
                asks.stream().flatMap(ask -> ask.inCampaign().stream()).toList());
    }

    private void alone(Event<OutreachRequested> event, Once once) {
        once.run(List.of(event), prepare(event.content(), event.headers()));
    }

    /** Those of crowded patients are taken out, to be decided again by themselves; what was decided of the others is still so. */
    private void carryOut(Map<Event<OutreachRequested>, Verdict> together, Once once) {
        var left = new LinkedHashMap<>(together);
        var crowded = new ArrayList<Event<OutreachRequested>>();
        while (!left.isEmpty()) {
            try {
                once.run(List.copyOf(left.keySet()), () -> carryOut(left));
                left.clear();
            } catch (Crowd crowd) {
                left.keySet().stream()
                        .filter(event -> crowd.requests.contains(event.content().requestId()))
                        .forEach(crowded::add);
                left.keySet().removeAll(crowded);
            }
        }
        crowded.forEach(event -> alone(event, once));
    }

    private void carryOut(Map<Event<OutreachRequested>, Verdict> together) {
        var orders = new ArrayList<Order>();
        var refused = new ArrayList<Refused>();
        together.forEach((event, verdict) -> {
            switch (verdict) {
                case Missing(var why) -> park(event, why);
                case Decided(Refused refusal) -> {
                    try {
                        records.requireKnown(refusal);
                        refused.add(refusal);
                    } catch (StillMissing merge) {
                        park(event, merge);
                    }
                }
                case Decided(Accepted accepted) ->
                    orders.add(new Order(
                            accepted, Actor.ORCHESTRATOR, event.headers().traceparent()));
            }
        });
        refusals.add(refused);
        var made = scheduledJointly.carryOut(orders);
        var crowded = new HashSet<UUID>();
        for (var order : orders) {
            if (made.containsKey(order.ask().requestId())) {
                meters.scheduled("event", order.ask().purpose());
            } else if (!isCarriedOut(order.decision())) {
                crowded.add(order.ask().requestId());
            }
        }
        if (!crowded.isEmpty()) {
            throw new Crowd(crowded);
        }
    }

    private void park(Event<OutreachRequested> event, StillMissing missing) {
        waitingRoom.park(event.headers(), event.content(), missing, lane(event.content()));
    }

    /** Decides outside of a transaction; what it returns runs in one. */
    Runnable prepare(OutreachRequested request, EventHeaders event) {
        try {
            return decided(request);
        } catch (StillMissing missing) {
            return () -> waitingRoom.park(event, request, missing, lane(request));
        }
    }

    private static Lane lane(OutreachRequested request) {
        var urgent = RequestReader.isUrgent(request);
        if (Topics.request(request.purpose(), urgent).equals(Topics.REQUEST)) {
            return Lane.BULK;
        }
        return urgent ? Lane.URGENT : Lane.EVENT;
    }

    private Runnable decided(OutreachRequested request) {
        var ask = records.standing(reader.read(request));
        callOffOtherVersions(List.of(ask));
        return switch (meters.timed("event", () -> decisionMaker.decide(ask))) {
            case Accepted accepted ->
                () -> {
                    if (!isCarriedOut(accepted)) {
                        throw new RetryLater("patient-busy");
                    }
                };
            case Refused refused -> {
                records.requireKnown(refused);
                yield () -> refusals.add(List.of(refused));
            }
        };
    }

    /** Makes the job, or writes down why there is none; false when it must be decided again, and the transaction roll back. */
    private boolean isCarriedOut(Accepted accepted) {
        switch (scheduling.carryOut(accepted, Actor.ORCHESTRATOR)) {
            case Scheduled _ -> meters.scheduled("event", accepted.ask().purpose());
            case NotScheduled(var refused) -> {
                if (records.hasMoved(refused)) {
                    return false;
                }
                refusals.add(List.of(refused));
            }
            case Repeated(var jobId) ->
                log.atInfo().addKeyValue("job_id", jobId).log("Request repeated");
            case Crowded() -> {
                meters.overtaken("event");
                return false;
            }
        }
        return true;
    }

    @Override
    public Set<String> types() {
        return Set.of(TYPE);
    }

    @Override
    public Duration patience() {
        return properties.patience();
    }

    @Override
    public Runnable retry(byte[] payload, EventHeaders event) {
        return decided(ContractJson.read(payload, OutreachRequested.class));
    }

    @Override
    public void giveUp(byte[] payload, EventHeaders event) {
        var ask = reader.read(ContractJson.read(payload, OutreachRequested.class));
        var record = DecisionRecord.refused(ask.purpose(), Refusal.UNKNOWN_PATIENT, List.of());
        refusals.add(List.of(new Refused(ask, Refusal.UNKNOWN_PATIENT, Map.of(), record)));
    }

    /** Rolls back what was begun with requests that must be decided again. */
    private static final class Crowd extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Set<UUID> requests;

        Crowd(Set<UUID> requests) {
            super("Patients have got other contacts", null, false, false);
            this.requests = requests;
        }
    }
}
