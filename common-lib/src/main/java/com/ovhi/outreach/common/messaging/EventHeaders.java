package com.ovhi.outreach.common.messaging;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The CloudEvents attributes of an event, carried as Kafka headers (CloudEvents Kafka protocol binding 1.0, binary
 * mode).
 *
 * @param id unique per event, the same when it is sent again
 * @param type what happened, such as {@code job.changed}
 * @param source the service that said so
 * @param time when it happened, UTC
 * @param traceparent W3C trace context of the cause, null if there was none
 */
public record EventHeaders(
        String id,
        String type,
        String source,
        Instant time,
        @Nullable String traceparent) {

    static final String ID = "ce_id";
    static final String TYPE = "ce_type";
    static final String SOURCE = "ce_source";
    static final String TIME = "ce_time";
    static final String TRACEPARENT = "traceparent";

    /** Writes the attributes of an event onto its record. */
    public static void write(Headers headers, EventHeaders event) {
        put(headers, "ce_specversion", "1.0");
        put(headers, ID, event.id());
        put(headers, TYPE, event.type());
        put(headers, SOURCE, event.source());
        put(headers, TIME, event.time().toString());
        put(headers, "content-type", "application/json");
        var traceparent = event.traceparent();
        if (traceparent != null) {
            put(headers, TRACEPARENT, traceparent);
        }
    }

    /**
     * Reads the attributes from message headers, whose values may be bytes or text.
     *
     * @throws PoisonRecord when one is missing or malformed
     */
    static EventHeaders read(Map<String, Object> headers) {
        try {
            return new EventHeaders(
                    required(headers, ID),
                    required(headers, TYPE),
                    required(headers, SOURCE),
                    Instant.parse(required(headers, TIME)),
                    text(headers.get(TRACEPARENT)));
        } catch (DateTimeException e) {
            throw new PoisonRecord("bad-header-time");
        }
    }

    /**
     * The type alone, which is all that is read of what is somebody else's.
     *
     * @throws PoisonRecord when it is missing or malformed
     */
    static String type(Map<String, Object> headers) {
        return required(headers, TYPE);
    }

    private static String required(Map<String, Object> headers, String name) {
        var value = text(headers.get(name));
        if (value == null || value.isBlank() || value.length() > 200 || !isAscii(value)) {
            throw new PoisonRecord("bad-header-" + name.replace('_', '-'));
        }
        return value;
    }

    /** The inbox compares ids as ASCII; any other character would make different ids look alike. */
    private static boolean isAscii(String value) {
        for (var i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
            case String text -> text;
            case null, default -> null;
        };
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
