package com.ovhi.outreach.template.portal;

import com.ovhi.outreach.common.ids.Purpose;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table {@code portal_links}. Methods run in the caller's transaction. */
@Repository
class PortalLinkRows {

    private static final String LIVE = "redeemed_at IS NULL AND revoked_at IS NULL AND expires_at > :now";

    private final JdbcClient jdbc;

    PortalLinkRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(PortalLink link, PortalToken token) {
        jdbc.sql("""
                        INSERT INTO portal_links (id, token_hash, organization_id, patient_id, purpose, scope, created_by,
                            created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        link.id().toString(),
                        token.hash(),
                        link.organizationId(),
                        link.patientId(),
                        link.purpose().code(),
                        link.scope(),
                        link.createdBy(),
                        Timestamp.from(link.createdAt()),
                        Timestamp.from(link.expiresAt()))
                .update();
    }

    /** Uses a link up if it is still good; of any number of callers at once one succeeds. */
    boolean redeem(long organization, PortalToken token, String actor, Instant now) {
        return jdbc.sql("UPDATE portal_links SET redeemed_at = :now, redeemed_by = :actor"
                                + " WHERE token_hash = :hash AND organization_id = :organization AND " + LIVE)
                        .param("now", Timestamp.from(now))
                        .param("actor", actor)
                        .param("hash", token.hash())
                        .param("organization", organization)
                        .update()
                == 1;
    }

    PortalLink byToken(PortalToken token) {
        return jdbc.sql("SELECT * FROM portal_links WHERE token_hash = ?")
                .param(token.hash())
                .query(PortalLinkRows::row)
                .single();
    }

    boolean live(PortalToken token, Instant now) {
        return jdbc.sql("SELECT 1 FROM portal_links WHERE token_hash = :hash AND " + LIVE)
                .param("hash", token.hash())
                .param("now", Timestamp.from(now))
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** The same for a link that was made for this patient. */
    boolean live(long organization, long patient, PortalToken token, Instant at) {
        return jdbc.sql("SELECT 1 FROM portal_links WHERE token_hash = :hash AND organization_id = :organization"
                        + " AND patient_id = :patient AND " + LIVE)
                .param("hash", token.hash())
                .param("organization", organization)
                .param("patient", patient)
                .param("now", Timestamp.from(at))
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    Optional<PortalLink> find(long organization, UUID id) {
        return jdbc.sql("SELECT * FROM portal_links WHERE id = ? AND organization_id = ?")
                .params(id.toString(), organization)
                .query(PortalLinkRows::row)
                .optional();
    }

    List<PortalLink> page(long organization, long patient, String after, int limit) {
        return jdbc.sql("SELECT * FROM portal_links"
                        + " WHERE organization_id = ? AND patient_id = ? AND id > ? ORDER BY id LIMIT ?")
                .params(organization, patient, after, limit)
                .query(PortalLinkRows::row)
                .list();
    }

    /** Whether it was not revoked before. */
    boolean revoke(UUID id, String actor, Instant now) {
        return jdbc.sql("UPDATE portal_links SET revoked_at = ?, revoked_by = ? WHERE id = ? AND revoked_at IS NULL")
                        .params(Timestamp.from(now), actor, id.toString())
                        .update()
                == 1;
    }

    int purge(Instant expiredBefore, int limit) {
        return jdbc.sql("DELETE FROM portal_links WHERE expires_at < ? LIMIT ?")
                .params(Timestamp.from(expiredBefore), limit)
                .update();
    }

    private static PortalLink row(ResultSet row, int number) throws SQLException {
        return new PortalLink(
                UUID.fromString(row.getString("id")),
                row.getLong("organization_id"),
                row.getLong("patient_id"),
                Purpose.of(row.getString("purpose")),
                row.getString("scope"),
                row.getString("created_by"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("expires_at").toInstant(),
                instant(row.getTimestamp("redeemed_at")),
                instant(row.getTimestamp("revoked_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
