package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The milestones a job has reached and when each was first reached. Milestones are only added and their times only move
 * earlier, so any order and any repetition of the same reports gives the same progress; status and conflict follow from
 * it.
 *
 * @param firstAt never changed
 */
record Progress(Map<Milestone, Instant> firstAt) {

    static final Progress NONE = new Progress(Map.of());

    Progress {
        var copy = new EnumMap<Milestone, Instant>(Milestone.class);
        copy.putAll(firstAt);
        firstAt = Collections.unmodifiableMap(copy);
    }

    boolean has(Milestone milestone) {
        return firstAt.containsKey(milestone);
    }

    /** With this milestone, at the earliest time that was reported for it. */
    Progress with(Milestone milestone, Instant at) {
        var extended = new EnumMap<Milestone, Instant>(Milestone.class);
        extended.putAll(firstAt);
        extended.merge(milestone, at, (known, reported) -> reported.isBefore(known) ? reported : known);
        return new Progress(extended);
    }

    /** The status of the design document. */
    JobStatus status(Channel channel) {
        if (has(Milestone.REPLIED)) {
            return JobStatus.REPLIED;
        }
        if (has(Milestone.CLICKED)) {
            return JobStatus.CLICKED;
        }
        if (has(Milestone.OPENED)) {
            return JobStatus.OPENED;
        }
        // Mail servers may refuse after accepting; a handset cannot.
        if (has(Milestone.BOUNCED) && (channel == Channel.EMAIL || !has(Milestone.DELIVERED))) {
            return JobStatus.BOUNCED;
        }
        if (has(Milestone.DELIVERED)) {
            return JobStatus.DELIVERED;
        }
        return has(Milestone.SENT) ? sentStatus() : unsentStatus();
    }

    private JobStatus sentStatus() {
        return has(Milestone.FAILED) ? JobStatus.FAILED : JobStatus.SENT;
    }

    private JobStatus unsentStatus() {
        if (has(Milestone.CANCELLED)) {
            return JobStatus.CANCELLED;
        }
        if (has(Milestone.FAILED) || has(Milestone.EXPIRED)) {
            return JobStatus.FAILED;
        }
        return has(Milestone.PROCESSING) || has(Milestone.UNDER_REVIEW) ? JobStatus.PROCESSING : JobStatus.QUEUED;
    }

    /** Whether reports contradict each other: it failed and arrived, or was cancelled and sent. */
    boolean conflict() {
        var arrived = has(Milestone.DELIVERED) || has(Milestone.OPENED) || has(Milestone.CLICKED);
        var sent = arrived || has(Milestone.SENT);
        return arrived && (has(Milestone.FAILED) || has(Milestone.BOUNCED))
                || sent && (has(Milestone.CANCELLED) || has(Milestone.EXPIRED));
    }
}
