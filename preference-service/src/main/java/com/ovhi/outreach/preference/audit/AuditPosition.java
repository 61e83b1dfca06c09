package com.ovhi.outreach.preference.audit;

import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.audit.chain.ChainedEntry;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A place between two entries, as callers give it back for the next page. */
record AuditPosition(Instant occurredAt, long seq) {

    private static final char SEPARATOR = '_';

    static AuditPosition of(ChainedEntry entry) {
        return new AuditPosition(entry.entry().occurredAt(), entry.seq());
    }

    static @Nullable AuditPosition parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            var separator = text.lastIndexOf(SEPARATOR);
            return new AuditPosition(
                    Instant.parse(text.substring(0, separator)), Long.parseLong(text.substring(separator + 1)));
        } catch (DateTimeException | NumberFormatException | IndexOutOfBoundsException e) {
            throw ProblemException.badRequest("invalid-after", "'after' must be the 'next' of an earlier page");
        }
    }

    String text() {
        return occurredAt.toString() + SEPARATOR + seq;
    }
}
