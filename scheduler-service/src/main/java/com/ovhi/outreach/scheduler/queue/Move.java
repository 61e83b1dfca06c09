package com.ovhi.outreach.scheduler.queue;

import com.ovhi.outreach.common.contract.ContactMoved;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A waiting job gets another due time, and the suite hears of it if it believes otherwise. What is looked at every few seconds while
 * a gate is closed is told once for each reason; what moves earlier, or is to rest for long, is told each time. Pure.
 *
 * @param told whether the suite is told
 */
record Move(DueJob job, Instant dueAt, String reason, boolean told) {

    /** What the orchestrator takes for the same time: nobody calls a job off later than so long before. */
    static final Duration SAME = Duration.ofMinutes(2);

    /** A pause that is no look at a gate. */
    static final Duration REST = Duration.ofHours(1);

    private static final String SEPARATOR = ",";
    private static final int MOST = 255;

    static Move of(DueJob job, Instant dueAt, String reason, Instant now) {
        var code = Codes.of(reason);
        return new Move(job, dueAt, code, matters(job, dueAt, code, now));
    }

    private static boolean matters(DueJob job, Instant dueAt, String code, Instant now) {
        var believed = believed(job);
        if (!dueAt.isAfter(believed)) {
            return dueAt.isBefore(believed);
        }
        return dueAt.isAfter(believed.plus(SAME)) && (dueAt.isAfter(now.plus(REST)) || !has(job.toldReasons(), code));
    }

    private static Instant believed(DueJob job) {
        return Objects.requireNonNullElse(job.toldAt(), job.dueAt());
    }

    private static boolean has(@Nullable String reasons, String code) {
        return reasons != null && Arrays.asList(reasons.split(SEPARATOR)).contains(code);
    }

    /** When the suite believes the job to leave from now on. */
    Instant toldAt() {
        return told ? dueAt : believed(job);
    }

    /** For which reasons it was told so far. */
    @Nullable
    String toldReasons() {
        var known = job.toldReasons();
        if (!told || has(known, reason)) {
            return known;
        }
        var all = known == null ? reason : known + SEPARATOR + reason;
        return all.length() > MOST ? reason : all;
    }

    /** What the suite is told. */
    ContactMoved event(Instant now) {
        return new ContactMoved(job.jobId(), job.organizationId(), job.patientId(), dueAt, reason, now);
    }
}
