package com.ovhi.outreach.simulators.ledger;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A line on its way into a ledger. */
public final class Draft {

    private final Entry.Kind kind;
    private final Map<String, Object> details = new LinkedHashMap<>();
    private @Nullable Instant at;
    private @Nullable String outcome;
    private @Nullable Integer httpStatus;
    private @Nullable String errorCode;
    private @Nullable String from;
    private @Nullable String to;
    private @Nullable String messageId;
    private @Nullable String jobId;
    private Map<String, String> correlation = Map.of();
    private @Nullable String body;

    private Draft(Entry.Kind kind) {
        this.kind = kind;
    }

    /** A line of the given kind that tells nothing yet. */
    public static Draft of(Entry.Kind kind) {
        return new Draft(kind);
    }

    /** When it happened, if not now. */
    public Draft at(Instant instant) {
        at = instant;
        return this;
    }

    /** What became of it. */
    public Draft outcome(String result, @Nullable String code) {
        outcome = result;
        errorCode = code;
        return this;
    }

    /** What the caller was answered. */
    public Draft answered(int status) {
        httpStatus = status;
        return this;
    }

    /** Between whom. */
    public Draft between(@Nullable String sender, @Nullable String recipient) {
        from = sender;
        to = recipient;
        return this;
    }

    /** Which message of the provider's. */
    public Draft message(@Nullable String id) {
        messageId = id;
        return this;
    }

    /** Which job of the caller's. */
    public Draft job(@Nullable String id, Map<String, String> references) {
        jobId = id;
        correlation = references;
        return this;
    }

    /** The text as the recipient reads it. */
    public Draft text(@Nullable String text) {
        body = text;
        return this;
    }

    /** Something else worth keeping. */
    public Draft detail(String name, @Nullable Object value) {
        if (value != null) {
            details.put(name, value);
        }
        return this;
    }

    Entry entry(long seq, Instant domain, Instant real) {
        Instant happened = Objects.requireNonNullElse(at, domain);
        return new Entry(
                seq,
                kind,
                happened,
                real,
                outcome,
                httpStatus,
                errorCode,
                from,
                to,
                messageId,
                jobId,
                correlation,
                body,
                Map.copyOf(details));
    }
}
