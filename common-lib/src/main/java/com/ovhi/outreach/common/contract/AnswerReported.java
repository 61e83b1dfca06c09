package com.ovhi.outreach.common.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Channel;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code answer.reported}: what became of an answer. {@code code} says why it was not sent, or why nobody knows; it is null
 * when the provider accepted it. {@code at} is when that became known.
 */
public record AnswerReported(
        UUID answerId,
        AnswerKind kind,
        UUID inboundId,
        Channel channel,
        Outcome outcome,
        @Nullable String code,
        @Nullable String providerMessageId,
        Instant at) {

    /** Accepted by the provider, refused by the gate, definitely not sent, or unknown. */
    public enum Outcome {
        ACCEPTED,
        REFUSED,
        NOT_SENT,
        UNKNOWN;

        /** The name on the wire and in the database: lower case with underscores. */
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * The constant of a wire name.
         *
         * @throws IllegalArgumentException when there is none
         */
        @JsonCreator
        public static Outcome of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }
}
