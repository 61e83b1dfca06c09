package com.ovhi.outreach.optimizer.engagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged.Permission;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.ovhi.AppointmentClosed;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * An event whose time the database cannot hold is set aside at once: who comes behind it in its partition does not wait half a
 * minute until it has been tried often enough. Topics and groups are this test's own, so that no service of another test reads them.
 */
@ServiceTest(schema = "ovhi_optimizer")
@TestPropertySource(
        properties = {
            "spring.cloud.stream.bindings.engagementEvents-in-0.destination=untimely.job.v1,untimely.reply.v1,untimely.preference.v1",
            "spring.cloud.stream.bindings.engagementEvents-in-0.group=untimely.engagement",
            "spring.cloud.stream.bindings.visitEvents-in-0.destination=untimely.appointment.v1",
            "spring.cloud.stream.bindings.visitEvents-in-0.group=untimely.visits"
        })
@DirtiesContext
class ImpossibleTimeServiceTests extends RunningOptimizer {

    private static final List<Instant> TIMES =
            List.of(Instant.parse("2101-01-01T00:00:00Z"), Instant.parse("0001-01-01T00:00:00Z"), NINE);

    ImpossibleTimeServiceTests(
            SettableClock clock,
            TestKafka kafka,
            TestTokens tokens,
            Engagement engagement,
            Learning learning,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            @LocalServerPort int port) {
        super(clock, kafka, tokens, engagement, learning, jdbc, transactions, port);
    }

    @ParameterizedTest
    @EnumSource(names = {"SENT", "REPLIED"})
    void messagesAndAnswers(Milestone milestone) {
        tell("untimely.job.v1", at -> job(milestone, Ids.next(), at));

        awaitRows("engagement_jobs", 1);
        assertThat(setAside("untimely.job.v1", "untimely.engagement")).hasSize(2);
    }

    /** Of a loss no time is kept. */
    @Test
    void losses() {
        tell("untimely.job.v1", at -> job(Milestone.BOUNCED, Ids.next(), at));

        awaitRows("engagement_jobs", 3);
        assertThat(setAside("untimely.job.v1", "untimely.engagement")).isEmpty();
    }

    @Test
    void replies() {
        tell(
                "untimely.reply.v1",
                at -> new ReplyUnderstood(
                        Ids.next(),
                        ORGANIZATION,
                        patient,
                        Channel.SMS,
                        "hash",
                        Intent.STOP,
                        "en",
                        1,
                        "stop",
                        null,
                        at));

        awaitRows("engagement_opt_outs", 1);
        assertThat(setAside("untimely.reply.v1", "untimely.engagement")).hasSize(2);
    }

    /** One after the other: of what is polled together only the newest state counts. */
    @Test
    void permissionsTakenBack() {
        engagement.notePreferences(List.of(allows(1, new Permission(true, true, "hash", null), NINE)));

        for (var version = 2; version <= 4; version++) {
            var letters = Math.min(2, version - 1);
            kafka.publish(
                    "untimely.preference.v1",
                    key(),
                    allows(version, new Permission(false, false, "hash", null, "opted-out"), TIMES.get(version - 2)));
            await().untilAsserted(() -> assertThat(setAside("untimely.preference.v1", "untimely.engagement"))
                    .hasSize(letters));
        }

        awaitRows("engagement_opt_outs", 1);
    }

    @Test
    void visitsThatBegin() {
        TIMES.forEach(at -> visit("booked", NINE, visit(1 + TIMES.indexOf(at), at)));

        awaitRows("engagement_visits", 1);
        assertThat(setAside("untimely.appointment.v1", "untimely.visits")).hasSize(2);
    }

    @Test
    void visitsThatAreBooked() {
        TIMES.forEach(at -> visit("booked", at, visit(1 + TIMES.indexOf(at), NINE)));

        awaitRows("engagement_visits", 1);
        assertThat(setAside("untimely.appointment.v1", "untimely.visits")).hasSize(2);
    }

    @Test
    void visitsThatEnd() {
        TIMES.forEach(at -> visit(
                "completed",
                at,
                new AppointmentClosed(900_000 + patient, 1 + TIMES.indexOf(at), patient, ORGANIZATION)));

        awaitRows("engagement_visits", 1);
        assertThat(setAside("untimely.appointment.v1", "untimely.visits")).hasSize(2);
    }

    private void tell(String topic, Function<Instant, Object> event) {
        TIMES.forEach(at -> kafka.publish(topic, key(), event.apply(at)));
    }

    private void visit(String what, Instant at, Object content) {
        kafka.publish(
                "untimely.appointment.v1",
                key(),
                new EventHeaders(Ids.next().toString(), "appointment." + what, "test", at, null),
                content);
    }

    private PreferenceChanged allows(long version, Permission sms, Instant at) {
        return new PreferenceChanged(
                patient,
                ORGANIZATION,
                version,
                List.of(NEW_YORK),
                "en",
                null,
                null,
                null,
                Map.of(Channel.SMS, sms),
                at);
    }

    /** In less time than an event is tried again. */
    private void awaitRows(String table, int rows) {
        await().untilAsserted(() -> assertThat(query("SELECT 1 FROM " + table + " WHERE patient_id = " + patient))
                .hasSize(rows));
    }

    /** Letters of this test's patient that say why. */
    private List<TestKafka.Received> setAside(String topic, String group) {
        return kafka.records(Topics.deadLetters(topic, group)).stream()
                .filter(each -> key().equals(each.key()) && "impossible-time".equals(each.header("dlt_code")))
                .toList();
    }
}
