package com.ovhi.outreach.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ovhi.outreach.common.testing.TestServers;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The database itself keeps what was written once, even from the account of the service. */
class AppendOnlyTests {

    private static final String SCHEMA = "ovhi_append_only";
    private static final String HASH = "a".repeat(32);

    private static JdbcTemplate jdbc = new JdbcTemplate();

    @BeforeAll
    static void migrate() {
        var database = TestServers.database();
        database.createSchema(SCHEMA, SCHEMA, "test");
        var source = new DriverManagerDataSource(database.url(SCHEMA), SCHEMA, "test");
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration/common", "classpath:db/migration/preference-service")
                .load()
                .migrate();
        jdbc = new JdbcTemplate(source);
        jdbc.update("""
                INSERT INTO consent_ledger (patient_id, organization_id, channel, consent_class, action, source, actor)
                VALUES (1, 16, 'sms', 'marketing', 'revoke', 'reply', 'patient')""");
        jdbc.update("""
                INSERT INTO consent_wordings (organization_id, version, language, wording) VALUES (16, '1', 'en', 'yes')""");
        jdbc.update("""
                INSERT INTO suppression_history
                (address_hash, channel, active, marketing_only, reason, version) VALUES (?, 'sms', TRUE, FALSE, 'stop', 1)""", HASH);
        jdbc.update("""
                INSERT INTO patient_comm_prefs (patient_id, organization_id, sms_hash) VALUES (1, 16, ?)""", HASH);
        jdbc.update("""
                INSERT INTO address_history (patient_id, channel, address_hash) VALUES (1, 'sms', ?)""", HASH);
        entry(1, "2026-02-01 10:00:00");
        jdbc.update("""
                INSERT INTO audit_checkpoints (organization_id, seq, hash, key_id, signature)
                VALUES (16, 1, REPEAT('h', 32), REPEAT('k', 16), 's')""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE consent_ledger SET action = 'grant'",
                "DELETE FROM consent_ledger",
                "REPLACE INTO consent_ledger SELECT * FROM consent_ledger",
                "UPDATE consent_wordings SET wording = 'no'",
                "DELETE FROM consent_wordings",
                "UPDATE suppression_history SET active = FALSE",
                "DELETE FROM suppression_history",
                "UPDATE address_history SET address_hash = NULL",
                "DELETE FROM address_history",
                "UPDATE comm_audit_log SET user_id = 'somebody else'",
                "DELETE FROM comm_audit_log",
                "UPDATE audit_checkpoints SET seq = 2",
                "DELETE FROM audit_checkpoints"
            })
    void changesAndDeletesNothing(String sql) {
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> jdbc.update(sql))
                .withMessageContaining("is append-only");
    }

    @Test
    void stillDropsAPartitionWhoseTimeIsOver() {
        jdbc.execute("""
                ALTER TABLE comm_audit_log PARTITION BY RANGE (FLOOR(UNIX_TIMESTAMP(created_at))) (
                PARTITION p2020_01 VALUES LESS THAN (UNIX_TIMESTAMP('2020-02-01 00:00:00')),
                PARTITION p_next VALUES LESS THAN (MAXVALUE))""");
        entry(0, "2020-01-05 10:00:00");

        jdbc.execute("ALTER TABLE comm_audit_log DROP PARTITION p2020_01");

        assertThat(jdbc.queryForList("SELECT seq FROM comm_audit_log", Long.class))
                .containsExactly(1L);
        changesAndDeletesNothing("DELETE FROM comm_audit_log");
    }

    private static void entry(long seq, String at) {
        jdbc.update("""
                INSERT INTO comm_audit_log
                (organization_id, seq, created_at, event_id, user_id, action, key_id, previous_hash, hash)
                VALUES (16, ?, ?, UUID(), 'test', 'access', REPEAT('k', 16), REPEAT('p', 32), REPEAT('h', 32))""", seq, at);
    }
}
