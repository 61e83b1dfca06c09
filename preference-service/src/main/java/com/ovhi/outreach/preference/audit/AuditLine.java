package com.ovhi.outreach.preference.audit;

import com.ovhi.outreach.preference.audit.chain.ChainedEntry;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry as callers see it.
 *
 * @param seq its number in the organisation's chain
 * @param createdAt when it was stored
 * @param hash seals it and all before it
 */
record AuditLine(
        long seq,
        Instant occurredAt,
        Instant createdAt,
        @Nullable Long patientId,
        String userId,
        String action,
        Map<String, String> details,
        @Nullable String ipAddress,
        @Nullable String userAgent,
        String hash) {

    static AuditLine of(ChainedEntry chained) {
        var entry = chained.entry();
        return new AuditLine(
                chained.seq(),
                entry.occurredAt(),
                chained.createdAt(),
                entry.patientId(),
                entry.userId(),
                entry.action(),
                entry.details(),
                entry.ipAddress(),
                entry.userAgent(),
                HexFormat.of().formatHex(chained.hash()));
    }
}
