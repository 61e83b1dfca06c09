package com.ovhi.outreach.webhook.notice;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which attempt of which job, or which answer (attempt 0), a status is about, as we told the provider when sending. Both
 * null when the provider does not tell it back, or not in the form we gave.
 */
public record Attempt(@Nullable UUID jobId, @Nullable Integer number) {

    /** Not told. */
    public static final Attempt UNTOLD = new Attempt(null, null);

    private static final Pattern JOB = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,3}");

    /** Reads job and attempt where they travel apart. */
    public static Attempt of(@Nullable String job, @Nullable String number) {
        if (job == null || !JOB.matcher(job).matches()) {
            return UNTOLD;
        }
        var attempt = number != null && NUMBER.matcher(number).matches() ? (Integer) Integer.parseInt(number) : null;
        return new Attempt(UUID.fromString(job), attempt);
    }

    /** Reads {@code <job>:<attempt>}. */
    public static Attempt ofPair(@Nullable String pair) {
        if (pair == null) {
            return UNTOLD;
        }
        var colon = pair.indexOf(':');
        return colon < 0 ? of(pair, null) : of(pair.substring(0, colon), pair.substring(colon + 1));
    }
}
