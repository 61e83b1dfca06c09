package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.contract.CampaignStep;
import com.ovhi.outreach.common.contract.api.PatientRef;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.orchestrator.campaign.CampaignRequest;
import com.ovhi.outreach.orchestrator.decision.Decisions.Occasion;
import com.ovhi.outreach.orchestrator.job.Conditions;
import com.ovhi.outreach.orchestrator.job.Households.Shared;
import com.ovhi.outreach.orchestrator.job.Predecessor;
import com.ovhi.outreach.orchestrator.projection.VisitKey;
import com.ovhi.outreach.orchestrator.projection.VisitRef;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants a patient contacted, whichever way they asked. Holds PHI.
 *
 * @param sendAt when it shall be sent, null for as soon as allowed
 * @param notBefore when it may be sent at the earliest, null for at once
 * @param expiresAt when it stops being useful, null for the usual time of the purpose
 * @param occasionKey names the occasion, for which a patient is contacted once
 * @param subjectRef names what it is about, so that it is cancelled with it
 * @param predecessor the job it takes over from, null for a new contact
 * @param overrideReason why an urgent one passes quiet hours, as its caller says; null when no caller does
 * @param step which step of its campaign it is, null outside campaigns
 */
record Ask(
        UUID requestId,
        long organizationId,
        long patientId,
        @Nullable Long providerId,
        Purpose purpose,
        @Nullable Long templateId,
        Map<String, String> variables,
        @Nullable Channel preferredChannel,
        @Nullable Instant sendAt,
        @Nullable Instant notBefore,
        @Nullable Instant expiresAt,
        @Nullable Long campaignId,
        boolean urgent,
        String occasionKey,
        @Nullable String subjectRef,
        @Nullable Integer subjectVersion,
        @Nullable String abVariant,
        @Nullable Predecessor predecessor,
        Conditions conditions,
        @Nullable String overrideReason,
        @Nullable CampaignStep step) {

    Ask {
        variables = Map.copyOf(variables);
    }

    /** When it shall be sent at the earliest, null for as soon as allowed. */
    @Nullable
    Instant desired() {
        if (sendAt == null || notBefore == null) {
            return sendAt == null ? notBefore : sendAt;
        }
        return sendAt.isBefore(notBefore) ? notBefore : sendAt;
    }

    /** The slot it takes over, null for a new contact. */
    @Nullable
    UUID slotId() {
        return predecessor == null || predecessor.spent() ? null : predecessor.slotId();
    }

    /** The same, never to be merged with messages to others. */
    Ask apart() {
        return with(patientId, conditions.apart());
    }

    /** The same of the record for which its patient's was given up. */
    Ask of(long record) {
        return with(record, conditions.following());
    }

    private Ask with(long patient, Conditions under) {
        return new Ask(
                requestId,
                organizationId,
                patient,
                providerId,
                purpose,
                templateId,
                variables,
                preferredChannel,
                sendAt,
                notBefore,
                expiresAt,
                campaignId,
                urgent,
                occasionKey,
                subjectRef,
                subjectVersion,
                abVariant,
                predecessor,
                under,
                overrideReason,
                step);
    }

    /** What may be merged with it at an address; empty when nothing may. */
    Optional<Shared> shared(Channel channel, String addressHash) {
        return Optional.ofNullable(conditions.mergeKey())
                .map(key -> new Shared(organizationId, channel, addressHash, key));
    }

    /** The visit it is about, if it is about one. */
    OptionalLong visit() {
        return subjectRef == null ? OptionalLong.empty() : VisitRef.appointment(subjectRef);
    }

    /** The same with its organisation. */
    Optional<VisitKey> visitKey() {
        var visit = visit();
        return visit.isEmpty() ? Optional.empty() : Optional.of(new VisitKey(organizationId, visit.getAsLong()));
    }

    /** What is asked for in a campaign's name by it; empty outside campaigns, and for what follows a job of one. */
    Optional<CampaignRequest> inCampaign() {
        return campaignId == null || predecessor != null
                ? Optional.empty()
                : Optional.of(new CampaignRequest(
                        requestId,
                        organizationId,
                        patientId,
                        campaignId,
                        occasionKey,
                        step == null ? null : Objects.requireNonNullElse(step.round(), 0),
                        step == null ? null : step.version()));
    }

    /** Whom it is to reach. */
    PatientRef patient() {
        return new PatientRef(organizationId, patientId);
    }

    Occasion occasion() {
        return new Occasion(requestId, organizationId, patientId, occasionKey);
    }

    @Override
    public String toString() {
        return "Ask[" + requestId + ", " + Masked.MASK + "]";
    }
}
