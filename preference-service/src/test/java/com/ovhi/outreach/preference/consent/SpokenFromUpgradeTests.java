package com.ovhi.outreach.preference.consent;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.testing.TestServers;
import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Upgrades a ledger from before the address was kept from which a line was said. */
class SpokenFromUpgradeTests {

    private static final String SCHEMA = "ovhi_spoken_upgrade";
    private static final String PHONE = "a".repeat(32);

    @Test
    void learnsItFromTheReplyOrTheJobThatTheLineNames() {
        var database = TestServers.database();
        database.createSchema(SCHEMA, SCHEMA, "test");
        var source = new DriverManagerDataSource(database.url(SCHEMA), SCHEMA, "test");
        var jdbc = JdbcClient.create(source);
        flyway(source, "30").migrate();
        var reply = Ids.next().toString();
        var job = Ids.next().toString();
        jdbc.sql("INSERT INTO handled_replies (inbound_id, address_hash, channel, intent) VALUES (?, ?, 'sms', 'stop')")
                .params(reply, PHONE)
                .update();
        jdbc.sql("INSERT INTO job_contacts (job_id, patient_id, channel, address_hash) VALUES (?, 1, 'sms', ?)")
                .params(job, PHONE)
                .update();
        line(jdbc, 1, "reply", "inbound/" + reply);
        line(jdbc, 2, "provider", "job/" + job);
        line(jdbc, 3, "reply", "inbound/" + Ids.next());
        line(jdbc, 4, "provider", null);
        line(jdbc, 5, "request", "inbound/" + reply);

        flyway(source, "40").migrate();

        assertThat(jdbc.sql("SELECT spoken_from FROM consent_ledger ORDER BY patient_id")
                        .query((row, _) -> row.getString(1))
                        .list())
                .containsExactly(PHONE, PHONE, null, null, null);
    }

    private static void line(JdbcClient jdbc, long patient, String source, @Nullable String evidence) {
        jdbc.sql("""
                        INSERT INTO consent_ledger (patient_id, organization_id, channel, consent_class, action, source,
                        actor, evidence_ref) VALUES (?, 16, 'sms', 'marketing', 'revoke', ?, 'patient', ?)""").params(Arrays.asList(patient, source, evidence)).update();
    }

    private static Flyway flyway(DriverManagerDataSource source, String target) {
        return Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration/common", "classpath:db/migration/preference-service")
                .target(target)
                .load();
    }
}
