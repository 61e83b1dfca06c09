package com.ovhi.outreach.channel.sendgrid;

import com.ovhi.outreach.channel.gateway.RetryAfter;
import com.ovhi.outreach.common.time.Pace;
import com.sendgrid.Response;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what SendGrid says beside its answers. */
record Headers(Clock clock, Pace pace) {

    /** A header, whatever the case of its name; null when it is missing. */
    static @Nullable String value(Response response, String name) {
        return response.getHeaders().entrySet().stream()
                .filter(each -> name.equalsIgnoreCase(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** For how long SendGrid wants to be left alone, real time; null when it does not say. */
    @Nullable
    Duration wish(Response response) {
        var wish = RetryAfter.parse(value(response, "Retry-After"));
        return wish == null ? untilReset(response) : wish;
    }

    private @Nullable Duration untilReset(Response response) {
        try {
            var reset = value(response, "X-RateLimit-Reset");
            if (reset == null) {
                return null;
            }
            var wait = pace.toReal(Duration.between(clock.instant(), Instant.ofEpochSecond(Long.parseLong(reset))));
            return wait.isNegative() ? null : RetryAfter.capped(wait);
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }
}
