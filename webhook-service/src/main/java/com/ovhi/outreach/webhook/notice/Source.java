package com.ovhi.outreach.webhook.notice;

import java.util.Locale;

/** Which endpoint a request came in through; decides who can read it. */
public enum Source {
    SENDGRID_EVENTS,
    TWILIO_STATUS,
    TWILIO_INBOUND,
    WHATSAPP,
    GENERIC_STATUS,
    GENERIC_INBOUND;

    /** The name in metrics and in the spool. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
