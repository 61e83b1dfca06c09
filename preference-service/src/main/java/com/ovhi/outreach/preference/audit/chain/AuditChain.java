package com.ovhi.outreach.preference.audit.chain;

import com.ovhi.outreach.common.time.UtcTime;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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

    private static final String MARK = "INTO audited_events (event_id) VALUES (?)";

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

    /**
     * Appends entries in their order with the caller's transaction; those whose event is in the log already are left
     * out.
     *
     * @return how many were appended
     * @throws org.springframework.dao.DuplicateKeyException when somebody else appends one of several at this moment
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public int append(List<AuditEntry> entries) {
        var fresh = markNew(entries);
        var byOrganization = entries.stream()
                .filter(each -> fresh.remove(each.eventId()))
                .collect(Collectors.groupingBy(AuditEntry::organizationId, TreeMap::new, Collectors.toList()));
        byOrganization.forEach(this::extend);
        return byOrganization.values().stream().mapToInt(List::size).sum();
    }

    /** The events that are not in the log yet; they count as logged from now on. */
    private Set<String> markNew(List<AuditEntry> entries) {
        var events = entries.stream().map(AuditEntry::eventId).collect(Collectors.toCollection(LinkedHashSet::new));
        if (events.size() == 1) {
            // Waits for whoever marks the same event, and so never fails.
            return jdbc.update("INSERT IGNORE " + MARK, events.getFirst()) == 1 ? events : new HashSet<>();
        }
        var places = String.join(",", Collections.nCopies(events.size(), "?"));
        jdbc.queryForList(
                        "SELECT event_id FROM audited_events WHERE event_id IN (" + places + ")",
                        String.class,
                        events.toArray())
                .forEach(events::remove);
        jdbc.batchUpdate(
                "INSERT " + MARK,
                events.stream().map(each -> new Object[] {each}).toList());
        return events;
    }

    private void extend(long organization, List<AuditEntry> entries) {
        var head = lock(organization);
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var createdAt = now.isBefore(head.createdAt()) ? head.createdAt() : now;
        var chained = new ArrayList<ChainedEntry>(entries.size());
        var previous = head.hash();
        for (var entry : entries) {
            var link = ChainedEntry.seal(keys, entry, head.seq() + chained.size() + 1, createdAt, previous);
            chained.add(link);
            previous = link.hash();
        }
        jdbc.batchUpdate(
                ChainRows.INSERT, chained.stream().map(ChainRows::columns).toList());
        var last = chained.getLast();
        var since = head.unsignedSince() == null ? createdAt : head.unsignedSince();
        jdbc.update(
                "UPDATE audit_chains SET seq = ?, hash = ?, created_at = ?, unsigned_since = ? WHERE organization_id = ?",
                last.seq(),
                last.hash(),
                UtcTime.of(createdAt),
                UtcTime.of(since),
                organization);
        if (last.seq() - head.checkpointSeq() >= properties.checkpointEntries()) {
            checkpoints.sign(organization, last.seq(), last.hash());
        }
    }

    /** Signs a chain whose newest entries have waited long enough; false when there is none. */
    @Transactional
    public boolean signOldest() {
        var due = clock.instant().minus(properties.checkpointAge());
        var waiting = jdbc.query(
                "SELECT * FROM audit_chains WHERE unsigned_since <= ? ORDER BY unsigned_since LIMIT 1"
                        + " FOR UPDATE SKIP LOCKED",
                (row, number) -> head(row),
                UtcTime.of(due));
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
                    UtcTime.of(Instant.EPOCH.plusSeconds(1)));
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
