package com.ovhi.outreach.webhook.notice;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the times providers write: Unix seconds, sometimes milliseconds, or ISO 8601. */
public final class ProviderTime {

    private static final Pattern UNIX = Pattern.compile("[0-9]{1,15}");
    private static final long FIRST_MILLIS = 100_000_000_000L;
    private static final Duration OLDEST = Duration.ofDays(400);

    private ProviderTime() {}

    /**
     * When it happened.
     *
     * @param receivedAt stands in for a time that is missing, unreadable, absurdly old or in the future
     */
    public static Instant read(@Nullable String text, Instant receivedAt) {
        var told = text == null ? receivedAt : parse(text.strip(), receivedAt);
        var plausible = !told.isAfter(receivedAt) && told.isAfter(receivedAt.minus(OLDEST));
        return plausible ? told : receivedAt;
    }

    private static Instant parse(String text, Instant otherwise) {
        if (UNIX.matcher(text).matches()) {
            var number = Long.parseLong(text);
            return number >= FIRST_MILLIS ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return otherwise;
        }
    }
}
