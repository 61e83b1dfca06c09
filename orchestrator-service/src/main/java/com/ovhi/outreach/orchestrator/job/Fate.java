package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * What has become of a job, and so what may still become of its contact. Pure.
 *
 * @param inFlight whether the provider may be hearing of it right now
 * @param calledOff whether it was called off for good, so that nothing takes over from it
 * @param turnedAway whether the gate has let nothing of it out because the patient wants nothing on its channel
 */
record Fate(Progress progress, boolean inFlight, JobStatus status, boolean calledOff, boolean turnedAway) {

    /** Whether another job may take over from it for this cause. */
    boolean replaceable(Replan.Cause cause) {
        return !calledOff
                && switch (cause) {
                    case PATIENCE, CROWDED -> unsent() && !status.ended();
                    // The gate may know of it first. Whoever has said STOP has had it called off by then, or will.
                    case SWITCHED_OFF -> unsent() && (!status.ended() || status == JobStatus.FAILED && turnedAway);
                    case FALLBACK, ADDRESS -> unsent() && status == JobStatus.FAILED;
                    // What was called off to be told otherwise, and could not be, is put up for review, too.
                    case REVIEW -> unsent() && (status == JobStatus.FAILED || status == JobStatus.CANCELLED);
                    case SPLIT -> unsent() && status == JobStatus.CANCELLED;
                    case UNDELIVERED, SILENCE -> acceptedButMissing();
                    // What may be under way has the slot, which lets nobody else in before it is known to have failed.
                    case MERGED ->
                        !progress.has(Milestone.SENT) && (status == JobStatus.CANCELLED || status == JobStatus.FAILED);
                };
    }

    /** Whether nothing of it was sent, and nothing can be. */
    private boolean unsent() {
        return !progress.has(Milestone.SENT) && !inFlight;
    }

    /** Whether somebody has said that it ended without being sent; that it was called off says nothing of that. */
    boolean cameToNothing() {
        return unsent()
                && Stream.of(Milestone.FAILED, Milestone.BOUNCED, Milestone.EXPIRED)
                        .anyMatch(progress::has);
    }

    /** Whether nothing of it was sent and nothing will be, so that its occasion may be told after all if somebody asks. */
    boolean vacant() {
        return unsent() && (status == JobStatus.FAILED || status == JobStatus.CANCELLED && calledOff);
    }

    /** Whether a provider has accepted it and nothing says that it arrived. */
    private boolean acceptedButMissing() {
        return progress.has(Milestone.SENT)
                && Stream.of(Milestone.DELIVERED, Milestone.OPENED, Milestone.CLICKED, Milestone.REPLIED)
                        .noneMatch(progress::has);
    }

    /** Whether it was or may be sent, or has ended otherwise than by coming to nothing. */
    boolean beyondRecall() {
        var ended = status.ended() && status != JobStatus.FAILED && status != JobStatus.CANCELLED;
        return ended || inFlight || progress.has(Milestone.SENT);
    }

    /**
     * Whether nothing was left of it to be sent when it was called off, or nobody could have it yet.
     *
     * @param handedOver when a worker may have had it at the earliest
     */
    boolean calledOffInTime(Instant handedOver) {
        var at = progress.firstAt().get(Milestone.CANCELLED);
        return progress.has(Milestone.FAILED)
                || progress.has(Milestone.EXPIRED)
                || at != null && at.isBefore(handedOver);
    }
}
