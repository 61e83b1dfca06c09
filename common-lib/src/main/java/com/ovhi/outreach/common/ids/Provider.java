package com.ovhi.outreach.common.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Who delivers. */
public enum Provider {
    SENDGRID,
    TWILIO,
    WHATSAPP;

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
    public static Provider of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** The provider that serves a channel. */
    public static Provider of(Channel channel) {
        return switch (channel) {
            case EMAIL -> SENDGRID;
            case SMS -> TWILIO;
            case WHATSAPP -> WHATSAPP;
        };
    }
}
