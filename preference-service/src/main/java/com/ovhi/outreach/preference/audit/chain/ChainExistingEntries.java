package com.ovhi.outreach.preference.audit.chain;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/**
 * V21: moves the entries written before there was a chain into it, each organisation's in their old order. Flyway's lock
 * keeps other instances out; dropping the old table at the end commits the move, so a crash before leaves all to do and a
 * crash after leaves nothing.
 */
final class ChainExistingEntries implements JavaMigration {

    private static final int PAGE = 2_000;

    private final AuditKeys keys;

    ChainExistingEntries(AuditKeys keys) {
        this.keys = keys;
    }

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("21");
    }

    @Override
    public String getDescription() {
        return "chain existing audit entries";
    }

    @Override
    public @Nullable Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws SQLException {
        var connection = context.getConnection();
        if (exists(connection)) {
            for (var organization : organizations(connection)) {
                move(connection, organization);
            }
            try (var statement = connection.createStatement()) {
                statement.execute("DROP TABLE comm_audit_log_unchained");
            }
        }
    }

    private static boolean exists(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var found = statement.executeQuery("SELECT COUNT(*) FROM information_schema.tables"
                        + " WHERE table_schema = DATABASE() AND table_name = 'comm_audit_log_unchained'")) {
            return found.next() && found.getInt(1) == 1;
        }
    }

    private static List<Long> organizations(Connection connection) throws SQLException {
        var organizations = new ArrayList<Long>();
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(
                        "SELECT DISTINCT COALESCE(organization_id, 0) FROM comm_audit_log_unchained")) {
            while (found.next()) {
                organizations.add(found.getLong(1));
            }
        }
        return organizations;
    }

    private void move(Connection connection, long organization) throws SQLException {
        var tail = new Tail(organization);
        var page = page(connection, organization, 0);
        while (!page.isEmpty()) {
            try (var entries = connection.prepareStatement(ChainRows.INSERT);
                    var events = connection.prepareStatement("INSERT INTO audited_events (event_id) VALUES (?)")) {
                for (var old : page) {
                    batch(entries, ChainRows.columns(tail.append(keys, old)));
                    batch(events, old.entry().eventId());
                }
                entries.executeBatch();
                events.executeBatch();
            }
            page = page(connection, organization, page.getLast().id());
        }
        tail.save(connection);
    }

    private static List<Old> page(Connection connection, long organization, long after) throws SQLException {
        try (var statement = connection.prepareStatement("""
                SELECT * FROM comm_audit_log_unchained WHERE COALESCE(organization_id, 0) = ? AND id > ?
                ORDER BY id LIMIT ?""")) {
            statement.setLong(1, organization);
            statement.setLong(2, after);
            statement.setInt(3, PAGE);
            var page = new ArrayList<Old>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    page.add(Old.read(rows, organization));
                }
            }
            return page;
        }
    }

    private static void batch(PreparedStatement statement, @Nullable Object... columns) throws SQLException {
        for (var i = 0; i < columns.length; i++) {
            statement.setObject(i + 1, columns[i]);
        }
        statement.addBatch();
    }

    private record Old(long id, AuditEntry entry, Instant createdAt) {

        static Old read(ResultSet row, long organization) throws SQLException {
            return new Old(
                    row.getLong("id"),
                    ChainRows.content(row, organization),
                    row.getTimestamp("created_at").toInstant());
        }
    }

    private static final class Tail {

        private final long organization;
        private long seq;
        private byte[] hash;
        private Instant createdAt = Instant.EPOCH.plusSeconds(1);

        Tail(long organization) {
            this.organization = organization;
            hash = ChainedEntry.genesis(organization);
        }

        ChainedEntry append(AuditKeys keys, Old old) {
            seq++;
            createdAt = old.createdAt().isBefore(createdAt) ? createdAt : old.createdAt();
            var chained = ChainedEntry.seal(keys, old.entry(), seq, createdAt, hash);
            hash = chained.hash();
            return chained;
        }

        void save(Connection connection) throws SQLException {
            try (var statement = connection.prepareStatement("""
                    INSERT INTO audit_chains (organization_id, seq, hash, created_at, unsigned_since)
                    VALUES (?, ?, ?, ?, ?)""")) {
                batch(statement, organization, seq, hash, Timestamp.from(createdAt), Timestamp.from(createdAt));
                statement.executeBatch();
            }
        }
    }
}
