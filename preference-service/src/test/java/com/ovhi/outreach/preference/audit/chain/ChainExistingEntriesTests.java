package com.ovhi.outreach.preference.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.testing.TestServers;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Upgrades a schema that holds entries from before the chain. */
class ChainExistingEntriesTests {

    private static final String SCHEMA = "ovhi_audit_upgrade";

    private final AuditKeys keys = AuditKeys.of(new byte[32], List.of());

    @Test
    void chainsTheEntriesOfEachOrganisationInTheirOldOrder() {
        var database = TestServers.database();
        database.createSchema(SCHEMA, SCHEMA, "test");
        var source =
                new DriverManagerDataSource(database.url(SCHEMA) + "&rewriteBatchedStatements=true", SCHEMA, "test");
        var jdbc = new JdbcTemplate(source);
        flyway(source, "1").migrate();
        jdbc.batchUpdate(
                "INSERT INTO comm_audit_log (event_id, organization_id, patient_id, user_id, action, details)"
                        + " VALUES (?, ?, 7, 'somebody', 'access', ?)",
                IntStream.rangeClosed(1, 7_500)
                        .mapToObj(i -> new @Nullable Object[] {
                            "old-" + i, i % 3 == 0 ? null : i % 3, i % 2 == 0 ? null : "{\"b\":\"2\",\"a\":\"1\"}"
                        })
                        .toList());

        flyway(source, "21").migrate();

        var reader = new ChainReader(jdbc);
        for (var organization : new long[] {0, 1, 2}) {
            var walk = new ChainWalk(keys, reader.lookup(organization), 0, ChainedEntry.genesis(organization));
            assertThat(reader.walk(organization, Long.MAX_VALUE, walk::step)).isEqualTo(Optional.empty());
            assertThat(walk.last()).isEqualTo(2_500);
            assertThat(jdbc.queryForObject(
                            "SELECT seq FROM audit_chains WHERE organization_id = ?", Long.class, organization))
                    .isEqualTo(2_500);
        }
        assertThat(jdbc.queryForList(
                        "SELECT event_id FROM comm_audit_log WHERE organization_id = 1 ORDER BY seq LIMIT 2",
                        String.class))
                .containsExactly("old-1", "old-4");
        assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM audited_events", Long.class))
                .isEqualTo(7_500);
        assertThat(jdbc.queryForList("SHOW TABLES LIKE 'comm_audit_log%'", String.class))
                .containsExactly("comm_audit_log");
    }

    @Test
    void canBePartitionedByMonthWhileItHoldsEntries() {
        var database = TestServers.database();
        var schema = SCHEMA + "_partitioned";
        database.createSchema(schema, schema, "test");
        var source = new DriverManagerDataSource(database.url(schema), schema, "test");
        var jdbc = new JdbcTemplate(source);
        flyway(source, "1").migrate();
        for (var month = 1; month <= 6; month++) {
            jdbc.update(
                    "INSERT INTO comm_audit_log (event_id, organization_id, user_id, action, created_at)"
                            + " VALUES (?, 1, 'somebody', 'access', ?)",
                    "month-" + month,
                    "2026-0" + month + "-15 12:00:00");
        }
        flyway(source, "21").migrate();

        jdbc.execute("""
                ALTER TABLE comm_audit_log PARTITION BY RANGE (FLOOR(UNIX_TIMESTAMP(created_at))) (
                PARTITION p2026_02 VALUES LESS THAN (UNIX_TIMESTAMP('2026-03-01 00:00:00')),
                PARTITION p_next VALUES LESS THAN (MAXVALUE))""");
        jdbc.execute("ALTER TABLE comm_audit_log REORGANIZE PARTITION p_next INTO ("
                + "PARTITION p2026_03 VALUES LESS THAN (UNIX_TIMESTAMP('2026-04-01 00:00:00')),"
                + "PARTITION p_next VALUES LESS THAN (MAXVALUE))");
        jdbc.execute("ALTER TABLE comm_audit_log DROP PARTITION p2026_02");

        var reader = new ChainReader(jdbc);
        var first = reader.first(1).orElseThrow();
        assertThat(first.seq()).isEqualTo(3);
        var walk = new ChainWalk(keys, reader.lookup(1), 2, first.previousHash());
        assertThat(reader.walk(1, Long.MAX_VALUE, walk::step)).isEqualTo(Optional.empty());
        assertThat(walk.last()).isEqualTo(6);
    }

    private Flyway flyway(DriverManagerDataSource source, String target) {
        return Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration/common", "classpath:db/migration/preference-service")
                .javaMigrations(new JavaMigration[] {new ChainExistingEntries(keys)})
                .target(target)
                .load();
    }
}
