package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.time.UtcTime;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Patients who are reached at one address and are told together: the job of one of them speaks for the cancelled jobs of
 * the others. It is sent under the consent of its own patient only and says nothing of anybody. Thread-safe.
 */
@Repository
public class Households {

    private static final String MEMBERS_ABOUT = """
            SELECT member.member_job_id, member.job_id
            FROM comm_jobs job JOIN household_members member ON member.member_job_id = job.id
            WHERE job.organization_id = ? AND job.subject_ref = ?""";

    private final JdbcClient jdbc;
    private final Clock clock;

    Households(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The jobs of other patients that wait for an address under the same key, oldest first. */
    @Transactional(readOnly = true)
    public List<Companion> waiting(Shared address, long exceptPatient) {
        return jdbc.sql("""
                        SELECT id, COALESCE(due_at, scheduled_at) AS due_at, expires_at FROM comm_jobs
                        WHERE organization_id = ? AND recipient_hash = ? AND merge_key = ? AND status = 'queued'
                            AND channel = ? AND patient_id <> ? AND COALESCE(due_at, scheduled_at) > ?
                        ORDER BY id""")
                .params(
                        address.organizationId(),
                        address.addressHash(),
                        address.mergeKey(),
                        address.channel().code(),
                        exceptPatient,
                        UtcTime.of(clock.instant().plus(Job.LEAD)))
                .query((row, n) -> new Companion(
                        UUID.fromString(row.getString("id")),
                        row.getTimestamp("due_at").toInstant(),
                        row.getTimestamp("expires_at").toInstant()))
                .list();
    }

    /** Like {@link #waiting}, but nobody else plans for this address under any key until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Companion> lock(Shared address, long exceptPatient) {
        jdbc.sql("""
                        INSERT INTO shared_addresses (organization_id, channel, address_hash) VALUES (?, ?, ?)
                        ON DUPLICATE KEY UPDATE address_hash = VALUES(address_hash)""")
                .params(address.organizationId(), address.channel().code(), address.addressHash())
                .update();
        return waiting(address, exceptPatient);
    }

    /** A job speaks for another one from now on, and for all that one spoke for. */
    @Transactional(propagation = Propagation.MANDATORY)
    void join(Job speaker, Job member) {
        jdbc.sql("UPDATE household_members SET job_id = ? WHERE job_id = ?")
                .params(speaker.getId().toString(), member.getId().toString())
                .update();
        jdbc.sql("""
                        INSERT INTO household_members (member_job_id, job_id, organization_id, patient_id, joined_at)
                        VALUES (?, ?, ?, ?, ?)""")
                .params(
                        member.getId().toString(),
                        speaker.getId().toString(),
                        member.organizationId(),
                        member.patientId(),
                        UtcTime.of(clock.instant()))
                .update();
        // The speaker's own message replaces what its patient was to be told before.
        jdbc.sql("DELETE FROM household_members WHERE job_id = ? AND organization_id = ? AND patient_id = ?")
                .params(speaker.getId().toString(), speaker.organizationId(), speaker.patientId())
                .update();
    }

    /** A job speaks for nobody any more; returns those it spoke for. */
    @Transactional(propagation = Propagation.MANDATORY)
    List<UUID> dissolve(UUID speaker) {
        var members = jdbc.sql(
                        "SELECT member_job_id FROM household_members WHERE job_id = ? ORDER BY member_job_id FOR UPDATE")
                .param(speaker.toString())
                .query(String.class)
                .list();
        jdbc.sql("DELETE FROM household_members WHERE job_id = ?")
                .param(speaker.toString())
                .update();
        return members.stream().map(UUID::fromString).toList();
    }

    /**
     * What a subject's patient was to be told is pointless.
     *
     * @param beforeVersion only of older versions of the subject
     * @return the jobs that speak for nobody but their own patient now
     */
    @Transactional(propagation = Propagation.MANDATORY)
    List<UUID> leave(long organizationId, String subjectRef, int beforeVersion) {
        return leave(jdbc.sql(MEMBERS_ABOUT + " AND job.subject_version < ?")
                .params(organizationId, subjectRef, beforeVersion));
    }

    /** Like {@link #leave(long, String, int)}, of what names no version. */
    @Transactional(propagation = Propagation.MANDATORY)
    List<UUID> leaveUnversioned(long organizationId, String subjectRef) {
        return leave(
                jdbc.sql(MEMBERS_ABOUT + " AND job.subject_version IS NULL").params(organizationId, subjectRef));
    }

    /** A job is told of no more; returns the job that spoke for it if that speaks for nobody but its own patient now. */
    @Transactional(propagation = Propagation.MANDATORY)
    Optional<UUID> leave(UUID member) {
        return leave(jdbc.sql("SELECT member_job_id, job_id FROM household_members WHERE member_job_id = ?")
                        .param(member.toString()))
                .stream()
                .findFirst();
    }

    private List<UUID> leave(StatementSpec members) {
        var left = members.query((row, n) -> new Membership(row.getString("member_job_id"), row.getString("job_id")))
                .list();
        left.forEach(this::leave);
        return left.stream()
                .map(Membership::jobId)
                .distinct()
                .filter(this::alone)
                .map(UUID::fromString)
                .toList();
    }

    private void leave(Membership membership) {
        jdbc.sql("DELETE FROM household_members WHERE member_job_id = ?")
                .param(membership.memberJobId())
                .update();
        jdbc.sql("""
                        INSERT INTO household_leavers (member_job_id, job_id, left_at) VALUES (?, ?, ?)
                        ON DUPLICATE KEY UPDATE job_id = VALUES(job_id), left_at = VALUES(left_at)""")
                .params(membership.memberJobId(), membership.jobId(), UtcTime.of(clock.instant()))
                .update();
    }

    /** The jobs that a job spoke for until they left it, as long as they have not left another one since. */
    @Transactional(readOnly = true)
    List<UUID> leavers(UUID speaker) {
        return jdbc
                .sql("SELECT member_job_id FROM household_leavers WHERE job_id = ? ORDER BY member_job_id")
                .param(speaker.toString())
                .query(String.class)
                .list()
                .stream()
                .map(UUID::fromString)
                .toList();
    }

    /** The jobs of a patient that wait to be told by another one on a channel, and can still leave it. */
    @Transactional(readOnly = true)
    List<UUID> members(long organizationId, long patientId, Channel channel) {
        return jdbc
                .sql("""
                        SELECT member.member_job_id FROM household_members member
                            JOIN comm_jobs told ON told.id = member.job_id
                        WHERE member.organization_id = ? AND member.patient_id = ? AND told.channel = ?
                            AND told.status = 'queued' AND COALESCE(told.due_at, told.scheduled_at) > ?
                        ORDER BY member.member_job_id""")
                .params(
                        organizationId,
                        patientId,
                        channel.code(),
                        UtcTime.of(clock.instant().plus(Job.LEAD)))
                .query(String.class)
                .list()
                .stream()
                .map(UUID::fromString)
                .toList();
    }

    /** The jobs of a patient that wait to be told by another one, however soon. */
    @Transactional(readOnly = true)
    List<UUID> members(long organizationId, long patientId) {
        return jdbc.sql("""
                        SELECT member.member_job_id FROM household_members member
                            JOIN comm_jobs told ON told.id = member.job_id
                        WHERE member.organization_id = ? AND member.patient_id = ? AND told.status = 'queued'
                        ORDER BY member.member_job_id""").params(organizationId, patientId).query(String.class).list().stream()
                .map(UUID::fromString)
                .toList();
    }

    /** Whom jobs tell something: their own patients, and those they speak for. */
    @Transactional(readOnly = true)
    public List<Listener> listeners(List<UUID> jobs) {
        if (jobs.isEmpty()) {
            return List.of();
        }
        var ids = jobs.stream().map(UUID::toString).toList();
        var marks = String.join(",", Collections.nCopies(ids.size(), "?"));
        return jdbc.sql("SELECT patient_id, slot_id FROM comm_jobs WHERE id IN (" + marks + ")"
                        + " UNION SELECT member.patient_id, job.slot_id FROM household_members member"
                        + " JOIN comm_jobs job ON job.id = member.job_id WHERE job.id IN (" + marks + ")")
                .params(ids)
                .params(ids)
                .query((row, n) -> new Listener(row.getLong("patient_id"), UUID.fromString(row.getString("slot_id"))))
                .list();
    }

    /** The job that tells of this one as well, if any. */
    @Transactional(readOnly = true)
    Optional<UUID> speaker(UUID member) {
        return jdbc.sql("SELECT job_id FROM household_members WHERE member_job_id = ?")
                .param(member.toString())
                .query(String.class)
                .optional()
                .map(UUID::fromString);
    }

    private boolean alone(String speaker) {
        return jdbc.sql("SELECT 1 FROM household_members WHERE job_id = ? LIMIT 1")
                .param(speaker)
                .query(Integer.class)
                .optional()
                .isEmpty();
    }

    private record Membership(String memberJobId, String jobId) {}

    /** A patient and the contact slot of the job that tells them. */
    public record Listener(long patientId, UUID slotId) {}

    /** An address of an organisation, and what is merged there. */
    public record Shared(long organizationId, Channel channel, String addressHash, String mergeKey) {}

    /** A job that could be told together with another. */
    public record Companion(UUID jobId, Instant dueAt, Instant expiresAt) {}
}
