package com.ovhi.outreach.channel.testsend;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What became of a test. */
enum TestState {
    /** It may be with the provider just now. */
    OPEN,
    /** The provider took it. */
    ACCEPTED,
    /** It was definitely not sent. */
    NOT_SENT,
    /** Nobody knows, and it is not tried again. */
    UNKNOWN;

    /** The name on the wire and in the database. */
    @JsonValue
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when there is none of this name */
    static TestState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
