package com.ovhi.outreach.segment.campaign;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The campaigns that run, and how far each has gone through its segment. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Runs {

    private static final String RUNNING =
            "status = 'active' AND starts_at <= :now AND (ends_at IS NULL OR ends_at > :now)";

    private final JdbcClient jdbc;

    Runs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The campaigns that run now. */
    @Transactional(readOnly = true)
    public List<Long> open(Instant now) {
        return jdbc.sql("SELECT id FROM comm_campaigns WHERE " + RUNNING + " ORDER BY id")
                .param("now", Timestamp.from(now))
                .query((row, _) -> row.getLong("id"))
                .list();
    }

    /** The campaigns that run now for a segment. */
    List<Run> of(long segmentId, Instant now) {
        return select("segment_id = :id", segmentId, now, "").list();
    }

    /** Holds a campaign until the transaction ends; empty when somebody else does, or it runs no more. */
    Optional<Run> hold(long campaignId, Instant now) {
        return select("id = :id", campaignId, now, "FOR UPDATE SKIP LOCKED").optional();
    }

    /** Holds a campaign until the transaction ends, whoever has it now and whether it runs or not. */
    void await(long campaignId) {
        jdbc.sql("SELECT id FROM comm_campaigns WHERE id = ? FOR UPDATE")
                .param(campaignId)
                .query(Long.class)
                .single();
    }

    private JdbcClient.MappedQuerySpec<Run> select(String which, long id, Instant now, String lock) {
        return jdbc.sql("""
                        SELECT id, organization_id, segment_id, running_edition, approved_edition, approved_by,
                            approved_recipients, approved_rules, running_approved_edition, running_approved_by,
                            running_approved_recipients, running_approved_rules, round,
                            ends_at, paused_at, enrolled_through, expanded_at
                        FROM comm_campaigns WHERE %s AND %s %s""".formatted(which, RUNNING, lock))
                .param("id", id)
                .param("now", Timestamp.from(now))
                .query((row, _) -> run(row, now));
    }

    private static Run run(ResultSet row, Instant now) throws SQLException {
        var paused = row.getTimestamp("paused_at");
        var ends = row.getTimestamp("ends_at");
        return new Run(
                row.getLong("id"),
                row.getLong("organization_id"),
                row.getLong("segment_id"),
                row.getInt("running_edition"),
                approval(row),
                row.getInt("round"),
                paused == null ? now : paused.toInstant(),
                ends == null ? null : ends.toInstant(),
                row.getLong("enrolled_through"),
                row.getTimestamp("expanded_at") != null);
    }

    /** That of the newest version while it is the one that runs, else the one kept when a newer was written. */
    private static @Nullable Approval approval(ResultSet row) throws SQLException {
        var newest = approval(row, "");
        return newest == null ? approval(row, "running_") : newest;
    }

    private static @Nullable Approval approval(ResultSet row, String which) throws SQLException {
        var edition = row.getInt(which + "approved_edition");
        return edition == row.getInt("running_edition")
                ? new Approval(
                        edition,
                        row.getString(which + "approved_by"),
                        row.getObject(which + "approved_recipients", Long.class),
                        row.getString(which + "approved_rules"))
                : null;
    }

    /** Keeps the approval of the version that runs, before a newer one is written that has none yet. */
    void keepApproval(long campaignId) {
        jdbc.sql("""
                        UPDATE comm_campaigns
                        SET running_approved_edition = approved_edition, running_approved_by = approved_by,
                            running_approved_recipients = approved_recipients, running_approved_rules = approved_rules
                        WHERE id = ? AND approved_edition = running_edition""").param(campaignId).update();
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

    /** Goes through the segment once more: who entered while it did not run is enrolled then. */
    void again(long campaignId) {
        jdbc.sql("UPDATE comm_campaigns SET enrolled_through = 0, expanded_at = NULL WHERE id = ?")
                .param(campaignId)
                .update();
    }

    /** Campaigns whose last day has passed. */
    @Transactional(readOnly = true)
    public List<Ended> ended(Instant now) {
        return jdbc.sql(
                        "SELECT id, organization_id FROM comm_campaigns WHERE status IN ('active', 'paused') AND ends_at <= ?")
                .param(Timestamp.from(now))
                .query((row, _) -> new Ended(row.getLong("id"), row.getLong("organization_id")))
                .list();
    }

    /** How many patients are in a segment. */
    @Transactional(readOnly = true)
    public long audience(long segmentId) {
        return jdbc.sql("SELECT COUNT(*) FROM segment_members WHERE segment_id = ?")
                .param(segmentId)
                .query(Long.class)
                .single();
    }

    /** A campaign that is over. */
    record Ended(long campaignId, long organizationId) {}

    /**
     * A campaign that runs.
     *
     * @param version the one new patients are enrolled on
     * @param approval of that version; null while there is none
     * @param round how often it was paused
     * @param pausedAt when it was paused last; now when that is not known
     * @param expanded whether it has gone through its segment since it was activated
     */
    record Run(
            long campaignId,
            long organizationId,
            long segmentId,
            int version,
            @Nullable Approval approval,
            int round,
            Instant pausedAt,
            @Nullable Instant endsAt,
            long enrolledThrough,
            boolean expanded) {}
}
