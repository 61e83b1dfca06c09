package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.orchestrator.job.Replan.Cause;
import com.ovhi.outreach.orchestrator.waiting.Lane;
import com.ovhi.outreach.orchestrator.waiting.WaitingRoom;
import com.ovhi.outreach.orchestrator.waiting.WaitingRoom.Later;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** Those of these jobs for which a successor has been ordered and is still looked for. */
    Set<UUID> ordered(List<UUID> jobIds) {
        var waiting = waitingRoom.waiting(jobIds.stream().flatMap(Replans::ids).collect(Collectors.toSet()));
        return jobIds.stream()
                .filter(job -> ids(job).anyMatch(waiting::contains))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<String> ids(UUID jobId) {
        return Stream.of(Cause.values()).map(cause -> id(jobId, cause));
    }

    private static String id(UUID jobId, Cause cause) {
        return "replan/" + cause + "/" + jobId;
    }

    /** How long it is until the last successor ordered for a cause is looked for; zero when none waits. Real time. */
    public Duration backlog(Cause cause) {
        return waitingRoom.backlog("replan/" + cause + "/");
    }

    /** Orders a successor after a pause, in real time; that of an urgent job waits for no other. */
    public void order(UUID jobId, Cause cause, Duration pause) {
        order(List.of(new Successor(jobId, cause, pause)));
    }

    /** Orders many, in two statements. */
    public void order(List<Successor> successors) {
        if (successors.isEmpty()) {
            return;
        }
        var now = clock.instant();
        var urgent = urgent(successors);
        waitingRoom.later(successors.stream()
                .map(each -> new Later(
                        new EventHeaders(id(each.jobId(), each.cause()), Replan.TYPE, SOURCE, now, null),
                        new Replan(each.jobId(), each.cause()),
                        each.pause(),
                        urgent.contains(each.jobId()) ? Lane.URGENT : Lane.REPLAN))
                .toList());
    }

    private Set<UUID> urgent(List<Successor> successors) {
        return jdbc
                .sql("SELECT id FROM comm_jobs WHERE id IN (:ids) AND is_urgent")
                .param(
                        "ids",
                        successors.stream()
                                .map(each -> each.jobId().toString())
                                .distinct()
                                .toList())
                .query(String.class)
                .list()
                .stream()
                .map(UUID::fromString)
                .collect(Collectors.toSet());
    }

    /**
     * What is to be looked for.
     *
     * @param jobId of the job it would take over from
     * @param pause before it is looked for, real time
     */
    public record Successor(UUID jobId, Cause cause, Duration pause) {

        /** To be looked for at once. */
        public Successor(UUID jobId, Cause cause) {
            this(jobId, cause, Duration.ZERO);
        }
    }
}
