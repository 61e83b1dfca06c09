package com.ovhi.outreach.orchestrator.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Calling off a contact by the one job its caller knows, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class CancellationTests extends OneClinic {

    CancellationTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
    }

    @Test
    void callsOffTheSuccessorOfAJobThatFailed() {
        var job = job(clinic, patient);
        deliveries.report(job, DeliveryState.EXHAUSTED, FailureClass.RETRY, "30001", 6);
        var next = deliveries.successor(job);

        var reply = cancel(job);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.at("/job/job_id")).isEqualTo(next.jobId().toString());
        assertThat(status(next.jobId())).isEqualTo("cancelled");
    }

    @Test
    void callsOffTheSuccessorOfAJobThatStoodAside() {
        var job = job(clinic, patient);
        deliveries.report(job, DeliveryState.NOT_SENT, FailureClass.PARKED, "circuit-patience", 1);
        var next = deliveries.successor(job);

        assertThat(cancel(job).status()).isEqualTo(200);

        assertThat(status(next.jobId())).isEqualTo("cancelled");
    }

    @Test
    void leavesNothingToASuccessorThatIsStillLookedFor() {
        var job = job(clinic, patient);
        Neighbours.broken(patient);
        deliveries.report(job, DeliveryState.EXHAUSTED, FailureClass.RETRY, "30001", 6);
        await().untilAsserted(() -> assertThat(status(job)).isEqualTo("failed"));

        assertThat(cancel(job).at("/cancellation")).isEqualTo("done");

        Neighbours.prefers(clinic.preferences(patient, true));
        await().untilAsserted(() -> assertThat(replans(job)).isZero());
        assertThat(jobs()).isEqualTo(1);
    }

    @Test
    void comesTooLateForASuccessorThatWasSent() {
        var job = job(clinic, patient);
        deliveries.report(job, DeliveryState.EXHAUSTED, FailureClass.RETRY, "30001", 6);
        var next = deliveries.successor(job).jobId();
        deliveries.report(next, DeliveryState.ACCEPTED, null, "none", 1);
        await().untilAsserted(() -> assertThat(status(next)).isEqualTo("sent"));

        assertThat(cancel(job).problem()).isEqualTo("already-sent");
    }

    @Test
    void saysTheSameHoweverOftenItIsAsked() {
        var job = job(clinic, patient);

        assertThat(cancel(job).at("/cancellation")).isEqualTo("asked-for");
        assertThat(cancel(job).at("/cancellation")).isEqualTo("asked-for");
    }

    /** The news takes some time to the scheduler and to the gate; what leaves meanwhile has not been called off in time. */
    @Test
    void promisesNothingOfWhatLeavesBeforeTheNewsIsThere() {
        var job = job(SettableClock.START.plusSeconds(1));

        assertThat(cancel(job).at("/cancellation")).isEqualTo("asked-for");
        assertThat(cancel(job).at("/cancellation")).isEqualTo("asked-for");
        assertThat(status(job)).isEqualTo("cancelled");
    }

    @Test
    void promisesThatNothingIsSentOfWhatIsDueLater() {
        var job = job(SettableClock.START.plusSeconds(121));

        assertThat(cancel(job).at("/cancellation")).isEqualTo("done");
    }

    private UUID job(Instant sendAt) {
        return UUID.fromString(schedule(
                        clinic,
                        "due-" + Clinic.number() + "-x",
                        reminder(clinic, patient, ", \"send_at\": \"" + sendAt + "\""))
                .at("/job_id"));
    }

    @Test
    void knowsNoJobOfAnotherOrganization() {
        var job = job(clinic, patient);
        var stranger = clinic().open();

        assertThat(post("/api/v1/comm/jobs/" + job + "/cancel", core(stranger), null, "")
                        .status())
                .isEqualTo(404);
        assertThat(status(job)).isEqualTo("queued");
    }

    private int replans(UUID job) {
        return jdbc.sql("SELECT COUNT(*) FROM waiting_events WHERE event_id LIKE ? AND state = 'waiting'")
                .param("replan/%/" + job)
                .query(Integer.class)
                .single();
    }
}
