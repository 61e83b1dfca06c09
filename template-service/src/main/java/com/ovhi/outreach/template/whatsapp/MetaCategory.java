package com.ovhi.outreach.template.whatsapp;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What Meta takes a template for. */
enum MetaCategory {
    /** Follows from something the patient did with us; no promotion. */
    UTILITY,
    MARKETING,
    /** One-time codes. */
    AUTHENTICATION,
    /** A word we do not know. */
    UNKNOWN;

    /** Whether a message that needs no marketing consent may go out under it. */
    boolean transactional() {
        return this == UTILITY;
    }

    /** The name on our wire and in the database. */
    @JsonValue
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Meta's word, in any case. */
    static MetaCategory ofMeta(String word) {
        var code = word.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(each -> each.code().equals(code))
                .findFirst()
                .orElse(UNKNOWN);
    }

    @JsonCreator
    static MetaCategory of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
