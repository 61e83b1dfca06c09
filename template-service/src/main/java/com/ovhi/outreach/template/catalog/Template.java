package com.ovhi.outreach.template.catalog;

import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.template.wording.Wording;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The current version of a template.
 *
 * @param organizationId its owner; null for those that come with the suite, which everybody may use and nobody change
 * @param providerId the provider it is meant for; null for all
 */
public record Template(
        long id,
        int version,
        String name,
        Purpose purpose,
        @Nullable Long organizationId,
        @Nullable Long providerId,
        boolean active,
        Wording wording,
        Instant createdAt,
        Instant updatedAt) {

    /** Whether it comes with the suite. */
    public boolean shared() {
        return organizationId == null;
    }
}
