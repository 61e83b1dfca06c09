package com.ovhi.outreach.preference.page;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Table {@code page_links}. All methods run in the caller's transaction. */
@Component
class PageLinks {

    private final JdbcClient jdbc;
    private final Clock clock;

    PageLinks(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void add(PageLink link, byte[] tokenHash, String createdBy) {
        jdbc.sql("""
                INSERT INTO page_links (id, token_hash, patient_id, organization_id, created_by, created_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        link.id().toString(),
                        tokenHash,
                        link.patientId(),
                        link.organizationId(),
                        createdBy,
                        Timestamp.from(clock.instant()),
                        Timestamp.from(link.expiresAt()))
                .update();
    }

    /** The link of a token while it works. */
    Optional<PageLink> find(byte[] tokenHash) {
        return jdbc.sql("SELECT * FROM page_links WHERE token_hash = ? AND revoked_at IS NULL AND expires_at > ?")
                .params(tokenHash, Timestamp.from(clock.instant()))
                .query((row, number) -> new PageLink(
                        UUID.fromString(row.getString("id")),
                        row.getLong("patient_id"),
                        row.getLong("organization_id"),
                        row.getTimestamp("expires_at").toInstant()))
                .optional();
    }

    /** Ends a link; false when the patient of the organisation has no such link, or it has been ended before. */
    boolean revoke(UUID id, long patientId, long organizationId) {
        return jdbc.sql("""
                        UPDATE page_links SET revoked_at = ?
                        WHERE id = ? AND patient_id = ? AND organization_id = ? AND revoked_at IS NULL""")
                        .params(Timestamp.from(clock.instant()), id.toString(), patientId, organizationId)
                        .update()
                == 1;
    }
}
