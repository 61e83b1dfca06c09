package com.ovhi.outreach.orchestrator.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.job.Cancellations;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What a STOP ends, and what may be asked for afterwards, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class StopTests extends OneClinic {

    private static final String RESULT = ", \"occasion\": {\"about\": \"result/1\"}";
    private static final String LATER = ", \"send_at\": \"2026-03-05T15:00:00Z\"";

    private final Cancellations cancellations;
    private final TransactionTemplate transactions;

    StopTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            Cancellations cancellations,
            PlatformTransactionManager transactions,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
        this.cancellations = cancellations;
        this.transactions = new TransactionTemplate(transactions);
    }

    /** The gate knows of a STOP before we do, and fails what was due. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void findsNoOtherChannelForWhatFailedBecauseOfIt(boolean known) {
        var job = ask("failed", "sms", "");

        stopWhileReplanning(
                job,
                () -> deliveries.report(job, DeliveryState.NOT_SENT, FailureClass.REFUSED, "suppressed", 1),
                () -> stop(known, SettableClock.START));
    }

    @Test
    void findsNoOtherWordsForWhatWasCalledOffBefore() {
        var job = ask("worded", "sms", RESULT + LATER);

        stopWhileReplanning(
                job,
                () -> transactions.executeWithoutResult(_ -> cancellations.hush(clinic.id(), "result/1")),
                () -> stop(true, SettableClock.START.plusSeconds(60)));
    }

    /** The successor of a job has been ordered, and its decision is held up until the STOP has been read. */
    private void stopWhileReplanning(UUID job, Runnable order, Runnable stop) {
        var marker = ask("marker", "sms", LATER);
        var letGo = new CountDownLatch(1);
        try {
            Neighbours.holdUp(clinic.preferences(patient, true), letGo);
            order.run();
            await().untilAsserted(() -> assertThat(replans(job, 1)).isOne());

            stop.run();

            await().untilAsserted(() -> assertThat(status(marker)).isEqualTo("cancelled"));
        } finally {
            letGo.countDown();
        }
        await().untilAsserted(() -> assertThat(replans(job, 0)).isZero());
        assertThat(jobs()).isEqualTo(2);
    }

    @Test
    void leavesTheOccasionToWhoeverAsksForItOnAnotherChannel() {
        var job = ask("first", "sms", RESULT);
        stop(true, SettableClock.START);
        await().untilAsserted(() -> assertThat(status(job)).isEqualTo("cancelled"));

        var again = ask("second", "email", RESULT);

        assertThat(deliveries.due(again).channel()).isEqualTo(Channel.EMAIL);
        assertThat(deliveries.due(again).slotId()).isEqualTo(deliveries.due(job).slotId());
    }

    /** A reply may be read late; what was asked for meanwhile has not been moved. */
    @Test
    void leavesWhatWasAskedForInPlaceOfWhatHadComeToNothing() {
        var job = ask("first", "sms", RESULT);
        cancel(job);
        var again = ask("second", "email", RESULT);
        var later = ask("later", "sms", LATER);

        stop(true, SettableClock.START);

        await().untilAsserted(() -> assertThat(status(later)).isEqualTo("cancelled"));
        assertThat(status(again)).isEqualTo("queued");
    }

    private UUID ask(String key, String channel, String more) {
        var reply = schedule(
                clinic,
                "stop-" + key + patient,
                reminder(clinic, patient, ", \"preferred_channel\": \"" + channel + "\"" + more)
                        .replace("appt_reminder", "lab_ready"));
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        return UUID.fromString(reply.at("/job_id"));
    }

    private void stop(boolean known, Instant at) {
        kafka.publish(
                Topics.REPLY,
                Long.toString(patient),
                new ReplyUnderstood(
                        Ids.next(),
                        known ? clinic.id() : null,
                        known ? patient : null,
                        Channel.SMS,
                        Clinic.hash(patient),
                        Intent.STOP,
                        "en",
                        1,
                        "exact",
                        null,
                        at));
    }

    /** How many successors of a job wait that have been looked for so often. */
    private int replans(UUID job, int tries) {
        return jdbc.sql("SELECT COUNT(*) FROM waiting_events WHERE event_id LIKE ? AND tries >= ?")
                .params("replan/%/" + job, tries)
                .query(Integer.class)
                .single();
    }
}
