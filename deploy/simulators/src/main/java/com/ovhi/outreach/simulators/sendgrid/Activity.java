package com.ovhi.outreach.simulators.sendgrid;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.ovhi.outreach.simulators.ledger.Entry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * A message as the activity feed lists it.
 *
 * @param acceptedAt real time
 */
record Activity(
        String fromEmail,
        String msgId,
        String subject,
        String toEmail,
        String status,
        int opensCount,
        int clicksCount,
        Instant lastEventTime,
        @JsonIgnore Map<String, String> uniqueArgs,
        @JsonIgnore Instant acceptedAt) {

    static Activity of(Entry message) {
        return new Activity(
                message.sender(),
                Events.messageId(message),
                message.detail("subject"),
                message.recipient(),
                "processing",
                0,
                0,
                seconds(message.at()),
                message.correlation(),
                message.realAt());
    }

    /** The same after an event. */
    Activity after(Entry event) {
        String word = event.result();
        return new Activity(
                fromEmail,
                msgId,
                subject,
                toEmail,
                switch (word) {
                    case "delivered" -> "delivered";
                    case "bounce", "blocked", "dropped" -> "not_delivered";
                    default -> status;
                },
                opensCount + (word.equals("open") ? 1 : 0),
                clicksCount + (word.equals("click") ? 1 : 0),
                seconds(event.at()),
                uniqueArgs,
                acceptedAt);
    }

    private static Instant seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }
}
