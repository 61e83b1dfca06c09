package com.ovhi.outreach.orchestrator.projection;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A clinic group.
 *
 * @param whatsapp whether it uses WhatsApp at all
 */
public record Organization(
        long organizationId, String displayName, @Nullable String phone, boolean whatsapp, String timezone) {

    /** Where its clocks are; UTC when the name is not known here. */
    public ZoneId zone() {
        try {
            return ZoneId.of(timezone);
        } catch (DateTimeException e) {
            return ZoneOffset.UTC;
        }
    }
}
