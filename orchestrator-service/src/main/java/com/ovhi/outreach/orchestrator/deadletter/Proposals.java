package com.ovhi.outreach.orchestrator.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.time.UtcTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The table {@code dlq_proposals}: reviews that wait for a second person. Thread-safe. */
@Repository
class Proposals {

    private static final String COLUMNS =
            "id, review, items, state, proposed_by, approved_by, proposed_at, approved_at";
    private static final int MOST_SHOWN = 100;

    private final JdbcClient jdbc;
    private final Clock clock;

    Proposals(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public UUID add(long organizationId, Review review, int items, String proposedBy) {
        var id = Ids.next();
        jdbc.sql("""
                        INSERT INTO dlq_proposals (id, organization_id, review, items, proposed_by, proposed_at)
                        VALUES (?, ?, ?, ?, ?, ?)""")
                .params(
                        id.toString(),
                        organizationId,
                        ContractJson.writeText(review),
                        items,
                        proposedBy,
                        UtcTime.of(clock.instant()))
                .update();
        return id;
    }

    /** Those of a state, newest first. */
    @Transactional(readOnly = true)
    public List<Proposal> ofState(long organizationId, String state) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM dlq_proposals WHERE organization_id = ? AND state = ?"
                        + " ORDER BY proposed_at DESC LIMIT ?")
                .params(organizationId, state, MOST_SHOWN)
                .query(Proposal::read)
                .list();
    }

    @Transactional(readOnly = true)
    public Optional<Proposal> find(long organizationId, UUID id) {
        return find(organizationId, id, "");
    }

    /** Like {@link #find}, but nobody else approves it until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Proposal> lock(long organizationId, UUID id) {
        return find(organizationId, id, " FOR UPDATE");
    }

    private Optional<Proposal> find(long organizationId, UUID id, String lock) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM dlq_proposals WHERE id = ? AND organization_id = ?" + lock)
                .params(id.toString(), organizationId)
                .query(Proposal::read)
                .optional();
    }

    /** Somebody else agrees; it may be carried out. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void approved(UUID id, String approvedBy) {
        jdbc.sql("UPDATE dlq_proposals SET state = 'approved', approved_by = ?, approved_at = ? WHERE id = ?")
                .params(approvedBy, UtcTime.of(clock.instant()), id.toString())
                .update();
    }

    /** Those that were approved and are not carried out yet. */
    @Transactional(readOnly = true)
    public List<UUID> underWay() {
        return jdbc.sql("SELECT id FROM dlq_proposals WHERE state = 'approved' ORDER BY approved_at")
                .query((row, n) -> UUID.fromString(row.getString("id")))
                .list();
    }

    /** One of them, which nobody else carries out until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<UnderWay> lockUnderWay(UUID id) {
        return jdbc.sql("""
                        SELECT organization_id, review, approved_by, reviewed_to FROM dlq_proposals
                        WHERE id = ? AND state = 'approved' FOR UPDATE""")
                .param(id.toString())
                .query((row, n) -> new UnderWay(
                        row.getLong("organization_id"),
                        ContractJson.read(row.getString("review"), Review.class),
                        row.getString("approved_by"),
                        row.getLong("reviewed_to")))
                .optional();
    }

    /** It has come to this item. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void reviewedTo(UUID id, long item) {
        jdbc.sql("UPDATE dlq_proposals SET reviewed_to = ? WHERE id = ?")
                .params(item, id.toString())
                .update();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void carriedOut(UUID id) {
        jdbc.sql("UPDATE dlq_proposals SET state = 'carried_out' WHERE id = ?")
                .param(id.toString())
                .update();
    }

    /**
     * An approved review.
     *
     * @param reviewedTo the last item it has come to, 0 before the first
     */
    record UnderWay(long organizationId, Review review, String approvedBy, long reviewedTo) {}

    /**
     * A review that needs a second person.
     *
     * @param items how many it is about
     * @param state {@code proposed}, {@code approved} while it is carried out, or {@code carried_out}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Proposal(
            UUID id,
            Review review,
            int items,
            String state,
            String proposedBy,
            @Nullable String approvedBy,
            Instant proposedAt,
            @Nullable Instant approvedAt) {

        boolean open() {
            return "proposed".equals(state);
        }

        static Proposal read(ResultSet row, int number) throws SQLException {
            var approvedAt = row.getTimestamp("approved_at");
            return new Proposal(
                    UUID.fromString(row.getString("id")),
                    ContractJson.read(row.getString("review"), Review.class),
                    row.getInt("items"),
                    row.getString("state"),
                    row.getString("proposed_by"),
                    row.getString("approved_by"),
                    row.getTimestamp("proposed_at").toInstant(),
                    approvedAt == null ? null : approvedAt.toInstant());
        }
    }
}
