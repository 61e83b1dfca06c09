package com.ovhi.outreach.common.contract.api;

import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.common.ids.Purpose;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /api/v1/plan}: when may this be sent? {@code desiredAt} null means as soon as allowed; {@code bestHour} is a local hour to prefer inside the window.
 */
public record PlanRequest(
        Purpose purpose,
        SendWindow window,
        @Nullable Instant desiredAt,
        Instant expiresAt,
        @Nullable Integer bestHour) {}
