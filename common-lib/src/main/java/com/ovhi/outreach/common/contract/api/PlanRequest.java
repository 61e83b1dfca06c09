package com.ovhi.outreach.common.contract.api;

import com.ovhi.outreach.common.contract.HourWeights;
import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /api/v1/plan}: when may this be sent? {@code desiredAt} null means as soon as allowed; {@code bestHour} is a local hour to prefer inside the window. {@code organizationId} is whose hours count (a service must say so, for others it is their own); {@code channel} is what the message would use, null for the strictest. {@code hourWeights} share such messages out among local hours and go before {@code bestHour}; {@code seed} makes the draw the same for the same request, and without it nothing is drawn.
 */
public record PlanRequest(
        Purpose purpose,
        SendWindow window,
        @Nullable Instant desiredAt,
        Instant expiresAt,
        @Nullable Integer bestHour,
        @Nullable Long organizationId,
        @Nullable Channel channel,
        @Nullable HourWeights hourWeights,
        @Nullable UUID seed) {

    /** A request whose hour is not drawn. */
    public PlanRequest(
            Purpose purpose,
            SendWindow window,
            @Nullable Instant desiredAt,
            Instant expiresAt,
            @Nullable Integer bestHour,
            @Nullable Long organizationId,
            @Nullable Channel channel) {
        this(purpose, window, desiredAt, expiresAt, bestHour, organizationId, channel, null, null);
    }

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
