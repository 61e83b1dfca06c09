package com.ovhi.outreach.optimizer.engagement;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Where a patient is and what they allow, by a version of their preferences.
 *
 * @param zone null when it is not known which of several it is
 */
record Place(
        long patientId,
        long organizationId,
        @Nullable ZoneId zone,
        String language,
        Permissions permissions,
        long version) {}
