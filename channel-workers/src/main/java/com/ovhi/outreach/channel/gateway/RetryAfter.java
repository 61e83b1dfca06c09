package com.ovhi.outreach.channel.gateway;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The header by which a provider says how long to wait. */
public final class RetryAfter {

    /** What a provider may ask for at most in a header; more than that is a mistake. */
    public static final Duration LONGEST = Duration.ofMinutes(15);

    private RetryAfter() {}

    /** Its value in real time; null when it is missing, negative or not a number of seconds. */
    public static @Nullable Duration parse(@Nullable String header) {
        if (header == null || !header.strip().matches("\\d{1,9}")) {
            return null;
        }
        return capped(Duration.ofSeconds(Long.parseLong(header.strip())));
    }

    /** A wish within reason. */
    public static Duration capped(Duration wish) {
        return wish.compareTo(LONGEST) > 0 ? LONGEST : wish;
    }
}
