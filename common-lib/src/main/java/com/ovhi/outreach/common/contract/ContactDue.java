package com.ovhi.outreach.common.contract;

import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.ids.Purpose;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code contact.due}: a job the scheduler shall keep until {@code dueAt} and then dispatch. {@code content} is sealed for channel-workers; the scheduler cannot read it. {@code expiresAt} is when the message stops being useful; {@code slotId} is the contact slot of which at most one attempt may be open; {@code campaignId} is the campaign it belongs to, null when there is none.
 */
public record ContactDue(
        UUID jobId,
        UUID slotId,
        long organizationId,
        long patientId,
        Purpose purpose,
        Channel channel,
        Lane lane,
        Instant dueAt,
        Instant expiresAt,
        SendWindow window,
        Sealed content,
        @Nullable Long campaignId)
        implements AboutJob {

    /** A job of no campaign. */
    public ContactDue(
            UUID jobId,
            UUID slotId,
            long organizationId,
            long patientId,
            Purpose purpose,
            Channel channel,
            Lane lane,
            Instant dueAt,
            Instant expiresAt,
            SendWindow window,
            Sealed content) {
        this(jobId, slotId, organizationId, patientId, purpose, channel, lane, dueAt, expiresAt, window, content, null);
    }
}
