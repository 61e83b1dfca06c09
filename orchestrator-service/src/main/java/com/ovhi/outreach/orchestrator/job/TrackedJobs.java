package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.time.UtcTime;
import jakarta.persistence.EntityManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.engine.spi.EntityKey;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.orm.ObjectOptimisticLockingFailureException;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Jobs that are held while something is seen of them, in four statements however many there are. Nothing is read or written of them
 * but what that needs: Hibernate would read each with its sealed text, once for each of its milestones, and write all of it again.
 * Thread-safe.
 */
@Repository
class TrackedJobs {

    private static final String LOCK = """
            SELECT id, organization_id, patient_id, request_id, provider_id, requested_template_id, template_id, template_version,
                language, sms_segments, campaign_id, campaign_version, campaign_step, campaign_run, experiment_id, ab_variant,
                purpose, channel, subject_ref, subject_version, scheduled_at, sent_at, due_at, moved_at, moved_reason, status,
                delivery_conflict, is_called_off, retry_count, provider_message_id, provider_attempt, error_message, error_at,
                processing_attempt, refused_attempt, unless_confirmed, merge_key, told_sensitive, allowance, is_household,
                is_discreet, is_open_email, not_before, own_send_at, own_expires_at, updated_at, row_version
            FROM comm_jobs WHERE id IN (:ids) ORDER BY id FOR UPDATE""";

    /**
     * One statement: of one for each job the database would parse hundreds, and wait for its turn as often. What does not fit a
     * column fails as it does in any statement: texts may be longer here, for here they would be cut or left out in silence.
     */
    private static final String WRITE = """
            UPDATE JSON_TABLE(:seen, '$[*]' COLUMNS (
                    id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin PATH '$.id' ERROR ON ERROR,
                    row_version INT PATH '$.row_version' ERROR ON ERROR,
                    sent_at DATETIME(6) PATH '$.sent_at' ERROR ON ERROR,
                    status VARCHAR(1000) PATH '$.status' ERROR ON ERROR,
                    delivery_conflict INT PATH '$.delivery_conflict' ERROR ON ERROR,
                    retry_count INT PATH '$.retry_count' ERROR ON ERROR,
                    provider_message_id VARCHAR(1000) PATH '$.provider_message_id' ERROR ON ERROR,
                    provider_attempt INT PATH '$.provider_attempt' ERROR ON ERROR,
                    error_message VARCHAR(1000) PATH '$.error_message' ERROR ON ERROR,
                    error_at DATETIME(6) PATH '$.error_at' ERROR ON ERROR,
                    processing_attempt INT PATH '$.processing_attempt' ERROR ON ERROR,
                    refused_attempt INT PATH '$.refused_attempt' ERROR ON ERROR,
                    updated_at DATETIME(6) PATH '$.updated_at' ERROR ON ERROR)) seen
                STRAIGHT_JOIN comm_jobs job ON job.id = seen.id AND job.row_version = seen.row_version
            SET job.sent_at = seen.sent_at, job.status = seen.status, job.delivery_conflict = seen.delivery_conflict,
                job.retry_count = seen.retry_count, job.provider_message_id = seen.provider_message_id,
                job.provider_attempt = seen.provider_attempt, job.error_message = seen.error_message,
                job.error_at = seen.error_at, job.processing_attempt = seen.processing_attempt,
                job.refused_attempt = seen.refused_attempt, job.updated_at = seen.updated_at,
                job.row_version = job.row_version + 1""";

    private final EntityManager entities;
    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    TrackedJobs(EntityManager entities, JdbcClient jdbc, JdbcTemplate batches) {
        this.entities = entities;
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /**
     * Nobody else changes these jobs until the transaction ends. Whoever reads them in it by Hibernate from then on reads them anew.
     *
     * @return those there are, in the one order in which jobs are locked
     * @throws ObjectOptimisticLockingFailureException when one has changed since the transaction looked at it
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<UUID, Held> lock(Set<UUID> ids) {
        // What Hibernate has yet to write would be passed over here, and then written over.
        entities.flush();
        var keys = ids.stream().map(UUID::toString).toList();
        var locked = new LinkedHashMap<UUID, TrackedJob>();
        jdbc.sql(LOCK)
                .param("ids", keys)
                .query((row, _) -> new TrackedJob(new Row(row)))
                .list()
                .forEach(job -> locked.put(job.getId(), job));
        forget(locked);
        // After the lock: whoever had it before may have added some.
        jdbc.sql("SELECT job_id, milestone, first_at FROM comm_job_milestones WHERE job_id IN (:ids)")
                .param("ids", keys)
                .query(result -> {
                    var row = new Row(result);
                    var job = locked.get(row.id("job_id"));
                    if (job != null) {
                        job.reached(row.text("milestone"), row.time("first_at"));
                    }
                });
        var held = new LinkedHashMap<UUID, Held>();
        locked.forEach((id, job) -> held.put(id, new Held(job, job.observed())));
        return held;
    }

    /** Lets Hibernate read anew what it has read of these jobs. */
    private void forget(Map<UUID, TrackedJob> locked) {
        List.copyOf(entities.unwrap(Session.class).getStatistics().getEntityKeys()).stream()
                .filter(key -> key instanceof EntityKey entity
                        && entity.getEntityName().equals(Job.class.getName()))
                .map(key -> locked.get((UUID) ((EntityKey) key).getIdentifier()))
                .filter(Objects::nonNull)
                .forEach(this::forget);
    }

    private void forget(TrackedJob locked) {
        var known = entities.find(Job.class, locked.getId());
        if (known.rowVersion() != locked.rowVersion()) {
            throw new ObjectOptimisticLockingFailureException(Job.class, locked.getId());
        }
        entities.detach(known);
    }

    /**
     * Writes what was seen of jobs; nothing of those of which that is no news, as of a third of what providers report.
     *
     * @throws ObjectOptimisticLockingFailureException when one has changed since it was locked, which nobody else can have done
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void write(List<Held> seen) {
        var changed = seen.stream().filter(Held::changed).toList();
        if (changed.isEmpty()) {
            return;
        }
        var written = jdbc.sql(WRITE)
                .param(
                        "seen",
                        ContractJson.writeText(changed.stream().map(Held::row).toList()))
                .update();
        if (written != changed.size()) {
            throw new ObjectOptimisticLockingFailureException("A job has changed since it was locked", null);
        }
        var reached = changed.stream().flatMap(Held::reached).toList();
        if (!reached.isEmpty()) {
            batches.batchUpdate("""
                    INSERT INTO comm_job_milestones (job_id, milestone, first_at) VALUES (?, ?, ?)
                    ON DUPLICATE KEY UPDATE first_at = VALUES(first_at)""", reached);
        }
    }

    /**
     * A job that is held.
     *
     * @param before what had been seen of it when that began
     */
    record Held(TrackedJob job, Observed before) {

        private boolean changed() {
            return !job.observed().equals(before);
        }

        private String key() {
            return job.getId().toString();
        }

        private Map<String, Object> row() {
            var row = new Columns()
                    .put("id", job.getId())
                    .put("row_version", job.rowVersion())
                    .put("updated_at", job.updatedAt())
                    .known();
            row.putAll(job.observed().columns());
            return row;
        }

        /** The milestones that are new, or were earlier than was known. */
        private Stream<Object[]> reached() {
            var known = before.progress().firstAt();
            return job.progress().firstAt().entrySet().stream()
                    .filter(each -> !each.getValue().equals(known.get(each.getKey())))
                    .map(each -> new Object[] {key(), each.getKey().code(), UtcTime.of(each.getValue())});
        }
    }
}
