package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.ids.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** How far the campaigns have come: who is enrolled, and what became of each step for each patient. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Expansions {

    private static final String RUNNING =
            "status = 'active' AND expanded_at IS NULL AND starts_at <= :now AND (ends_at IS NULL OR ends_at > :now)";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    Expansions(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /** The campaigns that have somebody left to enrol. */
    @Transactional(readOnly = true)
    public List<Long> open(Instant now) {
        return jdbc.sql("SELECT id FROM comm_campaigns WHERE " + RUNNING + " ORDER BY id")
                .param("now", Timestamp.from(now))
                .query((row, n) -> row.getLong("id"))
                .list();
    }

    /** Holds a campaign until the transaction ends; empty when somebody else does, or it runs no more. */
    Optional<Expansion> hold(long campaignId, Instant now) {
        return jdbc.sql("""
                        SELECT id, organization_id, segment_id, steps, ends_at, enrolled_through FROM comm_campaigns
                        WHERE id = :id AND %s FOR UPDATE SKIP LOCKED""".formatted(RUNNING))
                .param("id", campaignId)
                .param("now", Timestamp.from(now))
                .query((row, n) -> expansion(row))
                .optional();
    }

    private static Expansion expansion(ResultSet row) throws SQLException {
        var ends = row.getTimestamp("ends_at");
        return new Expansion(
                row.getLong("id"),
                row.getLong("organization_id"),
                row.getLong("segment_id"),
                Step.read(row.getString("steps")).getFirst(),
                ends == null ? null : ends.toInstant(),
                row.getLong("enrolled_through"));
    }

    /** Those of the patients who are enrolled already. */
    Set<Long> enrolled(long campaignId, Collection<Long> patientIds) {
        var enrolled = jdbc.sql(
                        "SELECT patient_id FROM enrolments WHERE campaign_id = :campaign AND patient_id IN (:patients)")
                .param("campaign", campaignId)
                .param("patients", patientIds)
                .query(Long.class)
                .list();
        return new HashSet<>(enrolled);
    }

    /** Writes down who is enrolled and what became of the step. */
    void record(List<Execution> executions, Instant now) {
        var at = Timestamp.from(now);
        batches.batchUpdate(
                "INSERT INTO enrolments (campaign_id, patient_id, enrolled_at) VALUES (?, ?, ?)",
                executions,
                executions.size(),
                (row, each) -> {
                    row.setLong(1, each.campaignId());
                    row.setLong(2, each.patientId());
                    row.setTimestamp(3, at);
                });
        batches.batchUpdate("""
                INSERT INTO step_executions (id, campaign_id, patient_id, step, outcome, reason, executed_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)""", executions, executions.size(), (row, each) -> {
            row.setString(1, each.id().toString());
            row.setLong(2, each.campaignId());
            row.setLong(3, each.patientId());
            row.setInt(4, each.step());
            row.setString(5, each.outcome());
            row.setString(6, each.reason());
            row.setTimestamp(7, at);
        });
    }

    void advance(long campaignId, long through) {
        jdbc.sql("UPDATE comm_campaigns SET enrolled_through = ? WHERE id = ?")
                .params(through, campaignId)
                .update();
    }

    void finish(long campaignId, Instant now) {
        jdbc.sql("UPDATE comm_campaigns SET expanded_at = ? WHERE id = ?")
                .params(Timestamp.from(now), campaignId)
                .update();
    }

    /** What became of the steps of a campaign, counted. */
    @Transactional(readOnly = true)
    public Progress progress(long campaignId) {
        var enrolled = jdbc.sql("SELECT COUNT(*) FROM enrolments WHERE campaign_id = ?")
                .param(campaignId)
                .query(Long.class)
                .single();
        var counts = jdbc.sql("""
                        SELECT outcome, reason, COUNT(*) AS patients FROM step_executions WHERE campaign_id = ?
                        GROUP BY outcome, reason""")
                .param(campaignId)
                .query((row, n) ->
                        new Progress.Count(row.getString("outcome"), row.getString("reason"), row.getLong("patients")))
                .list();
        return Progress.of(enrolled, counts);
    }

    /** A campaign being expanded. */
    record Expansion(
            long campaignId,
            long organizationId,
            long segmentId,
            Step step,
            @Nullable Instant endsAt,
            long enrolledThrough) {}

    /** What became of one step for one patient; a reason says why it was skipped. */
    record Execution(
            long campaignId,
            long patientId,
            int step,
            @Nullable String reason) {

        /** The same whenever it is tried; also the id of the request. */
        UUID id() {
            return Ids.of("campaign/" + campaignId + "/patient/" + patientId + "/step/" + step);
        }

        boolean skipped() {
            return reason != null;
        }

        String outcome() {
            return skipped() ? Progress.SKIPPED : Progress.REQUESTED;
        }
    }
}
