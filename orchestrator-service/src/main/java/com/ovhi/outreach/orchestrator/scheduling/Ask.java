package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.orchestrator.decision.Decisions.Occasion;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants a patient contacted, whichever way they asked. Holds PHI.
 *
 * @param sendAt when it shall be sent, null for as soon as allowed
 * @param expiresAt when it stops being useful, null for the usual time of the purpose
 * @param occasionKey names the occasion, for which a patient is contacted once
 * @param subjectRef names what it is about, so that it is cancelled with it
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
        @Nullable Instant expiresAt,
        @Nullable Long campaignId,
        boolean urgent,
        String occasionKey,
        @Nullable String subjectRef,
        @Nullable Integer subjectVersion,
        @Nullable String abVariant) {

    Ask {
        variables = Map.copyOf(variables);
    }

    Occasion occasion() {
        return new Occasion(requestId, organizationId, patientId, occasionKey);
    }

    @Override
    public String toString() {
        return "Ask[" + requestId + ", " + Masked.MASK + "]";
    }
}
