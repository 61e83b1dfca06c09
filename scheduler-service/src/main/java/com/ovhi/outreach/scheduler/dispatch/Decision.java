package com.ovhi.outreach.scheduler.dispatch;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What becomes of a job whose time has come. */
sealed interface Decision {

    /**
     * It leaves now and must have left by the deadline.
     *
     * @param preferenceVersion of the preferences it was judged by; null when it is not known, or none count
     */
    record Send(Instant deadline, @Nullable Long preferenceVersion) implements Decision {}

    /** Its window is closed; it waits for the next opening. */
    record Hold(Instant until, String reason) implements Decision {}

    /** It was withdrawn. */
    record Cancel() implements Decision {}

    /** Sending it would be useless. */
    record Expire(String code) implements Decision {}

    /** It cannot be judged; a person must look at it. */
    record Reject(String code) implements Decision {}

    /** Its name in metrics. */
    default String outcome() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
