package com.ovhi.outreach.simulators.sendgrid;

import com.ovhi.outreach.simulators.callbacks.Callback;
import com.ovhi.outreach.simulators.ledger.Entry;
import com.ovhi.outreach.simulators.world.Identifiers;
import com.ovhi.outreach.simulators.world.Provider;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the events of one message as the Event Webhook shows them. */
final class Events {

    private static final String SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15";
    private static final String PROXY = "Mozilla/5.0";

    private final Entry message;
    private final String url;

    Events(Entry message, String url) {
        this.message = message;
        this.url = url;
    }

    Callback processed(Instant at) {
        return event("processed", at, Map.of());
    }

    Callback delivered(Instant at) {
        return event("delivered", at, Map.of("response", "250 2.0.0 OK", "ip", "168.245.0.10", "tls", 1));
    }

    Callback deferred(Instant at) {
        return event(
                "deferred", at, Map.of("response", "451 4.7.1 Try again later", "attempt", "1", "ip", "168.245.0.10"));
    }

    Callback dropped(Instant at, String reason) {
        return event("dropped", at, Map.of("reason", reason, "status", "5.0.0"));
    }

    Callback bounced(Instant at) {
        return event(
                "bounce",
                at,
                Map.of(
                        "type", "bounce",
                        "status", "5.1.1",
                        "reason", "550 5.1.1 The email account that you tried to reach does not exist.",
                        "bounce_classification", "Invalid Address",
                        "tls", 1,
                        "ip", "168.245.0.10"));
    }

    Callback blocked(Instant at) {
        return event(
                "bounce",
                at,
                Map.of(
                        "type", "blocked",
                        "status", "5.7.1",
                        "reason", "550 5.7.1 Message rejected due to content restrictions",
                        "bounce_classification", "Reputation",
                        "tls", 1,
                        "ip", "168.245.0.10"));
    }

    Callback opened(Instant at, boolean machine) {
        return event(
                "open",
                at,
                Map.of(
                        "useragent",
                        machine ? PROXY : SAFARI,
                        "ip",
                        "203.0.113.20",
                        "sg_machine_open",
                        machine,
                        "sg_content_type",
                        "html"));
    }

    Callback clicked(Instant at) {
        return event(
                "click",
                at,
                Map.of(
                        "url",
                        message.detail("link"),
                        "url_offset",
                        Map.of("index", 0, "type", "html"),
                        "useragent",
                        SAFARI,
                        "ip",
                        "203.0.113.20"));
    }

    Callback unsubscribed(Instant at) {
        return event("unsubscribe", at, Map.of());
    }

    Callback reported(Instant at) {
        return event("spamreport", at, Map.of());
    }

    /** A message's id wherever SendGrid shows it: that of the answer, and how it went through SendGrid. */
    static String messageId(Entry message) {
        return message.message() + ".recvd-5f54b5d587-8v7kp-1-0.0";
    }

    private Callback event(String event, Instant at, Map<String, Object> particulars) {
        Map<String, Object> fields = new LinkedHashMap<>(message.correlation());
        fields.put("email", message.recipient());
        fields.put("timestamp", at.getEpochSecond());
        fields.put("event", event);
        fields.put("sg_event_id", Identifiers.urlSafe(event + message.message() + message.recipient() + at));
        fields.put("sg_message_id", messageId(message));
        fields.put("smtp-id", "<" + message.message() + "@geopod-ismtpd-1>");
        if (message.details().get("categories") instanceof java.util.List<?> categories && !categories.isEmpty()) {
            fields.put("category", categories);
        }
        fields.putAll(particulars);
        return Callback.status(message, Provider.SENDGRID, event, at, url, fields);
    }
}
