package com.ovhi.outreach.local.check.evidence;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One line of a simulated provider's ledger. PHI.
 *
 * @param at on the suite's clock
 * @param realAt on the wall's clock
 * @param outcome what became of it; {@value #THROTTLED} for every call that was refused because there were too many
 * @param jobId whose message it is; null when the caller did not say
 */
public record LedgerEntry(
        String provider,
        long seq,
        String kind,
        Instant at,
        Instant realAt,
        String outcome,
        String from,
        String to,
        String messageId,
        @Nullable String jobId,
        String body) {

    /** The kind of a line that tells of an accepted message. */
    static final String MESSAGE = "MESSAGE";

    private static final String THROTTLED = "throttled";
    private static final int TOO_MANY = 429;

    static LedgerEntry of(String provider, JsonNode line) {
        return new LedgerEntry(
                provider,
                line.path("seq").asLong(),
                line.path("kind").asString(),
                Instant.parse(line.path("at").asString()),
                Instant.parse(line.path("real_at").asString()),
                line.path("http_status").asInt(0) == TOO_MANY
                        ? THROTTLED
                        : line.path("outcome").asString(""),
                line.path("from").asString(""),
                line.path("to").asString(""),
                line.path("message_id").asString(""),
                job(line.path("job_id").asString("")),
                line.path("body").asString(""));
    }

    /** WhatsApp's reference names job and attempt. */
    private static @Nullable String job(String reference) {
        return reference.isEmpty() ? null : reference.split(":", 2)[0].toLowerCase(Locale.ROOT);
    }

    /** Whether the provider took a message with it. */
    public boolean accepted() {
        return kind.equals(MESSAGE);
    }

    /** Whether the provider turned a call away unread, since there were too many. */
    public boolean throttled() {
        return outcome.equals(THROTTLED);
    }

    /** The channel the provider serves. */
    public String channel() {
        return switch (provider) {
            case "sendgrid" -> "email";
            case "twilio" -> "sms";
            default -> "whatsapp";
        };
    }

    /** A name for reports that tells nothing about anybody. */
    public String name() {
        return provider + "#" + seq;
    }

    @Override
    public String toString() {
        return name();
    }
}
