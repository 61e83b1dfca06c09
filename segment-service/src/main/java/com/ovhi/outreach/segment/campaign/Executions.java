package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.time.UtcTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What became of each step for each patient. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Executions {

    /** Why a step came to nothing of which nothing was heard. */
    static final String UNHEARD = "unheard";

    /** Why nothing comes of a step that a campaign had taken back before it was over. */
    static final String CAMPAIGN_OVER = "campaign-over";

    /** Of an execution {@code x}: its message may still be sent. */
    static final String UNSENT = "x.outcome = 'requested' AND x.sent_at IS NULL AND x.ended_at IS NULL";

    /** Of an execution {@code x}: its message failed, or there was no text for it, which somebody can mend. */
    static final String FAILED = """
            x.end_reason IN ('bounced', 'failed', 'expired', 'refused-unknown-template', 'refused-missing-variable',
                'refused-unsuitable-content')""";

    /** Its message failed, the orchestrator refused it, or nothing was heard of it. */
    static final String CAME_TO_NOTHING =
            FAILED + " OR x.end_reason LIKE 'refused%' OR x.end_reason = '" + UNHEARD + "'";

    static final String COLUMNS =
            "x.campaign_id, x.patient_id, x.run, x.version, x.step, x.round, x.variant, x.reason ";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    Executions(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /** Writes down what became of steps; a step of a run a second time violates a key, and nothing leaves. */
    void record(List<Execution> executions, Instant now) {
        var at = UtcTime.of(now);
        batches.batchUpdate("""
                INSERT INTO step_executions
                    (id, campaign_id, patient_id, run, version, step, round, variant, outcome, reason, executed_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", executions, Math.max(1, executions.size()), (row, each) -> {
            row.setString(1, each.id().toString());
            row.setLong(2, each.campaignId());
            row.setLong(3, each.patientId());
            row.setInt(4, each.run());
            row.setInt(5, each.version());
            row.setInt(6, each.step());
            row.setInt(7, each.round());
            row.setString(8, each.variant());
            row.setString(9, each.outcome());
            row.setString(10, each.reason());
            row.setObject(11, at);
        });
    }

    /** How many messages were asked for since. */
    long askedSince(long campaignId, Instant since) {
        return jdbc.sql("""
                        SELECT COUNT(*) FROM step_executions
                        WHERE campaign_id = ? AND executed_at > ? AND outcome = 'requested'""")
                .params(campaignId, Timestamp.from(since))
                .query(Long.class)
                .single();
    }

    /** How many answers came since that need a person. */
    long forStaffSince(long campaignId, Instant since) {
        return jdbc.sql("SELECT COUNT(*) FROM step_executions WHERE campaign_id = ? AND for_staff_at > ?")
                .params(campaignId, Timestamp.from(since))
                .query(Long.class)
                .single();
    }

    /** What became of the messages asked for since, for {@link CampaignProperties#ailment}. */
    Health health(long campaignId, Instant since) {
        return jdbc.sql("""
                        SELECT COUNT(sent_at) AS sent,
                            COUNT(CASE WHEN %s THEN 1 END) AS failed,
                            COUNT(complained_at) AS complained, COUNT(opted_out_at) AS opted_out
                        FROM step_executions x WHERE campaign_id = ? AND executed_at >= ? AND outcome = 'requested'""".formatted(FAILED))
                .params(campaignId, Timestamp.from(since))
                .query((row, _) -> new Health(
                        row.getLong("sent"),
                        row.getLong("failed"),
                        row.getLong("complained"),
                        row.getLong("opted_out")))
                .single();
    }

    /** The step a job is known to be of. */
    Optional<Execution> of(UUID jobId) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM step_executions x WHERE x.job_id = ? LIMIT 1")
                .param(jobId.toString())
                .query((row, _) -> read(row))
                .optional();
    }

    /** The message of an organisation's campaigns that left for a patient last, under any of their records, not before a time. */
    Optional<Execution> lastSent(long organizationId, long patientId, Instant since) {
        return jdbc.sql("SELECT " + COLUMNS + """
                         FROM step_executions x JOIN enrolments e USING (campaign_id, patient_id)
                            JOIN comm_campaigns c ON c.id = x.campaign_id
                        WHERE e.patient_id IN (:records) AND c.organization_id = :organization AND x.sent_at > :since
                        ORDER BY x.sent_at DESC LIMIT 1""")
                .param("records", records(patientId))
                .param("organization", organizationId)
                .param("since", Timestamp.from(since))
                .query((row, _) -> read(row))
                .optional();
    }

    /** The same of what left on a channel, or nobody knows on which, after a time and not after another. */
    Optional<Execution> lastSent(long organizationId, long patientId, Channel channel, Instant after, Instant until) {
        return jdbc.sql("SELECT " + COLUMNS + """
                         FROM step_executions x JOIN enrolments e USING (campaign_id, patient_id)
                            JOIN comm_campaigns c ON c.id = x.campaign_id
                        WHERE e.patient_id IN (:records) AND c.organization_id = :organization
                            AND x.sent_at > :after AND x.sent_at <= :until AND (x.sent_on IS NULL OR x.sent_on = :channel)
                        ORDER BY x.sent_at DESC LIMIT 1""")
                .param("records", records(patientId))
                .param("organization", organizationId)
                .param("channel", channel.code())
                .param("after", Timestamp.from(after))
                .param("until", Timestamp.from(until))
                .query((row, _) -> read(row))
                .optional();
    }

    /** A patient's, and those that were merged into it. */
    List<Long> records(long patientId) {
        return jdbc.sql("SELECT :patient UNION SELECT patient_id FROM patients WHERE merged_into = :patient")
                .param("patient", patientId)
                .query((row, _) -> row.getLong(1))
                .list();
    }

    /** What a fact is first known of; a later one changes nothing. */
    void first(Execution execution, Fact fact, Instant at) {
        jdbc.sql("UPDATE step_executions SET %1$s = COALESCE(%1$s, ?) WHERE id = ?".formatted(fact.column))
                .params(Timestamp.from(at), execution.id().toString())
                .update();
    }

    /** One, of its {@link #COLUMNS}. */
    static Execution read(ResultSet row) throws SQLException {
        return new Execution(
                row.getLong("campaign_id"),
                row.getLong("patient_id"),
                row.getInt("run"),
                row.getInt("version"),
                row.getInt("step"),
                row.getInt("round"),
                row.getString("variant"),
                row.getString("reason"));
    }

    /** How many messages were sent, came to nothing, were reported as spam and led to an opt-out. */
    record Health(long sent, long failed, long complained, long optedOut) {}

    /** What can be known of a step. */
    enum Fact {
        ANSWERED("answered_at"),
        OPTED_OUT("opted_out_at"),
        COMPLAINED("complained_at"),
        FOR_STAFF("for_staff_at");

        private final String column;

        Fact(String column) {
            this.column = column;
        }
    }
}
