package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Asking anew for what came to nothing, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class VacantOccasionTests extends OneClinic {

    VacantOccasionTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
    }

    @Test
    void makesAContactOfWhatItsCallerCalledOff() {
        var first = contact("first");
        cancel(first);

        var second = ask("second");

        assertThat(second.status()).as(second.body()).isEqualTo(201);
        var job = UUID.fromString(second.at("/job_id"));
        assertThat(deliveries.due(job).slotId())
                .as("one slot lets one message of the occasion out")
                .isEqualTo(deliveries.due(first).slotId());
        assertThat(get("/api/v1/comm/jobs/" + job, core(clinic)).at("/job/previous_job_id"))
                .isEqualTo(first.toString());
        assertThat(ask("third").problem()).isEqualTo("duplicate-contact");
        assertThat(ask("second").replayed()).isEqualTo("true");
    }

    @Test
    void makesAContactOfWhatHasFailedAndTakesItFromTheDeadLetters() {
        var first = contact("first", ", \"template_id\": \"" + Neighbours.EMAIL_TEMPLATE + "\"");
        deliveries.report(first, DeliveryState.EXHAUSTED, FailureClass.RETRY, "5.0.0", 6);
        await().untilAsserted(() -> assertThat(deadLetter(first)).isEqualTo("open"));

        assertThat(ask("second").status()).isEqualTo(201);

        assertThat(deadLetter(first)).isEqualTo("retried");
    }

    @Test
    void leavesWhatWasOrMayBeSentAlone() {
        var sent = contact("first");
        deliveries.report(sent, DeliveryState.ACCEPTED, null, "none", 1);
        await().untilAsserted(() -> assertThat(status(sent)).isEqualTo("sent"));
        assertThat(ask("second").problem()).isEqualTo("duplicate-contact");

        patient = clinic.patient();
        var unknown = contact("third");
        deliveries.report(unknown, DeliveryState.PROCESSING, null, "none", 1);
        await().untilAsserted(() -> assertThat(status(unknown)).isEqualTo("processing"));
        cancel(unknown);
        assertThat(ask("fourth").problem()).isEqualTo("duplicate-contact");
    }

    @Test
    void rehearsesIt() {
        cancel(contact("first"));

        var rehearsal = post("/api/v1/comm/schedule?dry_run=true", core(clinic), "vacant-rehearsal", body(""));

        assertThat(rehearsal.at("/channel")).isEqualTo("sms");
    }

    @Test
    void countsOneOfTwoWhoAskAtTheSameTime() throws InterruptedException {
        cancel(contact("first"));
        var replies = new ConcurrentLinkedQueue<Reply>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 6; i++) {
                var key = "at-once-" + i;
                callers.execute(() -> replies.add(ask(key)));
            }
        }

        assertThat(replies.stream().map(Reply::status)).containsOnlyOnce(201).contains(409);
        assertThat(jobs()).isEqualTo(2);
    }

    private UUID contact(String key) {
        return contact(key, "");
    }

    private UUID contact(String key, String more) {
        return UUID.fromString(
                schedule(clinic, "vacant-" + key + patient, body(more)).at("/job_id"));
    }

    private Reply ask(String key) {
        return schedule(clinic, "vacant-" + key + patient, body(""));
    }

    private String body(String more) {
        return reminder(clinic, patient, ", \"occasion\": {\"about\": \"result/" + patient + "\"}" + more)
                .replace("appt_reminder", "lab_ready")
                .replace("\"variables\"", "\"preferred_channel\": \"sms\", \"variables\"");
    }

    private String deadLetter(UUID job) {
        return jdbc.sql("SELECT state FROM dlq_items WHERE job_id = ?")
                .param(job.toString())
                .query(String.class)
                .optional()
                .orElse("none");
    }
}
