package com.ovhi.outreach.channel.answer;

import com.ovhi.outreach.channel.intent.Reports;
import com.ovhi.outreach.common.contract.AnswerReported;
import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.outbox.Outbox;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells the other services of answers, in the transaction in which it happened. Ids and vocabulary only. */
@Component
class AnswerReports {

    private final Outbox outbox;
    private final Clock clock;

    AnswerReports(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** What became of a settled answer; as often as somebody asks. */
    void outcome(Answer answer) {
        var settledAt = answer.settledAt();
        answer.state()
                .outcome()
                .ifPresent(outcome -> outbox.publish(
                        Topics.ANSWER_REPORT,
                        answer.addressHash(),
                        new AnswerReported(
                                answer.id(),
                                answer.kind(),
                                answer.inboundId(),
                                answer.channel(),
                                outcome,
                                answer.code(),
                                answer.providerMessageId(),
                                settledAt == null ? clock.instant() : settledAt)));
    }

    /** Enters what became of it in the audit log. */
    void audit(Answer answer) {
        var details = new HashMap<>(Map.of(
                "step", "answer",
                "answer_id", answer.id().toString(),
                "inbound_id", answer.inboundId().toString(),
                "kind", answer.kind().code(),
                "channel", answer.channel().code(),
                "outcome", answer.state().code()));
        var code = answer.code();
        if (code != null) {
            details.put("reason", code);
        }
        var organization = answer.organizationId();
        outbox.publish(
                Topics.AUDIT,
                organization == null ? "none" : organization.toString(),
                new AuditRecorded(
                        organization,
                        answer.patientId(),
                        Reports.SERVICE,
                        AuditAction.SEND,
                        Map.copyOf(details),
                        null,
                        null,
                        clock.instant()));
    }

    /** What a provider says of an answer that concerns its address: only here is it known whose that is. */
    void aboutTheAddress(
            Answer answer,
            DeliveryState state,
            @Nullable FailureClass failureClass,
            @Nullable String failureCode,
            Instant at) {
        outbox.publish(
                Topics.DELIVERY,
                answer.id().toString(),
                new DeliveryReported(
                        answer.id(),
                        answer.organizationId(),
                        answer.patientId(),
                        answer.channel(),
                        DeliveryReported.ANSWER,
                        state,
                        answer.providerMessageId(),
                        failureClass,
                        failureCode,
                        null,
                        false,
                        at));
    }
}
