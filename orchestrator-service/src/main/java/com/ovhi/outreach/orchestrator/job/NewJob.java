package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.phi.Masked;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything a job is made of. Holds PHI.
 *
 * @param id the job's
 * @param window when the patient may be contacted, to be judged again when the job is due
 */
public record NewJob(
        UUID id,
        UUID slotId,
        UUID requestId,
        long organizationId,
        long patientId,
        @Nullable Long providerId,
        @Nullable Long campaignId,
        @Nullable String abVariant,
        Purpose purpose,
        Channel channel,
        boolean urgent,
        long templateId,
        int templateVersion,
        MessageContent content,
        Map<String, String> variables,
        @Nullable String subjectRef,
        @Nullable Integer subjectVersion,
        Instant scheduledAt,
        Instant expiresAt,
        SendWindow window) {

    @Override
    public String toString() {
        return "NewJob[" + id + ", " + Masked.MASK + "]";
    }
}
