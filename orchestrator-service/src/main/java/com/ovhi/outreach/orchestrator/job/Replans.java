package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.orchestrator.job.Replan.Cause;
import com.ovhi.outreach.orchestrator.waiting.Lane;
import com.ovhi.outreach.orchestrator.waiting.WaitingRoom;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Orders successors of jobs. They are looked for outside of the transaction that calls for them. Thread-safe. */
@Component
public class Replans {

    private static final String SOURCE = "orchestrator-service";

    private final WaitingRoom waitingRoom;
    private final JdbcClient jdbc;
    private final Clock clock;

    Replans(WaitingRoom waitingRoom, JdbcClient jdbc, Clock clock) {
        this.waitingRoom = waitingRoom;
        this.jdbc = jdbc;
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

    /** Orders a successor after a pause, in real time; that of an urgent job waits for no other. */
    public void order(UUID jobId, Cause cause, Duration pause) {
        var event = new EventHeaders("replan/" + cause + "/" + jobId, Replan.TYPE, SOURCE, clock.instant(), null);
        waitingRoom.later(event, new Replan(jobId, cause), pause, isUrgent(jobId) ? Lane.URGENT : Lane.REPLAN);
    }

    private boolean isUrgent(UUID jobId) {
        return jdbc.sql("SELECT is_urgent FROM comm_jobs WHERE id = ?")
                .param(jobId.toString())
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }
}
