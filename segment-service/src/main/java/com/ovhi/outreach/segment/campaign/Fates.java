package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.time.UtcTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What has become of the messages of steps, many at once. Whatever the statistics of a table that grows: by the keys asked for. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Fates {

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    Fates(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /**
     * The steps that jobs of a campaign may be of, by patient. They are looked for without a lock and then held, in the order of
     * their keys, by nothing but these: no other step of a patient, and no gap where the next one will be written.
     */
    Map<Long, List<ToldStep>> hold(long campaignId, List<JobChanged> jobs) {
        var ids = concerned(campaignId, jobs);
        return ids.isEmpty()
                ? Map.of()
                : jdbc
                        .sql("SELECT " + Executions.COLUMNS + """
                                 , x.job_id, x.sent_at, x.sent_on, x.ended_at, x.end_reason
                                FROM step_executions x FORCE INDEX (PRIMARY)
                                WHERE x.id IN (:ids) ORDER BY x.id FOR UPDATE""")
                        .param("ids", ids)
                        .query((row, _) -> new ToldStep(Executions.read(row), fate(row)))
                        .list()
                        .stream()
                        .collect(Collectors.groupingBy(each -> each.execution().patientId()));
    }

    private List<String> concerned(long campaignId, List<JobChanged> jobs) {
        var byPatient = jobs.stream().collect(Collectors.groupingBy(JobChanged::patientId));
        return jdbc
                .sql("SELECT " + Executions.COLUMNS + """
                         , x.id, x.job_id
                        FROM step_executions x FORCE INDEX (uq_step_executions_campaign_patient_run_step)
                        WHERE x.campaign_id = :campaign AND x.patient_id IN (:patients) AND x.outcome = 'requested'""")
                .param("campaign", campaignId)
                .param("patients", byPatient.keySet())
                .query((row, _) -> new Known(row.getString("id"), Executions.read(row), row.getString("job_id")))
                .list()
                .stream()
                .filter(each -> byPatient.getOrDefault(each.execution().patientId(), List.of()).stream()
                        .anyMatch(job -> ToldStep.mayBe(each.execution(), each.jobId(), job)))
                .map(Known::id)
                .toList();
    }

    /** Writes down what was told of steps that are held; as an insertion that meets its key hundreds go in one statement. */
    void write(Collection<ToldStep> told) {
        batches.batchUpdate("""
                INSERT INTO step_executions
                    (id, campaign_id, patient_id, run, step, outcome, job_id, sent_at, sent_on, ended_at, end_reason)
                VALUES (?, ?, ?, ?, ?, 'requested', ?, ?, ?, ?, ?)
                ON DUPLICATE KEY UPDATE job_id = VALUES(job_id), sent_at = VALUES(sent_at), sent_on = VALUES(sent_on),
                    ended_at = VALUES(ended_at), end_reason = VALUES(end_reason)""", told, Math.max(1, told.size()), (row, each) -> {
            var execution = each.execution();
            var fate = each.fate();
            row.setString(1, execution.id().toString());
            row.setLong(2, execution.campaignId());
            row.setLong(3, execution.patientId());
            row.setInt(4, execution.run());
            row.setInt(5, execution.step());
            row.setString(6, fate.jobId());
            row.setObject(7, time(fate.sentAt()));
            row.setString(8, fate.sentOn());
            row.setObject(9, time(fate.endedAt()));
            row.setString(10, fate.endReason());
        });
    }

    private static @Nullable LocalDateTime time(@Nullable Instant at) {
        return at == null ? null : UtcTime.of(at);
    }

    private static Fate fate(ResultSet row) throws SQLException {
        return new Fate(
                row.getString("job_id"),
                UtcTime.read(row, "sent_at"),
                row.getString("sent_on"),
                UtcTime.read(row, "ended_at"),
                row.getString("end_reason"));
    }

    private record Known(
            String id, Execution execution, @Nullable String jobId) {}
}
