package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.contract.CampaignStep;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.orchestrator.job.Terms.OwnTimes;
import com.ovhi.outreach.orchestrator.rules.Contact.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything a job is made of. Holds PHI.
 *
 * @param id the job's
 * @param requestedTemplateId null when any template of the purpose will do
 * @param route its channel and those left to fall back on, best first
 * @param predecessor the job it takes over from, null for the first in its slot
 * @param kind which allowance it is counted against
 * @param household whether it is worded for several patients who are reached at one address
 * @param own what its times would be if it told nobody else; null when they are its own
 * @param discreet whether it says only that there is something to read in the portal
 * @param openEmail whether it is an e-mail of a patient who accepts details there
 * @param step which step of its campaign it is, null outside campaigns
 * @param segments how many SMS segments it takes, null on other channels
 * @param traceparent W3C trace context of who asked for it, null for the current one
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
        @Nullable Long requestedTemplateId,
        long templateId,
        int templateVersion,
        MessageContent content,
        Map<String, String> variables,
        @Nullable String subjectRef,
        @Nullable Integer subjectVersion,
        Instant scheduledAt,
        Instant expiresAt,
        SendWindow window,
        List<Channel> route,
        @Nullable Predecessor predecessor,
        Conditions conditions,
        Kind kind,
        boolean household,
        @Nullable OwnTimes own,
        boolean discreet,
        boolean openEmail,
        @Nullable CampaignStep step,
        @Nullable Integer segments,
        @Nullable String traceparent) {

    /** Copies. */
    public NewJob {
        route = List.copyOf(route);
    }

    @Override
    public String toString() {
        return "NewJob[" + id + ", " + Masked.MASK + "]";
    }
}
