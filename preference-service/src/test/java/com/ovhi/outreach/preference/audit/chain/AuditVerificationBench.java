package com.ovhi.outreach.preference.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestServers;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.preference.Api;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How long the verification of a long chain takes, over HTTP, against a real database: {@code deploy/load/audit-verify}.
 * Not among the tests of a build.
 */
@ServiceTest(schema = "ovhi_preference")
class AuditVerificationBench {

    private static final long ORGANIZATION = 90_001;
    private static final int BATCH = 1_000;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final AuditKeys keys;
    private final JdbcTemplate jdbc;
    private final Api api;
    private final TestTokens tokens;
    private final Instant at;

    AuditVerificationBench(
            AuditKeys keys, JdbcTemplate jdbc, TestTokens tokens, Clock clock, @LocalServerPort int port) {
        this.keys = keys;
        this.jdbc = jdbc;
        this.tokens = tokens;
        api = new Api(port, tokens);
        at = clock.instant().minus(1, ChronoUnit.HOURS);
    }

    @Test
    void verifiesALongChainInTime() throws SQLException {
        var entries = Integer.getInteger("outreach.bench.entries", 1_000_000);
        var filled = Duration.ofNanos(timed(() -> fill(entries)));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> jdbc.queryForList(
                                "SELECT seq FROM audit_checkpoints WHERE organization_id = ?", Long.class, ORGANIZATION)
                        .contains((long) entries));
        System.out.printf("audit-verify: filled %d entries in %d s%n", entries, filled.toSeconds());

        for (var run = 1; run <= 2; run++) {
            var begin = System.nanoTime();
            var answer =
                    api.post("/audit/verification", tokens.bearer(ORGANIZATION, "compliance"), "application/json", "");
            var took = Duration.ofNanos(System.nanoTime() - begin);
            System.out.printf("audit-verify: run %d took %d ms: %s%n", run, took.toMillis(), answer.body());
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("intact").asBoolean()).isTrue();
            assertThat(answer.json().path("entries").asLong()).isGreaterThanOrEqualTo(entries);
            assertThat(took).isLessThanOrEqualTo(LIMIT);
        }
        edit(entries - 7);
        var tampered =
                api.post("/audit/verification", tokens.bearer(ORGANIZATION, "compliance"), "application/json", "");
        System.out.printf("audit-verify: edited entry %d: %s%n", entries - 7, tampered.body());
        assertThat(tampered.json().path("first_bad_seq").asLong()).isEqualTo(entries - 7);
    }

    private static long timed(Filling work) throws SQLException {
        var begin = System.nanoTime();
        work.run();
        return System.nanoTime() - begin;
    }

    private interface Filling {
        void run() throws SQLException;
    }

    private void fill(int entries) throws SQLException {
        var database = TestServers.database();
        try (var connection = DriverManager.getConnection(
                database.url("ovhi_preference") + "&rewriteBatchedStatements=true",
                database.user(),
                database.password())) {
            connection.setAutoCommit(false);
            var hash = ChainedEntry.genesis(ORGANIZATION);
            try (var insert = connection.prepareStatement(ChainRows.INSERT)) {
                for (var seq = 1; seq <= entries; seq++) {
                    var chained = ChainedEntry.seal(keys, entry(seq), seq, at, hash);
                    hash = chained.hash();
                    add(insert, ChainRows.columns(chained));
                    if (seq % BATCH == 0 || seq == entries) {
                        insert.executeBatch();
                        connection.commit();
                    }
                }
            }
            head(connection, entries, hash);
        }
    }

    private void head(Connection connection, long seq, byte[] hash) throws SQLException {
        try (var head = connection.prepareStatement("""
                INSERT INTO audit_chains (organization_id, seq, hash, created_at, unsigned_since)
                VALUES (?, ?, ?, ?, ?)""")) {
            add(head, ORGANIZATION, seq, hash, Timestamp.from(at), Timestamp.from(at));
            head.executeBatch();
            connection.commit();
        }
    }

    private static void edit(long seq) {
        Attacker.run("UPDATE comm_audit_log SET user_id = 'x' WHERE organization_id = " + ORGANIZATION + " AND seq = "
                + seq);
    }

    private static void add(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (var i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.addBatch();
    }

    private AuditEntry entry(int seq) {
        return new AuditEntry(
                UUID.nameUUIDFromBytes(new byte[] {(byte) (seq >> 16), (byte) (seq >> 8), (byte) seq})
                        .toString(),
                ORGANIZATION,
                1_000L + seq % 50_000,
                seq % 3 == 0 ? "front-desk-" + seq % 40 : "channel-workers",
                AuditAction.values()[seq % AuditAction.values().length].code(),
                Map.of(
                        "job_id",
                        new UUID(seq, ~seq).toString(),
                        "channel",
                        "sms",
                        "purpose",
                        "appt_reminder",
                        "outcome",
                        "accepted"),
                seq % 3 == 0 ? "10.1.2." + seq % 250 : null,
                seq % 3 == 0 ? "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36" : null,
                at);
    }
}
