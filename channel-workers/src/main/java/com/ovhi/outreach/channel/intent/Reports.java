package com.ovhi.outreach.channel.intent;

import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.outbox.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
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

    /** The attempt passed the gate. */
    public void processing(SendIntent intent) {
        publish(intent, DeliveryState.PROCESSING, null, null);
    }

    /** The provider has it. */
    public void accepted(SendIntent intent, @Nullable String providerMessageId) {
        publish(intent, DeliveryState.ACCEPTED, providerMessageId, null);
    }

    void notSent(SendIntent intent, NotSent outcome) {
        publish(intent, DeliveryState.NOT_SENT, null, outcome);
    }

    /** Nobody knows. */
    void unknown(SendIntent intent, String code) {
        outbox.publish(
                Topics.DELIVERY,
                intent.jobId().toString(),
                new DeliveryReported(
                        intent.jobId(),
                        intent.organizationId(),
                        intent.patientId(),
                        intent.channel(),
                        intent.attempt(),
                        DeliveryState.UNKNOWN,
                        null,
                        null,
                        code,
                        null,
                        false,
                        clock.instant()));
    }

    /** The order did not become an attempt. */
    public void refused(DispatchOrdered order, NotSent outcome) {
        outbox.publish(
                Topics.DELIVERY,
                order.jobId().toString(),
                new DeliveryReported(
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
                        clock.instant()));
        if (outcome.failureClass() != FailureClass.PARKED) {
            auditRefusal(order, outcome);
        }
    }

    /** What only waits is decided later. */
    private void auditRefusal(DispatchOrdered order, NotSent outcome) {
        var details = Map.of(
                "step", "gate",
                "job_id", order.jobId().toString(),
                "attempt", Integer.toString(order.attempt()),
                "channel", order.channel().code(),
                "purpose", order.purpose().code(),
                "outcome", "refused",
                "reason", outcome.code());
        outbox.publish(
                Topics.AUDIT,
                Long.toString(order.organizationId()),
                new AuditRecorded(
                        order.organizationId(),
                        order.patientId(),
                        SERVICE,
                        AuditAction.SEND,
                        details,
                        null,
                        null,
                        clock.instant()));
    }

    /** A person looked at a patient's attempts. */
    public void looked(long organizationId, long patientId, String actor) {
        outbox.publish(
                Topics.AUDIT,
                Long.toString(organizationId),
                new AuditRecorded(
                        organizationId,
                        patientId,
                        actor,
                        AuditAction.ACCESS,
                        Map.of("what", "attempts"),
                        null,
                        null,
                        clock.instant()));
    }

    void audit(SendIntent intent, SendOutcome outcome, String actor) {
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
        outbox.publish(
                Topics.AUDIT,
                Long.toString(intent.organizationId()),
                new AuditRecorded(
                        intent.organizationId(),
                        intent.patientId(),
                        actor,
                        AuditAction.SEND,
                        details,
                        null,
                        null,
                        clock.instant()));
    }

    private void publish(
            SendIntent intent, DeliveryState state, @Nullable String messageId, @Nullable NotSent failure) {
        outbox.publish(
                Topics.DELIVERY,
                intent.jobId().toString(),
                new DeliveryReported(
                        intent.jobId(),
                        intent.organizationId(),
                        intent.patientId(),
                        intent.channel(),
                        intent.attempt(),
                        state,
                        messageId,
                        failure == null ? null : failure.failureClass(),
                        failure == null ? null : failure.code(),
                        failure == null ? null : millis(failure.retryAfter()),
                        false,
                        clock.instant()));
    }

    private static @Nullable Long millis(@Nullable Duration duration) {
        return duration == null ? null : (Long) duration.toMillis();
    }
}
