package com.ovhi.outreach.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.ContactWithdrawn;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.common.testing.TestKafka;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Drives the queue from outside: publishes what the other services would and looks at what came of it. */
public final class QueueDriver {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestKafka kafka;
    private final JdbcClient jdbc;

    public QueueDriver(TestKafka kafka, JdbcClient jdbc) {
        this.kafka = kafka;
        this.jdbc = jdbc;
    }

    /** A text message of the priority lane. */
    public ContactDue contact(Instant dueAt, Instant expiresAt, SendWindow window) {
        return contact(Samples.PATIENT, dueAt, expiresAt, window);
    }

    /** The same for another patient. */
    public ContactDue contact(long patientId, Instant dueAt, Instant expiresAt, SendWindow window) {
        return new ContactDue(
                Ids.next(),
                Ids.next(),
                Samples.ORGANIZATION,
                patientId,
                Purpose.APPT_REMINDER,
                Channel.SMS,
                Lane.PRIORITY,
                dueAt,
                expiresAt,
                window,
                new Sealed("c2VhbGVk"));
    }

    /** The same job for another purpose. */
    public ContactDue about(Purpose purpose, ContactDue contact) {
        return new ContactDue(
                contact.jobId(),
                contact.slotId(),
                contact.organizationId(),
                contact.patientId(),
                purpose,
                contact.channel(),
                contact.lane(),
                contact.dueAt(),
                contact.expiresAt(),
                contact.window(),
                contact.content());
    }

    /** The same job for a campaign. */
    public ContactDue bulk(ContactDue contact) {
        return new ContactDue(
                contact.jobId(),
                contact.slotId(),
                contact.organizationId(),
                contact.patientId(),
                Purpose.CAMPAIGN_EDUCATION,
                Channel.EMAIL,
                Lane.BULK,
                contact.dueAt(),
                contact.expiresAt(),
                contact.window(),
                contact.content());
    }

    /** Hands a job over as the orchestrator does. */
    public UUID schedule(ContactDue contact) {
        kafka.publish(Topics.SCHEDULE, Long.toString(contact.patientId()), contact);
        return contact.jobId();
    }

    /** Takes a job back. */
    public void withdraw(UUID jobId) {
        var withdrawal = new ContactWithdrawn(jobId, Samples.ORGANIZATION, Samples.PATIENT, "appointment-cancelled");
        kafka.publish(Topics.SCHEDULE, Long.toString(Samples.PATIENT), withdrawal);
    }

    /** Reports on an attempt as a worker does. */
    public void report(UUID jobId, int attempt, DeliveryState state, @Nullable FailureClass failure, Instant at) {
        report(jobId, attempt, state, failure, null, at);
    }

    /** The same with a hint when to come back. */
    public void report(
            UUID jobId,
            int attempt,
            DeliveryState state,
            @Nullable FailureClass failure,
            @Nullable Long retryAfterMillis,
            Instant at) {
        var report = new DeliveryReported(
                jobId,
                Samples.ORGANIZATION,
                Samples.PATIENT,
                Channel.SMS,
                attempt,
                state,
                null,
                failure,
                failure == null ? null : "test-" + failure.code(),
                retryAfterMillis,
                false,
                at);
        kafka.publish(Topics.DELIVERY, jobId.toString(), report);
    }

    /** Turns an attempt back as a worker does whose provider's circuit is open. */
    public void reportCircuitOpen(UUID jobId, int attempt, long retryAfterMillis, Instant at) {
        var report = new DeliveryReported(
                jobId,
                Samples.ORGANIZATION,
                Samples.PATIENT,
                Channel.SMS,
                attempt,
                DeliveryState.NOT_SENT,
                null,
                FailureClass.PARKED,
                "circuit-open",
                retryAfterMillis,
                false,
                at);
        kafka.publish(Topics.DELIVERY, jobId.toString(), report);
    }

    /** Waits until a job is in a state with this attempt, and returns its row. */
    public Row awaitRow(UUID jobId, String state, int attempt) {
        await().pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).untilAsserted(() -> {
            var row = find(jobId);
            assertThat(row).isPresent();
            assertThat(row.get().state()).isEqualTo(state);
            assertThat(row.get().attempt()).isEqualTo(attempt);
        });
        return row(jobId);
    }

    /** Waits until a job is where it is for this reason. */
    public void awaitReason(UUID jobId, String reason) {
        await().atMost(PATIENCE)
                .until(() ->
                        find(jobId).filter(row -> reason.equals(row.reason())).isPresent());
    }

    /** Whether the hours of a patient have arrived. */
    public boolean knowsHoursOf(long patientId) {
        return jdbc.sql("SELECT COUNT(*) FROM patient_hours WHERE patient_id = ?")
                        .param(patientId)
                        .query(Integer.class)
                        .single()
                == 1;
    }

    /** The row of a job as it is now. */
    public Row row(UUID jobId) {
        return find(jobId).orElseThrow();
    }

    /** The row of a job if it is there. */
    public Optional<Row> find(UUID jobId) {
        return jdbc.sql("SELECT * FROM due_queue WHERE job_id = ?")
                .param(jobId.toString())
                .query((row, _) -> new Row(
                        row.getString("state"),
                        row.getInt("attempt"),
                        row.getInt("retries"),
                        row.getBoolean("cancelled"),
                        row.getString("reason"),
                        row.getString("content"),
                        row.getTimestamp("due_at").toInstant()))
                .optional();
    }

    /** What the tests want to know of a row. */
    public record Row(
            String state,
            int attempt,
            int retries,
            boolean cancelled,
            @Nullable String reason,
            @Nullable String content,
            Instant dueAt) {}

    /** Every order for a text message so far. */
    public List<DispatchOrdered> orders(UUID jobId) {
        return kafka.events(Topics.dispatch(Channel.SMS, Lane.PRIORITY), DispatchOrdered.class).stream()
                .filter(order -> order.jobId().equals(jobId))
                .toList();
    }

    /** Waits for the end the queue itself announces. */
    public DeliveryReported awaitEnd(UUID jobId, DeliveryState state) {
        return kafka.await(
                Topics.DELIVERY,
                DeliveryReported.class,
                report -> jobId.equals(report.jobId()) && report.state() == state);
    }
}
