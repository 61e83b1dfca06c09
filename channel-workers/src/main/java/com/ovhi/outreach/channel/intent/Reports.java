package com.ovhi.outreach.channel.intent;

import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.outbox.Outbox.Keyed;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells the other services what happened, in the transaction in which it happened. Ids and vocabulary only. */
@Component
public class Reports {

    /** Who this service is in audit entries and event headers. */
    public static final String SERVICE = "channel-workers";

    private final Outbox outbox;
    private final Clock clock;

    Reports(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Its call takes long. */
    void processing(SendIntent intent) {
        publish(List.of(intent), each -> report(each, DeliveryState.PROCESSING, null, null, null));
    }

    /** The provider has it. */
    public void accepted(SendIntent intent, @Nullable String providerMessageId) {
        publish(List.of(intent), each -> report(each, DeliveryState.ACCEPTED, providerMessageId, null, null));
    }

    /** The provider has them, under these ids. */
    void accepted(Map<SendIntent, Accepted> outcomes) {
        publish(outcomes.keySet(), intent -> {
            var messageId = Objects.requireNonNull(outcomes.get(intent)).providerMessageId();
            return report(intent, DeliveryState.ACCEPTED, messageId, null, null);
        });
    }

    void notSent(SendIntent intent, NotSent outcome) {
        publish(List.of(intent), each -> report(each, DeliveryState.NOT_SENT, null, outcome, outcome.code()));
    }

    /** Nobody knows. */
    void unknown(SendIntent intent, String code) {
        publish(List.of(intent), each -> report(each, DeliveryState.UNKNOWN, null, null, code));
    }

    /** Orders that do not become attempts. */
    public void refused(List<Refusal> refusals) {
        outbox.publishAll(
                Topics.DELIVERY,
                refusals.stream()
                        .map(each -> new Keyed(each.order().jobId().toString(), report(each.order(), each.reason())))
                        .toList());
        // What only waits is decided later.
        outbox.publishAll(
                Topics.AUDIT,
                refusals.stream()
                        .filter(each -> each.reason().failureClass() != FailureClass.PARKED)
                        .map(each -> audited(each.order(), each.reason()))
                        .toList());
    }

    private DeliveryReported report(DispatchOrdered order, NotSent outcome) {
        return new DeliveryReported(
                order.jobId(),
                order.organizationId(),
                order.patientId(),
                order.channel(),
                order.attempt(),
                DeliveryState.NOT_SENT,
                null,
                outcome.failureClass(),
                outcome.code(),
                millis(outcome.retryAfter()),
                false,
                clock.instant());
    }

    private Keyed audited(DispatchOrdered order, NotSent outcome) {
        var details = Map.of(
                "step", "gate",
                "job_id", order.jobId().toString(),
                "attempt", Integer.toString(order.attempt()),
                "channel", order.channel().code(),
                "purpose", order.purpose().code(),
                "outcome", "refused",
                "reason", outcome.code());
        return entry(order.organizationId(), order.patientId(), SERVICE, AuditAction.SEND, details);
    }

    /** A person looked at a patient's attempts. */
    public void looked(long organizationId, long patientId, String actor) {
        outbox.publishAll(
                Topics.AUDIT,
                List.of(entry(organizationId, patientId, actor, AuditAction.ACCESS, Map.of("what", "attempts"))));
    }

    /** Enters what became of attempts in the audit log. */
    void audit(Map<SendIntent, ? extends SendOutcome> outcomes, String actor) {
        outbox.publishAll(
                Topics.AUDIT,
                outcomes.entrySet().stream()
                        .map(each -> audited(each.getKey(), each.getValue(), actor))
                        .toList());
    }

    private Keyed audited(SendIntent intent, SendOutcome outcome, String actor) {
        var details = Map.of(
                "job_id", intent.jobId().toString(),
                "intent_id", intent.id().toString(),
                "attempt", Integer.toString(intent.attempt()),
                "channel", intent.channel().code(),
                "provider", intent.account().provider().code(),
                "account", intent.account().name(),
                "purpose", intent.purpose().code(),
                "consent_version", Long.toString(intent.consentVersion()),
                "outcome", outcome.code());
        return entry(intent.organizationId(), intent.patientId(), actor, AuditAction.SEND, details);
    }

    private Keyed entry(
            long organizationId, long patientId, String actor, AuditAction action, Map<String, String> details) {
        return new Keyed(
                Long.toString(organizationId),
                new AuditRecorded(organizationId, patientId, actor, action, details, null, null, clock.instant()));
    }

    private void publish(Collection<SendIntent> intents, Function<SendIntent, DeliveryReported> report) {
        outbox.publishAll(
                Topics.DELIVERY,
                intents.stream()
                        .map(each -> new Keyed(each.jobId().toString(), report.apply(each)))
                        .toList());
    }

    private DeliveryReported report(
            SendIntent intent,
            DeliveryState state,
            @Nullable String messageId,
            @Nullable NotSent failure,
            @Nullable String code) {
        return new DeliveryReported(
                intent.jobId(),
                intent.organizationId(),
                intent.patientId(),
                intent.channel(),
                intent.attempt(),
                state,
                messageId,
                failure == null ? null : failure.failureClass(),
                code,
                failure == null ? null : millis(failure.retryAfter()),
                false,
                clock.instant());
    }

    private static @Nullable Long millis(@Nullable Duration duration) {
        return duration == null ? null : (Long) duration.toMillis();
    }
}
