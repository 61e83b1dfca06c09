package com.ovhi.outreach.simulators.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One line of a ledger. {@code details} keeps what the provider needs to carry on after a restart. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Entry(
        long seq,
        Kind kind,
        Instant at,
        Instant realAt,
        @Nullable String outcome,
        @Nullable Integer httpStatus,
        @Nullable String errorCode,
        @Nullable String from,
        @Nullable String to,
        @Nullable String messageId,
        @Nullable String jobId,
        Map<String, String> correlation,
        @Nullable String body,
        Map<String, Object> details) {

    /** What a line tells about. */
    public enum Kind {
        /** A request reached the provider, whatever became of it. */
        CALL,
        /** The provider accepted a message for one recipient. */
        MESSAGE,
        /** A message moved on: sent, delivered, opened, failed. */
        STATUS,
        /** A patient wrote. */
        INBOUND,
        /** The provider will not send to this recipient any more. */
        BLOCK,
        /** The provider sends to this recipient again. */
        UNBLOCK
    }

    /** The recipient, or nothing. */
    public String recipient() {
        return Objects.requireNonNullElse(to, "");
    }

    /** The sender, or nothing. */
    public String sender() {
        return Objects.requireNonNullElse(from, "");
    }

    /** The provider's message id, or nothing. */
    public String message() {
        return Objects.requireNonNullElse(messageId, "");
    }

    /** The text, or nothing. */
    public String text() {
        return Objects.requireNonNullElse(body, "");
    }

    /** What became of it, or nothing. */
    public String result() {
        return Objects.requireNonNullElse(outcome, "");
    }

    /** A detail as text, or nothing. */
    public String detail(String name) {
        Object value = details.get(name);
        return value == null ? "" : value.toString();
    }

    /** What identifies the caller's intention: its job, or else the provider's message. */
    public String intention() {
        return jobId == null ? message() : jobId;
    }
}
