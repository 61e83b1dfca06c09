package com.ovhi.outreach.common.contract.ovhi;

import org.jspecify.annotations.Nullable;

/**
 * {@code provider.updated}: a practitioner. The specialty may be revealing and is not read.
 */
public record ProviderUpdated(
        long providerId,
        long organizationId,
        String displayName,
        @Nullable String timezone) {}
