package com.ovhi.outreach.preference.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.testing.TestServers;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Upgrades a schema that holds patients from before the history of addresses. */
class AddressHistoryUpgradeTests {

    private static final String SCHEMA = "ovhi_address_upgrade";
    private static final String PHONE = "a".repeat(32);
    private static final String MAIL = "b".repeat(32);
    private static final Instant KNOWN_SINCE = Instant.parse("2026-02-01T10:00:00Z");

    @Test
    void beginsWithTheAddressesThatAreThere() {
        var database = TestServers.database();
        database.createSchema(SCHEMA, SCHEMA, "test");
        var source = new DriverManagerDataSource(database.url(SCHEMA), SCHEMA, "test");
        var jdbc = JdbcClient.create(source);
        flyway(source, "20").migrate();
        jdbc.sql("""
                        INSERT INTO patient_comm_prefs
                            (patient_id, organization_id, sms_hash, email_hash, profile_as_of, created_at)
                        VALUES (1, 16, ?, ?, '2026-02-01 09:59:00', '2026-02-01 10:00:00'),
                               (2, 16, NULL, NULL, '2026-02-01 09:59:00', '2026-02-01 10:00:00')""").params(PHONE, MAIL).update();

        flyway(source, "30").migrate();

        var history = new AddressHistory(jdbc, Clock.systemUTC());
        var both = Map.of(Channel.SMS, PHONE, Channel.EMAIL, MAIL);
        assertThat(history.at(1, KNOWN_SINCE.plusSeconds(1), null)).isEqualTo(both);
        assertThat(history.at(1, Instant.EPOCH, KNOWN_SINCE)).isEqualTo(both);
        assertThat(history.at(1, KNOWN_SINCE, KNOWN_SINCE.minusSeconds(1))).isEmpty();
        assertThat(history.at(2, KNOWN_SINCE, null)).isEmpty();
        assertThat(jdbc.sql("SELECT COUNT(*) FROM address_history")
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    private static Flyway flyway(DriverManagerDataSource source, String target) {
        return Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration/common", "classpath:db/migration/preference-service")
                .target(target)
                .load();
    }
}
