package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.RunningOrchestrator;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Urgent messages that were accepted and are not known to have arrived, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class UrgentMessageTests extends RunningOrchestrator {

    private static final Duration LONGER_THAN_PATIENCE = Duration.ofMillis(2_500);

    private final JdbcClient jdbc;
    private Clinic clinic;
    private long patient;

    UrgentMessageTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, port);
        this.jdbc = jdbc;
        clinic = usualClinic();
    }

    @BeforeEach
    void openClinic() {
        clinic = usualClinic().open();
        patient = clinic.patient();
    }

    @Test
    void usesAnotherChannelAsWellWhenNothingIsHeard() {
        var job = urgent();
        report(job, DeliveryState.ACCEPTED, null);
        await().untilAsserted(() -> assertThat(dues()).hasSize(2));
        var second = dues().getLast();
        assertThat(second.channel()).isEqualTo(Channel.EMAIL);
        assertThat(second.slotId())
                .as("a contact of its own, since a slot has one acceptance")
                .isNotEqualTo(dues().getFirst().slotId());
        var shown = get("/api/v1/comm/jobs/" + second.jobId(), core(clinic));
        assertThat(shown.at("/job/previous_job_id")).isEqualTo(job.toString());
        assertThat(get("/api/v1/comm/jobs/" + job, core(clinic)).at("/job/status"))
                .isEqualTo("sent");
    }

    @Test
    void usesItOnceWhateverIsReported() {
        var job = urgent();
        report(job, DeliveryState.ACCEPTED, null);
        report(job, DeliveryState.SENT, null);
        report(job, DeliveryState.FAILED, FailureClass.PERM_MSG);
        await().untilAsserted(() -> assertThat(dues()).hasSize(2));
        report(job, DeliveryState.FAILED, FailureClass.PERM_MSG);
        assertThat(settledDues()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"DELIVERED", "OPENED", "CLICKED"})
    void leavesItAtThatWhenTheMessageHasArrived(DeliveryState arrived) {
        var job = urgent();
        report(job, DeliveryState.ACCEPTED, null);
        report(job, arrived, null);
        assertThat(settledDues()).hasSize(1);
    }

    @Test
    void neverFollowsWhatMayHaveBeenSent() {
        var job = urgent();
        report(job, DeliveryState.PROCESSING, null);
        report(job, DeliveryState.UNKNOWN, FailureClass.RETRY);
        awaitJob(job, Milestone.UNDER_REVIEW);
        assertThat(settledDues()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"FAILED, OPTOUT", "COMPLAINED, ", "UNSUBSCRIBED, "})
    void neverFollowsAnOptOut(DeliveryState state, @Nullable FailureClass failure) {
        var job = urgent();
        report(job, DeliveryState.ACCEPTED, null);
        report(job, state, failure);
        assertThat(settledDues()).hasSize(1);
    }

    @Test
    void neverFollowsAStop() {
        var job = urgent();
        report(job, DeliveryState.ACCEPTED, null);
        kafka.publish(
                Topics.REPLY,
                Long.toString(patient),
                new ReplyUnderstood(
                        Ids.next(),
                        clinic.id(),
                        patient,
                        Channel.SMS,
                        Clinic.hash(patient),
                        Intent.STOP,
                        "en",
                        1.0,
                        "exact-stop",
                        job,
                        SettableClock.START));
        assertThat(settledDues()).hasSize(1);
    }

    @Test
    void showsAPersonWhatHasArrivedOnNoChannel() {
        var job = urgent();
        report(job, DeliveryState.ACCEPTED, null);
        await().untilAsserted(() -> assertThat(dues()).hasSize(2));
        var second = dues().getLast().jobId();
        report(second, DeliveryState.ACCEPTED, null);
        report(second, DeliveryState.BOUNCED, FailureClass.PERM_ADDR);
        await().untilAsserted(() -> assertThat(jdbc.sql("SELECT job_id FROM dlq_items WHERE organization_id = ?")
                        .param(clinic.id())
                        .query(String.class)
                        .list())
                .containsExactly(second.toString()));
    }

    @Test
    void isCalledOffAheadOfEverythingElse() {
        var job = urgent();

        post("/api/v1/comm/jobs/" + job + "/cancel", core(clinic), null, "");

        assertThat(jdbc.sql("SELECT type FROM outbox WHERE event_key = ? AND topic = ? AND lane = 8 ORDER BY seq")
                        .params(Long.toString(patient), Topics.SCHEDULE)
                        .query((row, n) -> String.valueOf(row.getString("type")))
                        .list())
                .containsExactly("contact.due", "contact.withdrawn");
    }

    @Test
    void leavesOtherMessagesAlone() {
        var job = job(clinic, patient);
        report(job, DeliveryState.ACCEPTED, null);
        report(job, DeliveryState.FAILED, FailureClass.PERM_MSG);
        awaitJob(job, Milestone.FAILED);
        assertThat(settledDues()).hasSize(1);
    }

    private UUID urgent() {
        var reply = schedule(clinic, "urgent-" + Clinic.number(), """
                {"patient_id": "%d", "purpose": "urgent", "urgent_reason": "clinical", "variables": {"clinic_name": "%s"}}""".formatted(patient, clinic.name()));
        return UUID.fromString(reply.at("/job_id"));
    }

    private void report(UUID job, DeliveryState state, @Nullable FailureClass failure) {
        kafka.publish(
                Topics.DELIVERY,
                job.toString(),
                new DeliveryReported(
                        job,
                        clinic.id(),
                        patient,
                        Channel.SMS,
                        1,
                        state,
                        null,
                        failure,
                        failure == null ? null : "30008",
                        null,
                        false,
                        SettableClock.START.plusSeconds(5)));
    }

    private List<ContactDue> dues() {
        return kafka.events(Topics.SCHEDULE, ContactDue.class).stream()
                .filter(each -> each.organizationId() == clinic.id())
                .toList();
    }

    /** After the patience with all messages of this test is over and nothing waits to be done. */
    private List<ContactDue> settledDues() {
        await().pollDelay(LONGER_THAN_PATIENCE)
                .untilAsserted(() -> assertThat(jdbc.sql(
                                        "SELECT COUNT(*) FROM waiting_events WHERE type = 'job.replan' AND state = 'waiting'")
                                .query(Integer.class)
                                .single())
                        .isZero());
        return dues();
    }
}
