package com.ovhi.outreach.template.catalog;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.template.wording.variables.Capability;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to send.
 *
 * @param templateId the template wanted; null for the best one
 * @param providerId whose own templates go first
 * @param variant of an A/B test; null for the base
 * @param capabilities what may be said on whose behalf; a text that says more is passed over
 */
public record Wanted(
        long organizationId,
        @Nullable Long providerId,
        @Nullable Long templateId,
        Purpose purpose,
        Channel channel,
        String language,
        @Nullable String variant,
        Set<Capability> capabilities) {}
