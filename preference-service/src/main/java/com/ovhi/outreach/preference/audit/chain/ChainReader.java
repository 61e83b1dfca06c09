package com.ovhi.outreach.preference.audit.chain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads a chain from {@code comm_audit_log}. Entries never change, so no transaction is needed. */
@Component
class ChainReader {

    static final int PAGE = 5_000;

    private static final String SELECT = "SELECT * FROM comm_audit_log WHERE organization_id = ? AND ";

    private final JdbcTemplate jdbc;

    ChainReader(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Where the chain begins; empty when it has no entry. */
    Optional<ChainedEntry> first(long organization) {
        return jdbc.query(SELECT + "seq > -1 ORDER BY seq, created_at LIMIT 1", ChainRows::read, organization).stream()
                .findFirst();
    }

    /** Hands over entries up to a number, in order, until one gives a result. */
    <T> Optional<T> walk(long organization, long upTo, Function<ChainedEntry, Optional<T>> step) {
        var seq = Long.MIN_VALUE;
        var createdAt = Instant.MIN;
        List<ChainedEntry> page;
        do {
            page = page(organization, seq, upTo);
            for (var row : page) {
                if (row.seq() > seq || row.createdAt().isAfter(createdAt)) {
                    seq = row.seq();
                    createdAt = row.createdAt();
                    var result = step.apply(row);
                    if (result.isPresent()) {
                        return result;
                    }
                }
            }
        } while (page.size() == PAGE);
        return Optional.empty();
    }

    /** The first entry behind the chain's head as both are committed; empty when there is none, as there should be. */
    Optional<Long> behindHead(long organization) {
        return Optional.ofNullable(jdbc.queryForObject("""
                SELECT MIN(log.seq) FROM comm_audit_log log JOIN audit_chains head
                ON head.organization_id = log.organization_id
                WHERE log.organization_id = ? AND log.seq > head.seq""", Long.class, organization));
    }

    ChainWalk.Lookup lookup(long organization) {
        return new ChainWalk.Lookup() {
            @Override
            public List<ChainedEntry> behind(byte[] hash) {
                return jdbc.query(SELECT + "previous_hash = ? LIMIT 10", ChainRows::read, organization, hash);
            }

            @Override
            public List<ChainedEntry> withHash(byte[] hash) {
                return jdbc.query(SELECT + "hash = ? LIMIT 10", ChainRows::read, organization, hash);
            }
        };
    }

    private List<ChainedEntry> page(long organization, long from, long upTo) {
        return jdbc.query(
                SELECT + "seq >= ? AND seq <= ? ORDER BY seq, created_at LIMIT ?",
                ChainRows::read,
                organization,
                from,
                upTo,
                PAGE);
    }
}
