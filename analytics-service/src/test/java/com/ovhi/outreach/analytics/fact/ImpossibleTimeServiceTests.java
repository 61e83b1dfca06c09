package com.ovhi.outreach.analytics.fact;

import static com.ovhi.outreach.analytics.ClinicEvents.MORNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.analytics.AnalyticsDriver;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.ovhi.AppointmentClosed;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * An event whose time the database cannot hold is set aside at once: who comes behind it in its partition does not wait half a
 * minute until it has been tried often enough. Topics and groups are this test's own, so that no service of another test reads them.
 */
@ServiceTest(schema = "ovhi_analytics")
@TestPropertySource(
        properties = {
            "spring.cloud.stream.bindings.jobs-in-0.destination=impossible.job.v1",
            "spring.cloud.stream.bindings.jobs-in-0.group=impossible.jobs",
            "spring.cloud.stream.bindings.signals-in-0.destination=impossible.delivery.v1",
            "spring.cloud.stream.bindings.signals-in-0.group=impossible.signals",
            "spring.cloud.stream.bindings.visitEvents-in-0.destination=impossible.appointment.v1",
            "spring.cloud.stream.bindings.visitEvents-in-0.group=impossible.visits",
            "spring.cloud.stream.bindings.permissionEvents-in-0.destination=impossible.preference.v1",
            "spring.cloud.stream.bindings.permissionEvents-in-0.group=impossible.permissions",
            "spring.cloud.stream.bindings.exposureEvents-in-0.destination=impossible.exposure.v1",
            "spring.cloud.stream.bindings.exposureEvents-in-0.group=impossible.exposures"
        })
@DirtiesContext
class ImpossibleTimeServiceTests {

    private static final List<Instant> TIMES =
            List.of(Instant.parse("2101-01-01T00:00:00Z"), Instant.parse("0001-01-01T00:00:00Z"), MORNING);
    private static final String KEY = "one behind the other";

    private final TestKafka kafka;
    private final JdbcClient jdbc;
    private final AnalyticsDriver analytics;

    ImpossibleTimeServiceTests(
            TestKafka kafka,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            TestTokens tokens,
            @LocalServerPort int port) {
        this.kafka = kafka;
        this.jdbc = jdbc;
        analytics = new AnalyticsDriver(kafka, jdbc, transactions, tokens, port);
    }

    @Test
    void transitions() {
        tell("impossible.job.v1", at -> analytics.changed(Ids.next(), Channel.SMS, Milestone.SENT, at));

        awaitOne(analytics::ledger);
        assertThat(setAside("impossible.job.v1", "impossible.jobs")).hasSize(2);
        analytics.assertRecountAgrees();
    }

    @Test
    void reports() {
        var job = Ids.next();
        tell("impossible.delivery.v1", at -> analytics.unsubscribed(job, DeliveryState.UNSUBSCRIBED, at));

        awaitOne(() -> analytics.waiting(job));
        assertThat(setAside("impossible.delivery.v1", "impossible.signals")).hasSize(2);
    }

    @Test
    void visits() {
        var visit = new AppointmentClosed(analytics.organization * 1_000, 1, 7, analytics.organization);
        for (var at : TIMES) {
            kafka.publish(
                    "impossible.appointment.v1",
                    KEY,
                    new EventHeaders(Ids.next().toString(), "appointment.completed", "test", at, null),
                    visit);
        }

        awaitOne(() -> rows("visits"));
        assertThat(setAside("impossible.appointment.v1", "impossible.visits")).hasSize(2);
    }

    @Test
    void permissions() {
        tell(
                "impossible.preference.v1",
                at -> new PreferenceChanged(
                        analytics.organization,
                        analytics.organization,
                        TIMES.indexOf(at),
                        List.of(),
                        "en",
                        null,
                        null,
                        null,
                        Map.of(),
                        at));

        awaitOne(() -> rows("permission_states"));
        assertThat(setAside("impossible.preference.v1", "impossible.permissions"))
                .hasSize(2);
    }

    @Test
    void exposures() {
        tell(
                "impossible.exposure.v1",
                at -> analytics.exposed(analytics.organization, 1, "a", Map.of("a", 1, "b", 1), at));

        awaitOne(() -> rows("experiments"));
        assertThat(setAside("impossible.exposure.v1", "impossible.exposures")).hasSize(2);
    }

    private void tell(String topic, Function<Instant, Object> event) {
        TIMES.forEach(at -> kafka.publish(topic, KEY, event.apply(at)));
    }

    /** In less time than an event is tried again. */
    private static void awaitOne(IntSupplier counted) {
        await().untilAsserted(() -> assertThat(counted.getAsInt()).isOne());
    }

    /** Letters that say why. */
    private List<TestKafka.Received> setAside(String topic, String group) {
        return kafka.records(Topics.deadLetters(topic, group)).stream()
                .filter(each -> "impossible-time".equals(each.header("dlt_code")))
                .toList();
    }

    private int rows(String table) {
        return jdbc.sql("SELECT COUNT(*) FROM " + table + " WHERE organization_id = ?")
                .param(analytics.organization)
                .query(Integer.class)
                .single();
    }
}
