package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.contract.ContactMoved;
import com.ovhi.outreach.common.time.UtcTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps when the scheduler says that jobs will leave, if not when they were to, and why: the newest of what it said, in whatever
 * order and however often that comes. What has been sent keeps why it was late; what was called off keeps when it was due then, by
 * which it is judged whether it may have left. Thread-safe.
 */
@Repository
public class MovedJobs {

    private final JdbcTemplate batches;

    MovedJobs(JdbcTemplate batches) {
        this.batches = batches;
    }

    /** Takes note of moves; what is said of a job nobody knows is forgotten. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void moved(List<ContactMoved> moves) {
        // In the order in which jobs are locked; of one job in theirs.
        var rows = moves.stream()
                .sorted(Comparator.comparing(each -> each.jobId().toString()))
                .map(MovedJobs::row)
                .toList();
        batches.batchUpdate("""
                UPDATE comm_jobs
                SET due_at = IF(status IN ('queued', 'processing'), ?, due_at), moved_at = ?, moved_reason = ?,
                    row_version = row_version + 1
                WHERE id = ? AND organization_id = ? AND (moved_at IS NULL OR moved_at <= ?)""", rows);
    }

    private static Object[] row(ContactMoved move) {
        var at = micros(move.occurredAt());
        return new Object[] {
            UtcTime.of(micros(move.dueAt())),
            UtcTime.of(at),
            Observation.code(move.reason()),
            move.jobId().toString(),
            move.organizationId(),
            UtcTime.of(at)
        };
    }

    private static Instant micros(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }
}
