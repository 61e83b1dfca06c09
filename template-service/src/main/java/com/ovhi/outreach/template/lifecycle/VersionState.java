package com.ovhi.outreach.template.lifecycle;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a version stands. */
enum VersionState {
    /** Being written; the only state in which its text may change. */
    DRAFT,
    /** Waiting for a second pair of eyes. */
    IN_REVIEW,
    /** May be published. */
    APPROVED,
    /** What is sent; at most one version of a template. */
    PUBLISHED,
    /** Was sent once, and may be published again. */
    RETIRED,
    /** Given up before it was ever sent; its number is not used again. */
    DISCARDED;

    /** The name on the wire and in the database. */
    @JsonValue
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static VersionState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
