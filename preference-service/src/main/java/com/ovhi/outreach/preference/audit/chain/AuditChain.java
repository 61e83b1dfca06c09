package com.ovhi.outreach.preference.audit.chain;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Appends to the chain of an organisation. Whoever appends holds the row of the chain's head until the transaction ends,
 * so any number of instances may append; entry, head and the mark of the event commit together or not at all.
 */
@Component
public class AuditChain {

    private static final String HEAD = "SELECT * FROM audit_chains WHERE organization_id = ?";

    private final JdbcTemplate jdbc;
    private final AuditKeys keys;
    private final Checkpoints checkpoints;
    private final AuditProperties properties;
    private final Clock clock;

    AuditChain(JdbcTemplate jdbc, AuditKeys keys, Checkpoints checkpoints, AuditProperties properties, Clock clock) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.checkpoints = checkpoints;
        this.properties = properties;
        this.clock = clock;
    }

    /** Appends an entry with the caller's transaction; false when its event is in the log already. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean append(AuditEntry entry) {
        if (jdbc.update("INSERT IGNORE INTO audited_events (event_id) VALUES (?)", entry.eventId()) == 0) {
            return false;
        }
        var head = lock(entry.organizationId());
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var createdAt = now.isBefore(head.createdAt()) ? head.createdAt() : now;
        var chained = ChainedEntry.seal(keys, entry, head.seq() + 1, createdAt, head.hash());
        jdbc.update(ChainRows.INSERT, ChainRows.columns(chained));
        var since = head.unsignedSince() == null ? createdAt : head.unsignedSince();
        jdbc.update(
                "UPDATE audit_chains SET seq = ?, hash = ?, created_at = ?, unsigned_since = ? WHERE organization_id = ?",
                chained.seq(),
                chained.hash(),
                Timestamp.from(createdAt),
                Timestamp.from(since),
                entry.organizationId());
        if (chained.seq() - head.checkpointSeq() >= properties.checkpointEntries()) {
            checkpoints.sign(entry.organizationId(), chained.seq(), chained.hash());
        }
        return true;
    }

    /** Signs a chain whose newest entries have waited long enough; false when there is none. */
    @Transactional
    public boolean signOldest() {
        var due = clock.instant().minus(properties.checkpointAge());
        var waiting = jdbc.query(
                "SELECT * FROM audit_chains WHERE unsigned_since <= ? ORDER BY unsigned_since LIMIT 1"
                        + " FOR UPDATE SKIP LOCKED",
                (row, number) -> head(row),
                Timestamp.from(due));
        waiting.forEach(head -> checkpoints.sign(head.organizationId(), head.seq(), head.hash()));
        return !waiting.isEmpty();
    }

    /** The head of a chain as it is committed; empty when nothing was ever appended. */
    Optional<Head> head(long organization) {
        return jdbc.query(HEAD, (row, number) -> head(row), organization).stream()
                .findFirst();
    }

    private Head lock(long organization) {
        return locked(organization).orElseGet(() -> {
            jdbc.update(
                    "INSERT IGNORE INTO audit_chains (organization_id, seq, hash, created_at) VALUES (?, 0, ?, ?)",
                    organization,
                    ChainedEntry.genesis(organization),
                    Timestamp.from(Instant.EPOCH.plusSeconds(1)));
            return locked(organization).orElseThrow();
        });
    }

    private Optional<Head> locked(long organization) {
        return jdbc.query(HEAD + " FOR UPDATE", (row, number) -> head(row), organization).stream()
                .findFirst();
    }

    private static Head head(java.sql.ResultSet row) throws java.sql.SQLException {
        var unsigned = row.getTimestamp("unsigned_since");
        return new Head(
                row.getLong("organization_id"),
                row.getLong("seq"),
                row.getBytes("hash"),
                row.getTimestamp("created_at").toInstant(),
                row.getLong("checkpoint_seq"),
                unsigned == null ? null : unsigned.toInstant());
    }

    /**
     * The end of a chain.
     *
     * @param checkpointSeq up to where it is signed
     * @param unsignedSince since when the first entry behind that has waited
     */
    record Head(
            long organizationId,
            long seq,
            byte[] hash,
            Instant createdAt,
            long checkpointSeq,
            @Nullable Instant unsignedSince) {}
}
