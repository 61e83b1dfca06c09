package com.ovhi.outreach.common.contract;

import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code dispatch.ordered}: send this now. {@code attempt} counts from 1; after {@code deadline} (the end of the send window or of usefulness, whichever is first) it must not be sent any more; {@code expiresAt} is the end of usefulness alone, after which it must not arrive, null when that is not known.
 */
public record DispatchOrdered(
        UUID jobId,
        UUID slotId,
        long organizationId,
        long patientId,
        Purpose purpose,
        Channel channel,
        int attempt,
        Instant deadline,
        boolean marketing,
        Sealed content,
        @Nullable Instant expiresAt)
        implements AboutJob {

    /** An order whose end of usefulness is not known. */
    public DispatchOrdered(
            UUID jobId,
            UUID slotId,
            long organizationId,
            long patientId,
            Purpose purpose,
            Channel channel,
            int attempt,
            Instant deadline,
            boolean marketing,
            Sealed content) {
        this(jobId, slotId, organizationId, patientId, purpose, channel, attempt, deadline, marketing, content, null);
    }
}
