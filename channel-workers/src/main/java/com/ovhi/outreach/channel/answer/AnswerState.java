package com.ovhi.outreach.channel.answer;

import com.fasterxml.jackson.annotation.JsonValue;
import com.ovhi.outreach.common.contract.AnswerReported.Outcome;
import java.util.Locale;
import java.util.Optional;

/** How far an answer has come. */
enum AnswerState {
    /** It is to be sent, now or after a pause; nobody is being called. */
    WAITING,
    /** It passed the gate; it may be with the provider just now. */
    OPEN,
    /** The provider took it. */
    ACCEPTED,
    /** The gate refused it. */
    REFUSED,
    /** It was definitely not sent, and is not tried again. */
    NOT_SENT,
    /** Nobody knows, and it is not tried again. */
    UNKNOWN;

    /** What is reported of it; empty while that is still to come. */
    Optional<Outcome> outcome() {
        return switch (this) {
            case WAITING, OPEN -> Optional.empty();
            case ACCEPTED -> Optional.of(Outcome.ACCEPTED);
            case REFUSED -> Optional.of(Outcome.REFUSED);
            case NOT_SENT -> Optional.of(Outcome.NOT_SENT);
            case UNKNOWN -> Optional.of(Outcome.UNKNOWN);
        };
    }

    /** The name on the wire and in the database. */
    @JsonValue
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when there is none of this name */
    static AnswerState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
