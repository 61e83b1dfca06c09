package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.orchestrator.waiting.Lane;
import com.ovhi.outreach.orchestrator.waiting.WaitingRoom;
import com.ovhi.outreach.orchestrator.waiting.WaitingRoom.Later;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Has reminders seen to that were called off late and are known not to have been sent. Thread-safe. */
@Component
class UntoldReminders {

    private static final String SOURCE = "orchestrator-service";

    private final WaitingRoom waitingRoom;
    private final Clock clock;

    UntoldReminders(WaitingRoom waitingRoom, Clock clock) {
        this.waitingRoom = waitingRoom;
        this.clock = clock;
    }

    /**
     * Whether a job was to remind of a visit and was called off when a worker might have had it, or had tried it before, though not for
     * good: nobody has asked for it again.
     */
    static boolean calledOffLate(TrackedJob job) {
        if (job.purpose() != Purpose.APPT_REMINDER) {
            return false;
        }
        var fate = job.fate();
        var progress = fate.progress();
        var at = progress.firstAt().get(Milestone.CANCELLED);
        var begun = progress.has(Milestone.PROCESSING) || progress.has(Milestone.UNDER_REVIEW);
        return at != null && (begun || job.mayBeUnderWay(at)) && !fate.calledOff();
    }

    /** Takes part in the caller's transaction. */
    void seeTo(List<UUID> jobs) {
        var now = clock.instant();
        waitingRoom.later(jobs.stream()
                .map(job -> new Later(
                        new EventHeaders("untold/" + job, UntoldReminder.TYPE, SOURCE, now, null),
                        new UntoldReminder(job),
                        Duration.ZERO,
                        Lane.REPLAN))
                .toList());
    }
}
