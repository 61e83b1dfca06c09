package com.ovhi.outreach.preference.audit.chain;

import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.outbox.Outbox;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Table {@code audit_checkpoints}, and the copy of it that leaves on a topic. All in the caller's transaction. */
@Component
class Checkpoints {

    private final JdbcTemplate jdbc;
    private final AuditKeys keys;
    private final Outbox outbox;
    private final Clock clock;

    Checkpoints(JdbcTemplate jdbc, AuditKeys keys, Outbox outbox, Clock clock) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Signs the end of a chain whose head the caller has locked. */
    void sign(long organization, long seq, byte[] hash) {
        var checkpoint =
                Checkpoint.sign(keys, organization, seq, hash, clock.instant().truncatedTo(ChronoUnit.MICROS));
        jdbc.update(
                """
                INSERT IGNORE INTO audit_checkpoints (organization_id, seq, hash, signed_at, key_id, signature)
                VALUES (?, ?, ?, ?, ?, ?)""",
                organization,
                seq,
                hash,
                Timestamp.from(checkpoint.signedAt()),
                checkpoint.keyId(),
                checkpoint.signature());
        jdbc.update(
                "UPDATE audit_chains SET checkpoint_seq = ?, unsigned_since = NULL WHERE organization_id = ?",
                seq,
                organization);
        outbox.publish(Topics.AUDIT_CHECKPOINT, key(organization), checkpoint.event());
    }

    /** The key of a chain on the topic. */
    static String key(long organization) {
        return organization == 0 ? "none" : Long.toString(organization);
    }

    /** Checkpoints of a stretch of a chain, both ends included, in order. */
    List<Checkpoint> between(long organization, long from, long to) {
        return jdbc.query(
                "SELECT * FROM audit_checkpoints WHERE organization_id = ? AND seq >= ? AND seq <= ? ORDER BY seq",
                Checkpoints::read,
                organization,
                from,
                to);
    }

    /** The first checkpoint that covers an entry. */
    Optional<Checkpoint> covering(long organization, long seq) {
        return jdbc
                .query(
                        "SELECT * FROM audit_checkpoints WHERE organization_id = ? AND seq >= ? ORDER BY seq LIMIT 1",
                        Checkpoints::read,
                        organization,
                        seq)
                .stream()
                .findFirst();
    }

    Optional<Checkpoint> newest(long organization) {
        return jdbc
                .query(
                        "SELECT * FROM audit_checkpoints WHERE organization_id = ? ORDER BY seq DESC LIMIT 1",
                        Checkpoints::read,
                        organization)
                .stream()
                .findFirst();
    }

    private static Checkpoint read(ResultSet row, int number) throws SQLException {
        return new Checkpoint(
                row.getLong("organization_id"),
                row.getLong("seq"),
                row.getBytes("hash"),
                row.getTimestamp("signed_at").toInstant(),
                row.getString("key_id"),
                row.getBytes("signature"));
    }
}
