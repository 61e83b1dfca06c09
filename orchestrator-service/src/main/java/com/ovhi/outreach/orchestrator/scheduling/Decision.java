package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.common.contract.api.RenderedMessage;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.orchestrator.decision.DecisionRecord;
import com.ovhi.outreach.orchestrator.decision.Refusal;
import com.ovhi.outreach.orchestrator.job.NewJob;
import com.ovhi.outreach.orchestrator.job.Terms.OwnTimes;
import com.ovhi.outreach.orchestrator.rules.MessageFacts;
import com.ovhi.outreach.orchestrator.scheduling.Places.Place;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the rules made of a request. */
sealed interface Decision {

    /** Every rule that judged it. */
    DecisionRecord record();

    /**
     * It may become a job.
     *
     * @param ownExpiresAt when the message to its own patient stops being useful, whomever it speaks for as well
     * @param route its channel and those left to fall back on, best first
     * @param household who else is reached at its address, to be looked at again while nobody plans for it
     * @param discreet whether it says only that there is something to read in the portal
     * @param openEmail whether it is an e-mail of a patient who accepts details there
     * @param decidedAt what was counted as now
     * @param facts what the last rules judged, to be judged again while the patient is locked
     */
    record Accepted(
            Ask ask,
            RenderedMessage message,
            MessageContent content,
            SendWindow window,
            Instant sendAt,
            Instant expiresAt,
            Instant ownExpiresAt,
            List<Channel> route,
            Household household,
            boolean discreet,
            boolean openEmail,
            Instant decidedAt,
            MessageFacts facts,
            DecisionRecord record)
            implements Decision {

        public Accepted {
            route = List.copyOf(route);
        }

        /**
         * Everything its job is made of.
         *
         * @param subjectVersion the version of its subject that is told of, null when it has none
         * @param traceparent W3C trace context of who asked, null for the current one
         */
        NewJob job(UUID jobId, Place place, @Nullable Integer subjectVersion, @Nullable String traceparent) {
            var together = household.together();
            return new NewJob(
                    jobId,
                    place.slotId(),
                    ask.requestId(),
                    ask.organizationId(),
                    ask.patientId(),
                    ask.providerId(),
                    ask.campaignId(),
                    ask.abVariant(),
                    ask.purpose(),
                    message.channel(),
                    ask.urgent(),
                    ask.templateId(),
                    message.templateId(),
                    message.templateVersion(),
                    content,
                    ask.variables(),
                    ask.subjectRef(),
                    subjectVersion,
                    sendAt,
                    expiresAt,
                    window,
                    route,
                    place.predecessor(),
                    ask.conditions(),
                    facts.kind(),
                    together,
                    together ? new OwnTimes(ask.desired(), ownExpiresAt) : null,
                    discreet,
                    openEmail,
                    ask.step(),
                    message.channel() == Channel.SMS ? (Integer) message.segments() : null,
                    traceparent);
        }

        /** What the audit tells of its job. */
        Map<String, String> scheduled(UUID jobId) {
            return Map.of(
                    "step",
                    "scheduled",
                    "job_id",
                    jobId.toString(),
                    "purpose",
                    ask.purpose().code(),
                    "urgent",
                    Boolean.toString(ask.urgent()),
                    "override_reason",
                    Objects.requireNonNullElse(ask.overrideReason(), "none"),
                    "allowance",
                    facts.kind().code());
        }

        @Override
        public String toString() {
            return "Accepted[" + Masked.MASK + "]";
        }
    }

    /**
     * It becomes no job.
     *
     * @param details what a caller is told beside the reason: ids and vocabulary
     */
    record Refused(Ask ask, Refusal refusal, Map<String, Object> details, DecisionRecord record) implements Decision {}
}
