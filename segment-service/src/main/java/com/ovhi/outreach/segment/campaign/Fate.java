package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.ids.Channel;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a step's message by what its jobs tell, one after the other.
 *
 * @param jobId of the job that tells the step now; null before one has told anything, and when that has stepped aside
 * @param sentAt when the message left; null while it has not
 * @param sentOn the code of the channel it left on; null while it has not, and where that was not kept
 * @param endedAt when nothing came of it any more; null while something may
 * @param endReason why; also while something may still come, why it was refused until somebody mends it
 */
record Fate(
        @Nullable String jobId,
        @Nullable Instant sentAt,
        @Nullable String sentOn,
        @Nullable Instant endedAt,
        @Nullable String endReason) {

    /** Why nothing comes of a step as far as nobody told so: it is only supposed, because nothing was heard. */
    private static final Set<String> SUPPOSED = Set.of(Executions.UNHEARD, Executions.CAMPAIGN_OVER);

    /** Nothing has come of it yet. */
    boolean open() {
        return jobId == null && sentAt == null && endedAt == null;
    }

    /** Whether it is this job that tells the step now. */
    boolean isOf(UUID job) {
        return job.toString().equals(jobId);
    }

    /** It is this job that tells the step now, and no refusal that was to be mended. */
    Fate told(UUID job) {
        return new Fate(job.toString(), sentAt, sentOn, endedAt, endedAt == null ? null : endReason);
    }

    /**
     * Its message has left on a channel, as this job tells; what was only supposed of it, because nothing was heard, is void.
     * Told again it changes no more than {@link #told}.
     */
    Fate sent(UUID job, Channel channel, Instant at) {
        if (sentAt != null) {
            return told(job);
        }
        var reason = toldReason();
        return new Fate(job.toString(), at, channel.code(), reason == null ? null : endedAt, reason);
    }

    /** Nothing comes of it any more. */
    Fate ended(String reason, Instant at) {
        return new Fate(
                jobId,
                sentAt,
                sentOn,
                Objects.requireNonNullElse(endedAt, at),
                Objects.requireNonNullElse(toldReason(), reason));
    }

    /** Its job is gone for good, and what comes of it is another one's, or a refusal's, to tell. */
    Fate steppedAside(UUID job) {
        return sentAt == null ? new Fate(isOf(job) ? null : jobId, null, sentOn, null, null) : this;
    }

    /** Something may still come of it: another job has taken over from one that failed, or will. */
    Fate pending() {
        return sentAt == null ? new Fate(jobId, null, sentOn, null, null) : this;
    }

    /** Why nothing comes of it as far as somebody has told; null while something may. */
    private @Nullable String toldReason() {
        return endedAt == null || endReason == null || SUPPOSED.contains(endReason) ? null : endReason;
    }
}
