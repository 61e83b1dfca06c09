package com.ovhi.outreach.common.contract.api;

import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /api/v1/plan}: when may this be sent? {@code desiredAt} null means as soon as allowed; {@code bestHour} is a local hour to prefer inside the window. {@code organizationId} is whose hours count (a service must say so, for others it is their own); {@code channel} is what the message would use, null for the strictest.
 */
public record PlanRequest(
        Purpose purpose,
        SendWindow window,
        @Nullable Instant desiredAt,
        Instant expiresAt,
        @Nullable Integer bestHour,
        @Nullable Long organizationId,
        @Nullable Channel channel) {

    /** A request by the suite's own hours, for any channel. */
    public PlanRequest(
            Purpose purpose,
            SendWindow window,
            @Nullable Instant desiredAt,
            Instant expiresAt,
            @Nullable Integer bestHour) {
        this(purpose, window, desiredAt, expiresAt, bestHour, null, null);
    }
}
