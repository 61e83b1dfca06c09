package com.ovhi.outreach.orchestrator.projection;

import org.jspecify.annotations.Nullable;

/**
 * A clinic group.
 *
 * @param whatsapp whether it uses WhatsApp at all
 */
public record Organization(
        long organizationId, String displayName, @Nullable String phone, boolean whatsapp) {}
