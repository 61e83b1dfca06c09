package com.ovhi.outreach.common.contract;

import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code dispatch.ordered}: send this now. {@code attempt} counts from 1; after {@code deadline} (the end of the send window or of usefulness, whichever is first) it must not be sent any more; {@code expiresAt} is the end of usefulness alone, after which it must not arrive, null when that is not known; {@code preferenceVersion} is the version of the patient's preferences by whose hours it was judged, null when they are not known or do not count.
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
        @Nullable Instant expiresAt,
        @Nullable Long preferenceVersion)
        implements AboutJob {

    /** An order of which it is not known by which preferences it was judged. */
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
            Sealed content,
            @Nullable Instant expiresAt) {
        this(
                jobId,
                slotId,
                organizationId,
                patientId,
                purpose,
                channel,
                attempt,
                deadline,
                marketing,
                content,
                expiresAt,
                null);
    }

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
