package com.ovhi.outreach.template.whatsapp;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What Meta thinks of a template. Only an approved one may be sent. */
enum ApprovalState {
    APPROVED,
    PENDING,
    REJECTED,
    PAUSED,
    DISABLED,
    IN_APPEAL,
    FLAGGED,
    LIMIT_EXCEEDED,
    ARCHIVED,
    LOCKED,
    PENDING_DELETION,
    DELETED,
    /** A word we do not know; not one to send on. */
    UNKNOWN;

    private static final String REINSTATED = "reinstated";

    boolean maySend() {
        return this == APPROVED;
    }

    /** The name on our wire and in the database. */
    @JsonValue
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Meta's word, in any case; REINSTATED is approved again. */
    static ApprovalState ofMeta(String word) {
        var code = word.strip().toLowerCase(Locale.ROOT);
        return code.equals(REINSTATED)
                ? APPROVED
                : Arrays.stream(values())
                        .filter(each -> each.code().equals(code))
                        .findFirst()
                        .orElse(UNKNOWN);
    }

    @JsonCreator
    static ApprovalState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
