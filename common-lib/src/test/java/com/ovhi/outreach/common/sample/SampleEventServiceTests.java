package com.ovhi.outreach.common.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.ovhi.AppointmentClosed;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.inbox.Inbox;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.outbox.OutboxOperations;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.IllegalTransactionStateException;

/** Events as a service meets them: outbox, inbox and dead letters on real servers. */
@ServiceTest(schema = "ovhi_sample")
class SampleEventServiceTests {

    private static long nextPatient = 1;

    private final Handled handled;
    private final Outbox outbox;
    private final OutboxOperations operations;
    private final Inbox inbox;
    private final TestKafka kafka;

    SampleEventServiceTests(Handled handled, Outbox outbox, OutboxOperations operations, Inbox inbox, TestKafka kafka) {
        this.handled = handled;
        this.outbox = outbox;
        this.operations = operations;
        this.inbox = inbox;
        this.kafka = kafka;
    }

    @Test
    void publishesWhatWasCommittedAndHandlesItOnce() {
        var patient = nextPatient++;

        handled.publish(key(patient), job(patient, Milestone.SENT, null), false);

        await().untilAsserted(() -> assertThat(handled.of(key(patient))).containsExactly("sent"));
        kafka.await(Topics.AUDIT, AuditRecorded.class, audit -> Objects.equals(audit.patientId(), patient));
    }

    @Test
    void publishesEveryCharacterAsItIs() {
        var patient = nextPatient++;
        var text = "it's \"quoted\" \\ \\' ? % _ \n \t \u001a caf\u00e9 \u4e2d\u6587 \ud83d\ude00 \u2028";

        handled.publish(key(patient), job(patient, Milestone.SENT, text), false);

        var published = kafka.await(Topics.JOB, JobChanged.class, change -> change.patientId() == patient);
        assertThat(published.reason()).isEqualTo(text);
    }

    @Test
    void publishesNothingThatWasRolledBack() {
        var patient = nextPatient++;

        assertThatThrownBy(() -> handled.publish(key(patient), job(patient, Milestone.SENT, null), true))
                .isInstanceOf(IllegalStateException.class);

        handled.publish(key(patient), job(patient, Milestone.DELIVERED, null), false);
        await().untilAsserted(() -> assertThat(handled.of(key(patient))).containsExactly("delivered"));
    }

    @Test
    void sendsWhatAnotherRelayKeptItFromSendingAsSoonAsThatOneLetsGo() {
        var patient = nextPatient++;

        handled.holdLanes(() -> {
            CompletableFuture.runAsync(() -> handled.publish(key(patient), job(patient, Milestone.SENT, null), false))
                    .join();
            await().during(Duration.ofMillis(300))
                    .untilAsserted(() -> assertThat(count(patient)).isZero());
        });

        await().untilAsserted(() -> assertThat(handled.of(key(patient))).containsExactly("sent"));
    }

    @Test
    void whatIsUrgentDoesNotWaitForTheRelayOfAllOtherEvents() {
        var waits = nextPatient++;
        var urgent = nextPatient++;

        handled.holdLanesOfKeys(() -> CompletableFuture.runAsync(() -> {
                    handled.publish(key(waits), job(waits, Milestone.SENT, null), false);
                    handled.publishAhead(key(urgent), job(urgent, Milestone.SENT, null));
                    await().until(() -> handled.of(key(urgent)).equals(List.of("sent")));
                    assertThat(handled.of(key(waits))).isEmpty();
                })
                .join());

        await().untilAsserted(() -> assertThat(handled.of(key(waits))).containsExactly("sent"));
    }

    @Test
    void leavesNoTraceOfEventsThatDoNotMatter() {
        var patient = nextPatient++;
        var event = new EventHeaders("unimportant-" + patient, "job.changed", "test", Samples.AT, null);

        kafka.publish(Topics.JOB, key(patient), event, job(patient, Milestone.PROCESSING, null));
        kafka.publish(Topics.JOB, key(patient), job(patient, Milestone.SENT, null));

        await().untilAsserted(() -> assertThat(handled.of(key(patient))).containsExactly("sent"));
        assertThat(inbox.handled("sample.jobs", List.of(event.id()))).isEmpty();
    }

    @Test
    void forgetsOldEventsForGood() {
        var old = "INSERT INTO outbox (event_id, lane, topic, event_key, type, payload, occurred_at, sent, sent_at) "
                + "VALUES (UUID(), 0, 'outreach.audit.v1', '%s', 'old', '', '%s', 1, %s)";
        handled.execute(old.formatted("old", "2020-01-01", "'2020-01-01'"));
        handled.execute(old.formatted("sent just now", "2020-01-01", "UTC_TIMESTAMP(6)"));
        handled.execute(old.formatted("of now", Timestamp.from(Instant.now()), "'2020-01-01'"));
        handled.execute("INSERT INTO inbox (consumer, event_id, received_at) VALUES ('old', 'old', '2020-01-01')");

        operations.purge();
        inbox.purge();

        assertThat(handled.count("SELECT COUNT(*) FROM outbox WHERE event_key = 'old'"))
                .isZero();
        assertThat(handled.count("SELECT COUNT(*) FROM outbox WHERE event_key IN ('sent just now', 'of now')"))
                .isEqualTo(2);
        assertThat(inbox.handled("old", List.of("old"))).isEmpty();
    }

    @Test
    void refusesToPublishOutsideATransaction() {
        assertThatThrownBy(() -> outbox.publish(Topics.JOB, "1", job(1, Milestone.SENT, null)))
                .isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    void keepsTheOrderOfAKey() {
        var patient = nextPatient++;
        var order = IntStream.range(0, 60)
                .mapToObj(i -> List.of(Milestone.SENT, Milestone.DELIVERED, Milestone.OPENED)
                        .get(i % 3))
                .toList();

        order.forEach(milestone -> handled.publish(key(patient), job(patient, milestone, null), false));

        await().untilAsserted(() -> assertThat(handled.of(key(patient)))
                .containsExactlyElementsOf(order.stream().map(Milestone::code).toList()));
    }

    @Test
    void handlesARepeatedEventOnce() {
        var patient = nextPatient++;
        var event = new EventHeaders(UUID.randomUUID().toString(), "job.changed", "test", Samples.AT, null);

        kafka.publish(Topics.JOB, key(patient), event, job(patient, Milestone.SENT, null));
        kafka.publish(Topics.JOB, key(patient), event, job(patient, Milestone.SENT, null));
        kafka.publish(Topics.JOB, key(patient), job(patient, Milestone.OPENED, null));

        await().untilAsserted(() -> assertThat(handled.of(key(patient))).containsExactly("sent", "opened"));
    }

    @Test
    void replaysWithTheOldIdsSoThatNothingHappensTwice() {
        var patient = nextPatient++;
        handled.publish(key(patient), job(patient, Milestone.SENT, null), false);
        await().untilAsserted(() -> assertThat(handled.of(key(patient))).containsExactly("sent"));
        var before = count(patient);

        var replayed = operations.replay(Samples.AT.minusSeconds(1), Samples.AT.plusSeconds(1));

        assertThat(replayed).isPositive();
        await().untilAsserted(() -> assertThat(count(patient)).isGreaterThan(before));
        handled.publish(key(patient), job(patient, Milestone.OPENED, null), false);
        await().untilAsserted(() -> assertThat(handled.of(key(patient))).containsExactly("sent", "opened"));
    }

    @Test
    void movesPoisonToTheDeadLettersWithoutExceptionTextAndGoesOn() {
        var patient = nextPatient++;

        kafka.publish(Topics.JOB, key(patient), "job.changed", "this is not JSON but says +12125550100");
        kafka.publish(Topics.JOB, key(patient), job(patient, Milestone.SENT, "poison"));
        kafka.publish(Topics.JOB, key(patient), job(patient, Milestone.SENT, null));

        await().untilAsserted(() -> assertThat(handled.of(key(patient))).containsExactly("sent"));
        var letters = kafka.records(Topics.deadLetters(Topics.JOB, "sample-service.jobs")).stream()
                .filter(letter -> key(patient).equals(letter.key()))
                .toList();
        assertThat(letters)
                .extracting(letter -> letter.header("dlt_code"))
                .containsExactly("unreadable-job-changed", "sample-poison");
        assertThat(letters.getFirst().headers())
                .noneMatch(
                        header -> new String(header.value(), java.nio.charset.StandardCharsets.UTF_8).contains("555"))
                .noneMatch(header -> header.key().contains("exception"));
    }

    @Test
    void waitsForWhatIsNotThereYetInsteadOfGivingUp() {
        var patient = nextPatient++;
        handled.ready(false);

        kafka.publish(
                Topics.OVHI_APPOINTMENT,
                key(patient),
                "appointment.completed",
                new AppointmentClosed(5_001, 2, patient, 16));
        await().pollDelay(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(handled.of(key(patient))).isEmpty());
        handled.ready(true);

        await().untilAsserted(() -> assertThat(handled.of(key(patient))).containsExactly("visit 5001"));
        assertThat(kafka.records(Topics.deadLetters(Topics.OVHI_APPOINTMENT, "sample-service.jobs")))
                .isEmpty();
    }

    @Test
    void passesOverEventsOfOtherTypes() {
        var patient = nextPatient++;

        kafka.publish(Topics.OVHI_APPOINTMENT, key(patient), "appointment.of_the_future", "{}");
        kafka.publish(
                Topics.OVHI_APPOINTMENT,
                key(patient),
                "appointment.completed",
                new AppointmentClosed(5_002, 2, patient, 16));

        await().untilAsserted(() -> assertThat(handled.of(key(patient))).containsExactly("visit 5002"));
    }

    @Test
    void takesNoEventWhoseIdIsNotAscii() {
        var patient = nextPatient++;
        var event = new EventHeaders("caf\u00e9", "job.changed", "test", Samples.AT, null);

        kafka.publish(Topics.JOB, key(patient), event, job(patient, Milestone.SENT, null));
        kafka.publish(Topics.JOB, key(patient), job(patient, Milestone.OPENED, null));

        await().untilAsserted(() -> assertThat(handled.of(key(patient))).containsExactly("opened"));
        assertThat(kafka.records(Topics.deadLetters(Topics.JOB, "sample-service.jobs")))
                .anyMatch(letter -> "bad-header-ce-id".equals(letter.header("dlt_code")));
    }

    private long count(long patient) {
        return kafka.events(Topics.JOB, JobChanged.class).stream()
                .filter(change -> change.patientId() == patient)
                .count();
    }

    private static String key(long patient) {
        return Long.toString(patient);
    }

    static JobChanged job(long patient, Milestone milestone, @Nullable String reason) {
        return JobChanged.builder(
                        Samples.JOB,
                        16,
                        patient,
                        Purpose.APPT_REMINDER,
                        Channel.SMS,
                        milestone,
                        JobStatus.QUEUED,
                        Samples.AT,
                        Samples.AT)
                .reason(reason)
                .build();
    }
}
