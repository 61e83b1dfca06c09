package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.delivery.GateVerdict.Passed;
import com.ovhi.outreach.channel.delivery.GateVerdict.Refused;
import com.ovhi.outreach.channel.delivery.GateVerdict.Repeated;
import com.ovhi.outreach.channel.gateway.CallLimits;
import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.Contents;
import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.intent.CallJournal;
import com.ovhi.outreach.channel.intent.OutcomeWriter;
import com.ovhi.outreach.channel.intent.ReconciliationProperties;
import com.ovhi.outreach.channel.intent.Refusal;
import com.ovhi.outreach.channel.intent.SendIntent;
import com.ovhi.outreach.channel.permission.GateStaleness;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.provider.ProviderCode.About;
import com.ovhi.outreach.common.time.Pace;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/**
 * Attempts from order to outcome: gate and intents of many orders in one transaction, each provider call without any, the
 * outcomes of many in another. A crash between leaves open intents, which are reconciled and never blindly repeated.
 */
@Component
class Delivery {

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    private final SendGate gate;
    private final GateStaleness staleness;
    private final Routes routes;
    private final ProviderCalls calls;
    private final OutcomeWriter outcomes;
    private final SlowCalls slow;
    private final CallJournal journal;
    private final Contents contents;
    private final Duration patience;
    private final Clock clock;
    private final Pace pace;
    private final MeterRegistry meters;

    Delivery(
            SendGate gate,
            GateStaleness staleness,
            Routes routes,
            ProviderCalls calls,
            OutcomeWriter outcomes,
            SlowCalls slow,
            CallJournal journal,
            Contents contents,
            CallLimits limits,
            ReconciliationProperties reconciliation,
            Clock clock,
            Pace pace,
            MeterRegistry meters) {
        this.gate = gate;
        this.staleness = staleness;
        this.routes = routes;
        this.calls = calls;
        this.outcomes = outcomes;
        this.slow = slow;
        this.journal = journal;
        this.contents = contents;
        var half = reconciliation.lease().dividedBy(2);
        patience = half.compareTo(limits.total()) < 0 ? half : limits.total();
        this.clock = clock;
        this.pace = pace;
        this.meters = meters;
    }

    /**
     * Lets orders of one lane pass the gate and has those called that passed, each by itself; the calls go on when this
     * returns. What was carried out before is passed over.
     *
     * @throws RuntimeException when the gate could not be asked; nobody was called whose intent is not committed
     */
    void deliver(Lane lane, List<DispatchOrdered> orders) {
        if (!staleness.isOpen()) {
            refuse(orders.stream()
                    .map(order -> new Refusal(order, closed(lane)))
                    .toList());
            return;
        }
        orders.stream()
                .collect(Collectors.groupingBy(
                        order -> new Way(order.channel(), routes.carriers(order.channel(), order.organizationId()))))
                .forEach((way, each) -> deliver(way.carriers(), lane, each));
    }

    /** Nothing is lost and no retry used up: the scheduler keeps it and asks again, as long as it is of use. */
    private NotSent closed(Lane lane) {
        return new NotSent(
                FailureClass.PARKED, GateStaleness.CODE, staleness.pause(lane == Lane.URGENT), About.MESSAGE);
    }

    private void deliver(List<ChannelGateway> carriers, Lane lane, List<DispatchOrdered> orders) {
        if (carriers.isEmpty()) {
            refuse(orders.stream()
                    .map(order -> new Refusal(order, Routes.NO_ACCOUNT))
                    .toList());
            return;
        }
        var applicants = new ArrayList<Applicant>();
        var refusals = new ArrayList<Refusal>();
        for (var order : orders) {
            read(order, applicants, refusals);
        }
        refuse(refusals);
        var next = 0;
        while (next < applicants.size()) {
            var left = applicants.subList(next, applicants.size());
            switch (routes.take(carriers, lane, left.size())) {
                case Route.Open(var leaves) -> {
                    send(lane, left.subList(0, leaves.size()), leaves);
                    next += leaves.size();
                }
                case Route.Closed(var reasons) -> {
                    refuse(left.stream()
                            .map(each -> new Refusal(each.order(), reasons.get()))
                            .toList());
                    next = applicants.size();
                }
            }
        }
    }

    private void read(DispatchOrdered order, List<Applicant> applicants, List<Refusal> refusals) {
        var content = contents.open(order.content(), SendIntent.contentContext(order.jobId()));
        var hash = content.flatMap(each -> contents.addressHash(order.channel(), each));
        if (content.isEmpty()) {
            log.atError().addKeyValue("job_id", order.jobId()).log("The content of an order cannot be read");
            refusals.add(new Refusal(order, NotSent.refused(FailureClass.CONFIG, "content-unreadable")));
        } else if (hash.isEmpty()) {
            refusals.add(new Refusal(order, NotSent.refused(FailureClass.PERM_ADDR, "invalid-address")));
        } else {
            applicants.add(new Applicant(order, message(order, content.get(), hash.get())));
        }
    }

    private void send(Lane lane, List<Applicant> applicants, List<Leave> leaves) {
        var opened = new Opened(System.nanoTime(), clock.instant());
        var verdicts = pass(applicants, leaves);
        for (var i = 0; i < leaves.size(); i++) {
            var applicant = applicants.get(i);
            var leave = leaves.get(i);
            switch (verdicts.get(i)) {
                case Passed(var intent) -> attempt(lane, intent, applicant.message(), leave, opened);
                case Refused(var reason) -> {
                    leave.unused();
                    refused(applicant.order(), reason);
                }
                case Repeated() -> leave.unused();
            }
        }
    }

    private List<GateVerdict> pass(List<Applicant> applicants, List<Leave> leaves) {
        var opened = new ArrayList<SendIntent>();
        try {
            return gate.pass(applicants, leaves.getFirst().gateway().account(), intent -> {
                opened.add(intent);
                journal.passed(intent.id());
            });
        } catch (DuplicateKeyException e) {
            if (applicants.size() == 1) {
                return List.of(new Repeated());
            }
            leaves.forEach(Leave::unused);
            throw e;
        } catch (RuntimeException | Error e) {
            leaves.forEach(Leave::unused);
            // Should they have been committed after all, this process knows that nobody was called.
            opened.forEach(intent -> record(intent, ProviderCalls.NOT_CALLED, () -> {}));
            throw e;
        }
    }

    /** Whatever happens to one call, the others that have passed are made. */
    private void attempt(Lane lane, SendIntent intent, OutboundMessage message, Leave leave, Opened opened) {
        slow.begun(intent.id());
        try {
            calls.call(
                    leave,
                    message,
                    () -> lastWord(lane, intent, message, opened),
                    outcome -> ended(intent, outcome, leave));
        } catch (RuntimeException | Error e) {
            log.atError()
                    .addKeyValue("job_id", intent.jobId())
                    .addKeyValue("error", e.getClass().getName())
                    .log("A message that has passed the gate could not be handed over; nobody was called");
            slow.ended(intent.id());
            record(intent, ProviderCalls.NOT_CALLED, leave::unused);
        }
    }

    /** From now on nobody can tell by himself whether the provider has it, unless something stands against the call. */
    private Optional<NotSent> lastWord(Lane lane, SendIntent intent, OutboundMessage message, Opened opened) {
        var objection = staleness.isOpen() ? objection(message, opened) : Optional.of(closed(lane));
        if (objection.isEmpty()) {
            journal.begun(intent.id());
        }
        return objection;
    }

    private Optional<NotSent> objection(OutboundMessage message, Opened opened) {
        var now = clock.instant();
        return LastMoment.objection(
                Duration.ofNanos(System.nanoTime() - opened.nanos()),
                pace.toReal(Duration.between(opened.at(), now)),
                patience,
                now,
                message.deadline());
    }

    private void ended(SendIntent intent, SendOutcome outcome, Leave leave) {
        slow.ended(intent.id());
        record(intent, routes.judged(intent, outcome), leave::over);
        routes.learn(intent.account(), outcome);
    }

    private void record(SendIntent intent, SendOutcome outcome, Runnable written) {
        outcomes.record(intent.id(), outcome, () -> {
            journal.ended(intent.id());
            written.run();
        });
    }

    private void refuse(List<Refusal> refusals) {
        if (!refusals.isEmpty()) {
            gate.refuse(refusals).forEach(each -> refused(each.order(), each.reason()));
        }
    }

    private void refused(DispatchOrdered order, NotSent reason) {
        meters.counter("outreach.gate.refused", "code", reason.code()).increment();
        log.atInfo()
                .addKeyValue("job_id", order.jobId())
                .addKeyValue("attempt", order.attempt())
                .addKeyValue("code", reason.code())
                .log("Order not carried out");
    }

    private static OutboundMessage message(DispatchOrdered order, MessageContent content, String addressHash) {
        return new OutboundMessage(
                order.jobId(),
                order.attempt(),
                order.patientId(),
                order.organizationId(),
                addressHash,
                order.deadline(),
                order.marketing() || order.purpose().marketing(),
                content);
    }

    /** Messages of a channel that the same accounts may carry share a gate. */
    private record Way(Channel channel, List<ChannelGateway> carriers) {}

    /** When the gate was asked, by the monotonic clock and by the suite's. */
    private record Opened(long nanos, Instant at) {}
}
