package com.ovhi.outreach.preference.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.EventType;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.testing.ForkedService;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestServers;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.embedded.EmbeddedKafka;
import com.ovhi.outreach.preference.Api;
import com.ovhi.outreach.preference.PreferenceApplication;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The process dies by {@code kill -9} again and again, at times nobody chose, while audit entries pour in. It has a
 * schema and a Kafka of its own, since the service of the other tests would read what it is to read.
 */
@ServiceTest(schema = "ovhi_preference")
class AuditKillServiceTests {

    private static final String SCHEMA = "ovhi_preference_audit_kill";
    private static final int ENTRIES = 6_000;
    private static final int REPEATED_AFTER = 500;
    private static final long FIRST_ORGANIZATION = 95_000;
    private static final int ORGANIZATIONS = 3;
    private static final int KILLS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final TestTokens tokens;
    private final JdbcTemplate jdbc;
    private final Random random = new Random();

    AuditKillServiceTests(TestTokens tokens) {
        this.tokens = tokens;
        TestServers.database().createSchema(SCHEMA, SCHEMA, "test");
        jdbc = new JdbcTemplate(
                new DriverManagerDataSource(TestServers.database().url(SCHEMA), SCHEMA, "test"));
    }

    @Test
    void writesEveryEntryOnceIntoAnUnbrokenChain(@TempDir Path folder) throws IOException {
        try (var broker = EmbeddedKafka.start(folder, 0, Map.of("group.min.session.timeout.ms", "1000"));
                var kafka = new TestKafka(broker.bootstrapServers());
                var pourer = Executors.newSingleThreadExecutor()) {
            var service = start(broker);
            try {
                var poured = pourer.submit(() -> pour(kafka));
                for (var kill = 1; kill <= KILLS; kill++) {
                    awaitWritten(ENTRIES * kill / (KILLS + 2) + random.nextInt(ENTRIES / (KILLS + 2)));
                    awaitMidst();
                    service.kill();
                    assertThat(written()).as("killed in the middle").isLessThan(ENTRIES);
                    service = start(broker);
                }
                assertThat(poured).succeedsWithin(PATIENCE);
                awaitAllRead(kafka);

                assertThat(entries()).as("nothing lost, nothing doubled").containsExactlyInAnyOrderElementsOf(all());
                for (var organization = 0; organization < ORGANIZATIONS; organization++) {
                    verify(FIRST_ORGANIZATION + organization, service.port());
                }
            } finally {
                service.close();
            }
        }
    }

    private static ForkedService start(EmbeddedKafka broker) throws IOException {
        return ForkedService.start(
                PreferenceApplication.class,
                SCHEMA,
                "OUTREACH_KAFKA=" + broker.bootstrapServers(),
                // So long Kafka keeps the partitions for the dead process.
                "spring.cloud.stream.kafka.binder.configuration.session.timeout.ms=2000",
                "spring.cloud.stream.kafka.binder.configuration.heartbeat.interval.ms=500");
    }

    /** All of them; every fifth comes again later, as from a relay that died before it noted what it had sent. */
    private static void pour(TestKafka kafka) {
        for (var i = 0; i < ENTRIES; i++) {
            publish(kafka, "entry-" + i, i);
            if (i >= REPEATED_AFTER && i % 5 == 0) {
                publish(kafka, "entry-" + (i - REPEATED_AFTER), i - REPEATED_AFTER);
            }
        }
    }

    private static void publish(TestKafka kafka, String id, int number) {
        var organization = FIRST_ORGANIZATION + number % ORGANIZATIONS;
        var entry = new AuditRecorded(
                organization,
                (long) number,
                "pourer",
                AuditAction.ACCESS,
                Map.of("what", id),
                null,
                null,
                SettableClock.START.plusMillis(number));
        var event = new EventHeaders(id, EventType.of(AuditRecorded.class), "test", SettableClock.START, null);
        kafka.publish(Topics.AUDIT, Long.toString(organization), event, entry);
    }

    private void awaitWritten(int enough) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> written() >= enough);
    }

    /** What was seen to be written has just been committed; the death shall come anywhere between two commits. */
    private void awaitMidst() {
        await().pollDelay(Duration.ofMillis(random.nextInt(60))).until(() -> true);
    }

    /** An organisation's entries come in their order, so when a later one is written, all were read. */
    private void awaitAllRead(TestKafka kafka) {
        IntStream.range(0, ORGANIZATIONS).forEach(each -> publish(kafka, "last-" + each, each));
        await().atMost(PATIENCE)
                .until(() ->
                        count("SELECT COUNT(*) FROM comm_audit_log WHERE event_id LIKE 'last-%'") == ORGANIZATIONS);
    }

    private void verify(long organization, int port) {
        var compliance = tokens.bearer(organization, "compliance");
        var verdict = new Api(port, tokens).post("/audit/verification", compliance, "application/json", "");

        assertThat(verdict.status()).isEqualTo(200);
        assertThat(verdict.json().path("intact").asBoolean()).as(verdict.body()).isTrue();
        assertThat(verdict.json().path("entries").asLong()).isGreaterThan(ENTRIES / ORGANIZATIONS);
    }

    private List<String> entries() {
        return jdbc.query(
                "SELECT event_id FROM comm_audit_log WHERE event_id LIKE 'entry-%'",
                (row, n) -> row.getString("event_id"));
    }

    private static List<String> all() {
        return IntStream.range(0, ENTRIES).mapToObj(each -> "entry-" + each).toList();
    }

    private long written() {
        return count("SELECT COUNT(*) FROM comm_audit_log");
    }

    private long count(String query) {
        return jdbc.queryForList(query, Long.class).getFirst();
    }
}
