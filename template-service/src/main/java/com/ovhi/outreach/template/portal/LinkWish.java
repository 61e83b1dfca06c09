package com.ovhi.outreach.template.portal;

import com.ovhi.outreach.common.ids.Purpose;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants a link.
 *
 * @param scope what the portal shall show, a word of the portal's
 * @param from when the patient gets it; null for now
 */
public record LinkWish(
        long organizationId,
        long patientId,
        Purpose purpose,
        String scope,
        String createdBy,
        @Nullable Instant from) {}
