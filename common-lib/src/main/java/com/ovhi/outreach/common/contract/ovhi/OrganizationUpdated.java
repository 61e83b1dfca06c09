package com.ovhi.outreach.common.contract.ovhi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code organization.updated}: a clinic group and what it may do. {@code timezone} is an IANA id.
 */
public record OrganizationUpdated(
        long organizationId,
        String displayName,
        String timezone,
        @Nullable String phone,
        List<String> languages,
        Capabilities capabilities) {
    /** Whether protected health information may travel on a channel, and whether WhatsApp may be used at all. */
    public record Capabilities(boolean smsPhi, boolean emailPhi, boolean whatsapp) {}
}
