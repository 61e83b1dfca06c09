package com.ovhi.outreach.template.catalog;

import com.ovhi.outreach.common.contract.api.RenderedMessage.Level;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.template.wording.Wording;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A template with one of its versions: the one in force unless said otherwise.
 *
 * @param organizationId its owner; null for those that come with the suite, which everybody may use and nobody change
 * @param providerId the provider it is meant for; null for all
 * @param variantOf the template whose A/B variant it is; null for a base
 * @param variant its name among the variants; null for a base
 * @param active whether a version of it is published
 * @param revision grows with every change of the template or of one of its versions
 */
public record Template(
        long id,
        int version,
        String name,
        Purpose purpose,
        @Nullable Long organizationId,
        @Nullable Long providerId,
        @Nullable Long variantOf,
        @Nullable String variant,
        boolean active,
        int revision,
        Wording wording,
        Instant createdAt,
        Instant updatedAt) {

    /** Whether it comes with the suite. */
    public boolean shared() {
        return organizationId == null;
    }

    /** Whose it is. */
    public Level level() {
        if (shared()) {
            return Level.GLOBAL;
        }
        return providerId == null ? Level.ORGANIZATION : Level.PROVIDER;
    }
}
