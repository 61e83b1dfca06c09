package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.contract.api.PatientRef;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.time.UtcTime;
import com.ovhi.outreach.orchestrator.projection.Several;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finds jobs that may still be cancelled, in the one order in which they are locked, and how those about a subject stand. */
@Repository
class OpenJobs {

    private static final String OPEN = "status IN ('queued', 'processing')";

    /** Of jobs of a purpose about a subject, with those that tell their patients. */
    private static final String AS_TOLD = """
             FROM comm_jobs job
                JOIN contact_slots slot ON slot.id = job.slot_id
                LEFT JOIN household_members member ON member.member_job_id = job.id
                JOIN comm_jobs told ON told.id = COALESCE(member.job_id, job.id)
            WHERE job.organization_id = ? AND job.subject_ref = ? AND job.purpose = ?
            """;

    private final JdbcClient jdbc;

    OpenJobs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<UUID> about(long organizationId, String subjectRef, int beforeVersion) {
        return ids(
                "organization_id = ? AND subject_ref = ? AND " + OPEN + " AND subject_version < ?",
                organizationId,
                subjectRef,
                beforeVersion);
    }

    /** Those that name no version of it. */
    List<UUID> about(long organizationId, String subjectRef) {
        return ids(
                "organization_id = ? AND subject_ref = ? AND " + OPEN + " AND subject_version IS NULL",
                organizationId,
                subjectRef);
    }

    /** Those that say more of it than that there is something to read in the portal. */
    List<UUID> telling(long organizationId, String subjectRef) {
        return ids(
                "organization_id = ? AND subject_ref = ? AND " + OPEN + " AND NOT is_discreet",
                organizationId,
                subjectRef);
    }

    /** E-mails to a patient who accepted details there when they were worded. */
    List<UUID> openEmails(long organizationId, long patientId) {
        return ids(
                "organization_id = ? AND patient_id = ? AND " + OPEN + " AND is_open_email", organizationId, patientId);
    }

    List<UUID> about(long organizationId, String subjectRef, Purpose purpose) {
        return ids(
                "organization_id = ? AND subject_ref = ? AND " + OPEN + " AND purpose = ?",
                organizationId,
                subjectRef,
                purpose.code());
    }

    /** Those that are pointless once the patient has confirmed. */
    List<UUID> unlessConfirmed(long organizationId, String subjectRef) {
        return ids(
                "organization_id = ? AND subject_ref = ? AND " + OPEN + " AND unless_confirmed",
                organizationId,
                subjectRef);
    }

    List<UUID> of(long organizationId, long patientId) {
        return ids("organization_id = ? AND patient_id = ? AND " + OPEN, organizationId, patientId);
    }

    /** Those that campaigns asked for. */
    List<UUID> ofCampaigns(long organizationId, long patientId) {
        return ids(
                "organization_id = ? AND patient_id = ? AND " + OPEN + " AND campaign_id IS NOT NULL",
                organizationId,
                patientId);
    }

    List<UUID> of(long organizationId, long patientId, Purpose purpose) {
        return ids(
                "organization_id = ? AND patient_id = ? AND " + OPEN + " AND purpose = ?",
                organizationId,
                patientId,
                purpose.code());
    }

    /** Whether one that was asked for by this name waits until after a time, by itself or to be told by another one. */
    boolean waits(long organizationId, String subjectRef, Purpose purpose, String which, Instant after) {
        return jdbc.sql("SELECT 1 " + AS_TOLD + """
                         AND (slot.occasion_key LIKE CONCAT('%/', ?) OR slot.occasion_key LIKE CONCAT('%/', ?, '.%'))
                            AND told.status = 'queued' AND COALESCE(told.due_at, told.scheduled_at) > ? LIMIT 1""")
                .params(organizationId, subjectRef, purpose.code(), which, which, UtcTime.of(after))
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /**
     * All about a version of a subject, whatever became of them.
     *
     * @param until what is due by then may be under way
     */
    List<Outlook.Message> all(long organizationId, String subjectRef, int version, Purpose purpose, Instant until) {
        return jdbc.sql("SELECT job.id, slot.occasion_key, told.status IN ('queued', 'processing') AS is_open, "
                        + "told.sent_at IS NOT NULL OR told.status = 'processing' OR job.is_called_off"
                        + " OR told.processing_attempt > COALESCE(told.refused_attempt, 0)"
                        + " OR told.status IN ('queued', 'cancelled')"
                        + " AND COALESCE(told.due_at, told.scheduled_at) <= ? AS is_begun "
                        + AS_TOLD + "AND job.subject_version = ?")
                .params(UtcTime.of(until), organizationId, subjectRef, purpose.code(), version)
                .query((row, n) -> new Outlook.Message(
                        UUID.fromString(row.getString("id")),
                        row.getString("occasion_key"),
                        row.getBoolean("is_open"),
                        row.getBoolean("is_begun")))
                .list();
    }

    /** Those that are planned for a time span and for the patients of these jobs, by these. */
    Map<UUID, List<UUID>> beside(Set<UUID> jobs, Instant from, Instant until) {
        return jdbc
                .sql("""
                        SELECT job.id AS job_id, other.id FROM comm_jobs job JOIN comm_jobs other
                            ON other.organization_id = job.organization_id AND other.patient_id = job.patient_id
                        WHERE job.id IN (:jobs) AND other.status = 'queued'
                            AND other.scheduled_at > :from AND other.scheduled_at < :until
                        ORDER BY other.id""")
                .param("jobs", jobs.stream().map(UUID::toString).toList())
                .param("from", UtcTime.of(from))
                .param("until", UtcTime.of(until))
                .query((row, n) ->
                        Map.entry(UUID.fromString(row.getString("job_id")), UUID.fromString(row.getString("id"))))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    /**
     * Those to a patient on a channel which nobody has begun to send, or which the gate has turned away because the patient
     * wants nothing there, unless that is for a person to settle; all, or the marketing among them.
     */
    List<UUID> waiting(long organizationId, long patientId, Channel channel, boolean marketingOnly, Instant now) {
        return jdbc
                .sql("""
                        SELECT id, purpose FROM comm_jobs job
                        WHERE organization_id = ? AND patient_id = ? AND channel = ? AND (status = 'queued'
                            OR status = 'failed' AND error_message = ? AND sent_at IS NULL AND NOT is_called_off
                                AND COALESCE(own_expires_at, expires_at) > ?
                                AND NOT EXISTS (SELECT 1 FROM comm_jobs follower WHERE follower.previous_job_id = job.id)
                                AND NOT EXISTS (SELECT 1 FROM dlq_items item WHERE item.job_id = job.id))
                        ORDER BY id""")
                .params(organizationId, patientId, channel.code(), Attempts.TURNED_AWAY, UtcTime.of(now))
                .query((row, n) ->
                        Map.entry(UUID.fromString(row.getString("id")), Purpose.of(row.getString("purpose"))))
                .list()
                .stream()
                .filter(each -> !marketingOnly || each.getValue().marketing())
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Those of these patients for whom anything waits or is under way, by itself or told by another one, or has come to
     * nothing lately.
     *
     * @param lately when that was to be sent at the earliest
     */
    Set<PatientRef> expected(Set<PatientRef> patients, Instant lately) {
        return Several.of(patients)
                .in(jdbc.sql("""
                        SELECT organization_id, patient_id FROM comm_jobs
                        WHERE organization_id IN (:organizations) AND patient_id IN (:patients)
                            AND (status IN ('queued', 'processing') OR status = 'failed' AND scheduled_at > :lately)
                        UNION SELECT organization_id, patient_id FROM household_members
                        WHERE organization_id IN (:organizations) AND patient_id IN (:patients)"""))
                .param("lately", UtcTime.of(lately))
                .query((row, n) -> new PatientRef(row.getLong("organization_id"), row.getLong("patient_id")))
                .set();
    }

    /** Those whose occasion is named by a date, but not by this one. */
    List<UUID> ofOtherDates(long organizationId, String subjectRef, Purpose purpose, String date) {
        return jdbc
                .sql("""
                        SELECT job.id FROM comm_jobs job JOIN contact_slots slot ON slot.id = job.slot_id
                        WHERE job.organization_id = ? AND job.subject_ref = ? AND job.purpose = ?
                            AND job.status IN ('queued', 'processing')
                            AND slot.occasion_key LIKE CONCAT('%/', ?, '/____-__-__%')
                            AND slot.occasion_key NOT LIKE CONCAT('%/', ?, '/', ?, '%')
                        ORDER BY job.id""")
                .params(organizationId, subjectRef, purpose.code(), purpose.code(), purpose.code(), date)
                .query(String.class)
                .list()
                .stream()
                .map(UUID::fromString)
                .toList();
    }

    /** Those that fulfil a condition, which is never made of anything given. */
    private List<UUID> ids(String condition, Object... params) {
        return jdbc
                .sql("SELECT id FROM comm_jobs WHERE " + condition + " ORDER BY id")
                .params(params)
                .query(String.class)
                .list()
                .stream()
                .map(UUID::fromString)
                .toList();
    }
}
