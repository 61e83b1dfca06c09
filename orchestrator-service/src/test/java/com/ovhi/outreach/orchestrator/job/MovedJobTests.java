package com.ovhi.outreach.orchestrator.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContactMoved;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What the scheduler has moved or held back: when and why it is sent then, and what may still be called off. */
@ServiceTest(schema = "ovhi_orchestrator")
class MovedJobTests extends OneClinic {

    private static final Instant NOW = SettableClock.START;

    /** Monday, 2 p.m. in New York, four hours after its time. */
    private static final Instant LATER = NOW.plus(Duration.ofHours(4));

    private final SettableClock clock;

    MovedJobTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            SettableClock clock,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
        this.clock = clock;
    }

    @AfterEach
    void turnBackTheClock() {
        clock.set(SettableClock.START);
    }

    @Test
    void sayWhyTheyAreLateAlsoOnceTheyHaveLeft() {
        var job = job(clinic, patient);
        moved(job, NOW.plusSeconds(125), "permissions-behind", NOW.plusSeconds(120));
        deliveries.report(job, DeliveryState.NOT_SENT, FailureClass.PARKED, "permissions-behind", 25);
        deliveries.report(job, DeliveryState.ACCEPTED, null, "", 26);
        awaitJob(job, Milestone.SENT);

        var moved = awaitMoved(job, "permissions-behind");

        assertThat(moved.at("/due_at").asString("")).isEqualTo("2026-03-02T15:02:05Z");
        assertThat(moved.at("/at").asString("")).isEqualTo("2026-03-02T15:02:00Z");
        assertThat(details(job).at("/decision/sentence").asString(""))
                .endsWith(
                        " It was held back until Mon Mar 2, 10:02 AM clinic time at least: it was not certain that nobody had"
                                + " opted out meanwhile.");
    }

    @Test
    void sayNothingOfThatWhenTheyAreInTime() {
        var details = details(job(clinic, patient));

        assertThat(details.at("/job/moved").isNull()).isTrue();
        assertThat(details.at("/decision/sentence").asString("")).doesNotContain("held back");
    }

    @Test
    void areWhereTheSchedulerSaidLastHoweverOftenAndInWhateverOrderThatComes() {
        var job = job(clinic, patient);
        moved(job, LATER, "window-closed", NOW.plusSeconds(2));
        awaitMoved(job, "window-closed");

        moved(job, NOW.plusSeconds(300), "paced", NOW.plusSeconds(1));
        moved(job, LATER, "window-closed", NOW.plusSeconds(2));
        moved(job, LATER.plusSeconds(60), "replanned", NOW.plusSeconds(3));

        assertThat(awaitMoved(job, "replanned").at("/due_at").asString("")).isEqualTo("2026-03-02T19:01:00Z");
    }

    @Test
    void belongToTheirOrganisation() {
        var job = job(clinic, patient);
        kafka.publish(
                Topics.DELIVERY,
                job.toString(),
                new ContactMoved(job, clinic.id() + 1, patient, LATER, "somebody-elses", NOW.plusSeconds(9)));
        moved(job, LATER, "window-closed", NOW.plusSeconds(1));

        awaitMoved(job, "window-closed");
    }

    @Test
    void areCalledOffForCertainWhileTheyWaitPastTheirTime() {
        var job = job(clinic, patient);
        moved(job, LATER, "window-closed", NOW.plusSeconds(1));
        awaitMoved(job, "window-closed");
        clock.set(NOW.plus(Duration.ofHours(1)));

        assertThat(cancel(job).at("/cancellation")).isEqualTo("done");
    }

    @Test
    void mayBeUnderWayWhenTheyHaveMovedEarlier() {
        var job = UUID.fromString(schedule(
                        clinic,
                        "key-" + Clinic.number(),
                        reminder(clinic, patient, ", \"send_at\": \"2026-03-03T15:00:00Z\""))
                .at("/job_id"));
        moved(job, NOW.plusSeconds(30), "replanned", NOW.plusSeconds(1));
        awaitMoved(job, "replanned");
        assertThat(details(job).at("/decision/sentence").asString(""))
                .endsWith(
                        " It was moved forward to Mon Mar 2, 10:00 AM clinic time: messages may not be sent at that hour any"
                                + " more.");
        clock.set(NOW.plusSeconds(60));

        assertThat(cancel(job).at("/cancellation")).isEqualTo("asked-for");
    }

    @Test
    void keepWhenTheyWereDueWhenTheyAreCalledOff() {
        var job = job(clinic, patient);
        clock.set(NOW.plusSeconds(60));
        assertThat(cancel(job).at("/cancellation")).isEqualTo("asked-for");

        moved(job, LATER, "window-closed", NOW.plusSeconds(1));
        awaitMoved(job, "window-closed");

        assertThat(cancel(job).at("/cancellation")).isEqualTo("asked-for");
    }

    private void moved(UUID job, Instant due, String reason, Instant at) {
        kafka.publish(Topics.DELIVERY, job.toString(), new ContactMoved(job, clinic.id(), patient, due, reason, at));
    }

    private JsonNode awaitMoved(UUID job, String reason) {
        await().untilAsserted(() ->
                assertThat(details(job).at("/job/moved/reason").asString("")).isEqualTo(reason));
        return details(job).at("/job/moved");
    }

    private JsonNode details(UUID job) {
        return get("/api/v1/comm/jobs/" + job, core(clinic)).json();
    }
}
