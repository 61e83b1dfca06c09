package com.ovhi.outreach.scheduler.queue;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.ContactWithdrawn;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.observability.AfterCommit;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the queue takes in: the rows of {@code due_queue} and those it is compared with. As many statements for a hundred
 * jobs as for one; every method takes part in the caller's transaction.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Arrivals {

    private static final String INSERT = """
            INSERT INTO due_queue (job_id, slot_id, organization_id, patient_id, purpose, channel, lane,
                due_at, expires_at, send_window, content, campaign_id, state, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?)
            ON DUPLICATE KEY UPDATE job_id = VALUES(job_id)""";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final RouteAlarms alarms;
    private final Clock clock;

    Arrivals(JdbcClient jdbc, JdbcTemplate batches, RouteAlarms alarms, Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.alarms = alarms;
        this.clock = clock;
    }

    /** Adds jobs, except those that another transaction has added meanwhile. */
    void add(List<ContactDue> contacts) {
        if (contacts.isEmpty()) {
            return;
        }
        batches.batchUpdate(INSERT, contacts.stream().map(this::row).toList());
        AfterCommit.run(() -> contacts.forEach(
                each -> alarms.of(new Route(each.lane(), each.channel())).ring(each.dueAt())));
    }

    private @Nullable Object[] row(ContactDue contact) {
        var now = DueQueue.time(clock.instant());
        return new @Nullable Object[] {
            contact.jobId().toString(),
            contact.slotId().toString(),
            contact.organizationId(),
            contact.patientId(),
            contact.purpose().code(),
            contact.channel().code(),
            contact.lane().code(),
            DueQueue.time(contact.dueAt()),
            DueQueue.time(contact.expiresAt()),
            ContractJson.writeText(contact.window()),
            contact.content().ciphertext(),
            contact.campaignId(),
            now,
            now
        };
    }

    /** Those of some jobs that ended so long ago that they have left the queue. */
    Set<UUID> archived(Collection<UUID> jobs) {
        return among("SELECT job_id FROM due_archive WHERE job_id IN (:jobs)", jobs);
    }

    /** Those of some jobs that are in the queue, waiting or not. */
    Set<UUID> queued(Collection<UUID> jobs) {
        return among("SELECT job_id FROM due_queue WHERE job_id IN (:jobs)", jobs);
    }

    /** Those of some jobs that were withdrawn before they came. */
    Set<UUID> withdrawn(Collection<UUID> jobs) {
        return among("SELECT job_id FROM withdrawn_jobs WHERE job_id IN (:jobs)", jobs);
    }

    private Set<UUID> among(String query, Collection<UUID> jobs) {
        return jobs.isEmpty()
                ? Set.of()
                : new HashSet<>(jdbc.sql(query)
                        .param("jobs", jobs.stream().map(UUID::toString).toList())
                        .query((row, _) -> UUID.fromString(row.getString(1)))
                        .list());
    }

    /** Remembers the withdrawal of a job that has not come yet. */
    void remember(ContactWithdrawn withdrawal) {
        jdbc.sql("""
                        INSERT INTO withdrawn_jobs (job_id, organization_id, reason, withdrawn_at) VALUES (?, ?, ?, ?)
                        ON DUPLICATE KEY UPDATE job_id = VALUES(job_id)""")
                .params(
                        withdrawal.jobId().toString(),
                        withdrawal.organizationId(),
                        Codes.of(withdrawal.reason()),
                        DueQueue.time(clock.instant()))
                .update();
    }
}
