package com.ovhi.outreach.common.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What is known of one attempt to deliver a message. */
public enum DeliveryState {
    /** A worker has taken the message and passed the send gate. */
    PROCESSING,
    /** The provider took it and gave it an id. */
    ACCEPTED,
    /** Definitely not sent; see the failure class. */
    NOT_SENT,
    /** The call ended without an answer; never repeated blindly. */
    UNKNOWN,
    /** The provider handed it to the network. */
    SENT,
    /** It reached the handset or the mail server. */
    DELIVERED,
    /** A person opened or read it. */
    OPENED,
    /** A person followed a link. */
    CLICKED,
    /** The address refused it. */
    BOUNCED,
    /** The provider gave up after accepting it. */
    FAILED,
    /** Its usefulness ended before it could be sent. */
    EXPIRED,
    /** All attempts ended in definite failures. */
    EXHAUSTED,
    /** The patient reported it as spam. */
    COMPLAINED,
    /** The patient used an unsubscribe link, the provider's or our own. */
    UNSUBSCRIBED;

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
    public static DeliveryState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
