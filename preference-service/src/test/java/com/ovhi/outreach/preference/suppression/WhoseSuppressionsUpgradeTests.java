package com.ovhi.outreach.preference.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.testing.TestServers;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Upgrades a schema in which staff's reports bound everybody. */
class WhoseSuppressionsUpgradeTests {

    private static final String SCHEMA = "ovhi_suppression_upgrade";
    private static final String PHONE = "a".repeat(32);
    private static final String LIFTED = "b".repeat(32);
    private static final String RETURNED = "c".repeat(32);

    @Test
    void loosensNothingAndGivesReportersTheirOwn() {
        var database = TestServers.database();
        database.createSchema(SCHEMA, SCHEMA, "test");
        var source = new DriverManagerDataSource(database.url(SCHEMA), SCHEMA, "test");
        var jdbc = JdbcClient.create(source);
        flyway(source, "41").migrate();
        jdbc.sql("""
                INSERT INTO suppression_causes (address_hash, channel, reason, since, lifted_at, organization_id) VALUES
                (:phone, 'sms', 'shared_phone', '2026-02-01 10:00:00', NULL, 16),
                (:phone, 'sms', 'complaint', '2026-02-02 10:00:00', NULL, 16),
                (:phone, 'sms', 'bounce', '2026-02-02 10:00:00', NULL, NULL),
                (:lifted, 'sms', 'wrong_number', '2026-02-01 10:00:00', '2026-02-02 10:00:00', 16),
                (:returned, 'email', 'bounce', '2026-02-01 10:00:00', NULL, NULL)""")
                .param("phone", PHONE)
                .param("lifted", LIFTED)
                .param("returned", RETURNED)
                .update();
        jdbc.sql("""
                INSERT INTO suppressions (address_hash, channel, active, reason, version) VALUES
                (:phone, 'sms', TRUE, 'complaint', 3), (:lifted, 'sms', FALSE, 'wrong_number', 2),
                (:returned, 'email', TRUE, 'bounce', 1)""")
                .param("phone", PHONE)
                .param("lifted", LIFTED)
                .param("returned", RETURNED)
                .update();

        flyway(source, "50").migrate();

        assertThat(states(jdbc))
                .containsExactly(
                        "aaaa 0 1 complaint 3",
                        "aaaa 16 1 complaint 1",
                        "bbbb 0 0 wrong_number 2",
                        "bbbb 16 0 wrong_number 1",
                        "cccc 0 1 bounce 1");
        assertThat(jdbc.sql("""
                        SELECT CONCAT(LEFT(address_hash, 4), ' ', reason) FROM suppression_causes
                        WHERE organization_id = 16 ORDER BY 1""").query(String.class).list())
                .containsExactly("aaaa complaint", "aaaa shared_phone", "bbbb wrong_number");
        assertThat(jdbc.sql("SELECT COUNT(*) FROM suppression_causes WHERE organization_id = 0")
                        .query(Long.class)
                        .single())
                .as("what bound everybody still does")
                .isEqualTo(5);
    }

    private static List<@Nullable String> states(JdbcClient jdbc) {
        return jdbc.sql("""
                        SELECT CONCAT_WS(' ', LEFT(address_hash, 4), organization_id, active, reason, version)
                        FROM suppressions ORDER BY address_hash, organization_id""").query(String.class).list();
    }

    private static Flyway flyway(DriverManagerDataSource source, String target) {
        return Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration/common", "classpath:db/migration/preference-service")
                .target(target)
                .load();
    }
}
