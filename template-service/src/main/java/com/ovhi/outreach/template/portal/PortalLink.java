package com.ovhi.outreach.template.portal;

import com.ovhi.outreach.common.ids.Purpose;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A link as it is kept, without its token. */
record PortalLink(
        UUID id,
        long organizationId,
        long patientId,
        Purpose purpose,
        String scope,
        String createdBy,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant redeemedAt,
        @Nullable Instant revokedAt) {}
