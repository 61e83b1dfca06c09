package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.contract.CampaignStep;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.phi.Masked;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for when a job was made. Holds PHI.
 *
 * @param sendAt when it shall be sent, null for as soon as allowed
 * @param notBefore when it may be sent at the earliest, null when it may be moved earlier
 */
public record Retold(
        UUID requestId,
        long organizationId,
        long patientId,
        @Nullable Long providerId,
        Purpose purpose,
        @Nullable Long templateId,
        Map<String, String> variables,
        @Nullable Instant sendAt,
        @Nullable Instant notBefore,
        Instant expiresAt,
        @Nullable Long campaignId,
        boolean urgent,
        @Nullable String subjectRef,
        @Nullable Integer subjectVersion,
        @Nullable String abVariant,
        Predecessor predecessor,
        Conditions conditions,
        @Nullable CampaignStep step) {

    /** Copies. */
    public Retold {
        variables = Map.copyOf(variables);
    }

    @Override
    public String toString() {
        return "Retold[" + requestId + ", " + Masked.MASK + "]";
    }
}
