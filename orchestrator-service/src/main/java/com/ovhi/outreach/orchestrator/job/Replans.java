package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.orchestrator.job.Replan.Cause;
import com.ovhi.outreach.orchestrator.waiting.WaitingRoom;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Orders successors of jobs. They are looked for outside of the transaction that calls for them. Thread-safe. */
@Component
public class Replans {

    private static final String SOURCE = "orchestrator-service";

    private final WaitingRoom waitingRoom;
    private final Clock clock;

    Replans(WaitingRoom waitingRoom, Clock clock) {
        this.waitingRoom = waitingRoom;
        this.clock = clock;
    }

    /** Orders a successor at once; takes part in the caller's transaction. */
    public void order(UUID jobId, Cause cause) {
        order(jobId, cause, Duration.ZERO);
    }

    /** How long it is until the last successor ordered for a cause is looked for; zero when none waits. Real time. */
    public Duration backlog(Cause cause) {
        return waitingRoom.backlog("replan/" + cause + "/");
    }

    /** Orders a successor after a pause, in real time. */
    public void order(UUID jobId, Cause cause, Duration pause) {
        var event = new EventHeaders("replan/" + cause + "/" + jobId, Replan.TYPE, SOURCE, clock.instant(), null);
        waitingRoom.later(event, new Replan(jobId, cause), pause);
    }
}
