package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.api.PatientRef;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.messaging.EventConsumers.Event;
import com.ovhi.outreach.common.messaging.EventConsumers.Once;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.messaging.PoisonRecord;
import com.ovhi.outreach.common.messaging.RetryLater;
import com.ovhi.outreach.orchestrator.audit.Actor;
import com.ovhi.outreach.orchestrator.campaign.CampaignHolds;
import com.ovhi.outreach.orchestrator.decision.DecisionRecord;
import com.ovhi.outreach.orchestrator.decision.Refusal;
import com.ovhi.outreach.orchestrator.job.Conditions;
import com.ovhi.outreach.orchestrator.scheduling.Decision.Accepted;
import com.ovhi.outreach.orchestrator.scheduling.Decision.Refused;
import com.ovhi.outreach.orchestrator.scheduling.JointDecisions.Decided;
import com.ovhi.outreach.orchestrator.scheduling.JointDecisions.Missing;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Requests that arrive as events: the same decision as for a call, but refusals are written down. Thread-safe. */
@Service
class RequestedOutreach implements WaitingHandler {

    private static final Logger log = LoggerFactory.getLogger(RequestedOutreach.class);
    private static final String TYPE = "outreach.requested";

    /** What follows an urgent message on another channel has a longer name, which the database keeps as well. */
    private static final int MAX_OCCASION = 380;

    private static final Pattern MERGE_KEY = Pattern.compile("[\\x21-\\x7e]{1,64}");

    private final DecisionMaker decisionMaker;
    private final JointDecisions jointly;
    private final Scheduling scheduling;
    private final JointScheduling scheduledJointly;
    private final WaitingRoom waitingRoom;
    private final CampaignHolds holds;
    private final FieldCipher cipher;
    private final ScheduleMeters meters;
    private final SchedulingProperties properties;

    RequestedOutreach(
            DecisionMaker decisionMaker,
            JointDecisions jointly,
            Scheduling scheduling,
            JointScheduling scheduledJointly,
            WaitingRoom waitingRoom,
            CampaignHolds holds,
            FieldCipher cipher,
            ScheduleMeters meters,
            SchedulingProperties properties) {
        this.decisionMaker = decisionMaker;
        this.jointly = jointly;
        this.scheduling = scheduling;
        this.scheduledJointly = scheduledJointly;
        this.waitingRoom = waitingRoom;
        this.holds = holds;
        this.cipher = cipher;
        this.meters = meters;
        this.properties = properties;
    }

    /**
     * Decides requests that arrived together outside of a transaction and carries them out in one; those of one patient in
     * their order, and each by itself that has to be.
     */
    void prepare(List<Event<OutreachRequested>> events, Once once) {
        var rest = new ArrayList<>(events);
        while (!rest.isEmpty()) {
            var round = new LinkedHashMap<PatientRef, Event<OutreachRequested>>();
            rest.removeIf(event -> round.putIfAbsent(patient(event.content()), event) == null);
            prepareRound(round.values(), once);
        }
    }

    private static PatientRef patient(OutreachRequested request) {
        return new PatientRef(request.organizationId(), request.patientId());
    }

    private void prepareRound(Collection<Event<OutreachRequested>> events, Once once) {
        var asks = new LinkedHashMap<Event<OutreachRequested>, Ask>();
        events.forEach(event -> asks.put(event, ask(event.content())));
        // What is urgent waits for nobody.
        asks.forEach((event, ask) -> {
            if (ask.urgent()) {
                alone(event, once);
            }
        });
        var verdicts = meters.shared(
                "event",
                () -> jointly.decide(
                        asks.values().stream().filter(JointDecisions::admits).toList()));
        var together = asks.entrySet().stream()
                .filter(each -> verdicts.containsKey(each.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        if (!together.isEmpty()) {
            once.run(together, () -> carryOut(together, event -> verdicts.get(asks.get(event))));
        }
        asks.forEach((event, ask) -> {
            if (!ask.urgent() && !verdicts.containsKey(ask)) {
                alone(event, once);
            }
        });
    }

    private void alone(Event<OutreachRequested> event, Once once) {
        once.run(List.of(event), prepare(event.content(), event.headers()));
    }

    private void carryOut(
            List<Event<OutreachRequested>> events,
            Function<Event<OutreachRequested>, JointDecisions.@Nullable Verdict> verdictOf) {
        var accepted = new ArrayList<Taken>();
        var refusals = new LinkedHashMap<OutreachRequested, Refused>();
        for (var event : events) {
            switch (verdictOf.apply(event)) {
                case null -> throw new IllegalArgumentException("Not decided");
                case Missing(var why) -> waitingRoom.park(event.headers(), event.content(), why, lane(event.content()));
                case Decided(Refused refused) -> refusals.put(event.content(), refused);
                case Decided(Accepted decision) ->
                    accepted.add(new Taken(new Order(decision, Actor.ORCHESTRATOR), event.content()));
            }
        }
        holds.refused(refusals.keySet());
        var admitted = admitted(accepted);
        refusals.values().forEach(this::writeDown);
        var made = scheduledJointly.carryOut(admitted.stream().map(Taken::order).toList());
        var joined = new HashMap<UUID, OutreachRequested>();
        for (var each : admitted) {
            var scheduled = made.get(each.request().requestId());
            if (scheduled == null) {
                schedule(each.order().decision(), each.request());
            } else {
                joined.put(scheduled.jobId(), each.request());
                meters.scheduled("event", each.request().purpose());
            }
        }
        holds.joined(joined);
    }

    /** Those whose campaigns are not held. */
    private List<Taken> admitted(List<Taken> all) {
        var admitted = holds.admitted(all.stream().map(Taken::request).toList());
        all.stream()
                .filter(each -> !admitted.contains(each.request().requestId()))
                .forEach(each -> writeDown(refused(each.order().ask(), Refusal.CAMPAIGN_HELD)));
        return all.stream()
                .filter(each -> admitted.contains(each.request().requestId()))
                .toList();
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
        var urgent = DecisionMaker.urgent(request.purpose(), request.urgent());
        if (Topics.request(request.purpose(), urgent).equals(Topics.REQUEST)) {
            return Lane.BULK;
        }
        return urgent ? Lane.URGENT : Lane.EVENT;
    }

    private Runnable decided(OutreachRequested request) {
        var ask = ask(request);
        return switch (meters.timed("event", () -> decisionMaker.decide(ask))) {
            case Accepted accepted -> () -> carryOut(accepted, request);
            case Refused refused ->
                () -> {
                    holds.refused(List.of(request));
                    writeDown(refused);
                };
        };
    }

    private void carryOut(Accepted accepted, OutreachRequested request) {
        if (!holds.admits(request)) {
            writeDown(refused(accepted.ask(), Refusal.CAMPAIGN_HELD));
            return;
        }
        schedule(accepted, request);
    }

    private void schedule(Accepted accepted, OutreachRequested request) {
        switch (scheduling.carryOut(accepted, Actor.ORCHESTRATOR)) {
            case Scheduled scheduled -> {
                holds.joined(Map.of(scheduled.jobId(), request));
                meters.scheduled("event", accepted.ask().purpose());
            }
            case NotScheduled(var refused) -> writeDown(refused);
            case Crowded() -> {
                meters.overtaken("event");
                throw new RetryLater("patient-busy");
            }
            case Repeated(var jobId) ->
                log.atInfo().addKeyValue("job_id", jobId).log("Request repeated");
        }
    }

    private void writeDown(Refused refused) {
        scheduling.writeDown(refused, Actor.ORCHESTRATOR);
        meters.refused("event", refused.ask().purpose(), refused.refusal());
        log.atInfo()
                .addKeyValue("request_id", refused.ask().requestId())
                .addKeyValue("reason", refused.refusal().code())
                .log("Request refused");
    }

    private Ask ask(OutreachRequested request) {
        if (request.occasionKey().isBlank() || request.occasionKey().length() > MAX_OCCASION) {
            throw new PoisonRecord("bad-occasion-key");
        }
        var mergeKey = request.mergeKey();
        if (mergeKey != null && !MERGE_KEY.matcher(mergeKey).matches()) {
            throw new PoisonRecord("bad-merge-key");
        }
        return new Ask(
                request.requestId(),
                request.organizationId(),
                request.patientId(),
                request.providerId(),
                request.purpose(),
                request.templateId(),
                variables(request),
                request.preferredChannel(),
                request.sendAt(),
                request.notBefore(),
                request.expiresAt(),
                request.campaignId(),
                DecisionMaker.urgent(request.purpose(), request.urgent()),
                request.occasionKey(),
                request.subjectRef(),
                request.subjectVersion(),
                request.abVariant(),
                null,
                new Conditions(Boolean.TRUE.equals(request.unlessConfirmed()), request.mergeKey(), request.sensitive()),
                null,
                request.step());
    }

    private Map<String, String> variables(OutreachRequested request) {
        var sealed = request.variables();
        if (sealed == null) {
            return Map.of();
        }
        var json = ContractJson.mapper().readTree(cipher.open(sealed, "request|" + request.requestId()));
        var variables = new HashMap<String, String>();
        json.properties()
                .forEach(each -> variables.put(each.getKey(), each.getValue().asString()));
        return variables;
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
        var ask = ask(ContractJson.read(payload, OutreachRequested.class));
        writeDown(refused(ask, Refusal.UNKNOWN_PATIENT));
    }

    private static Refused refused(Ask ask, Refusal refusal) {
        return new Refused(ask, refusal, Map.of(), DecisionRecord.refused(ask.purpose(), refusal, List.of()));
    }

    /** What is to be carried out of a request. */
    private record Taken(Order order, OutreachRequested request) {}
}
