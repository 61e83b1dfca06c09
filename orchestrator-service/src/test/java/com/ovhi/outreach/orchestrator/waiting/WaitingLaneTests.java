package com.ovhi.outreach.orchestrator.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What waits side by side, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class WaitingLaneTests extends OneClinic {

    WaitingLaneTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
    }

    @Test
    void holdsNobodyUpWithASlowNeighbour() {
        var letGo = new CountDownLatch(1);
        try {
            for (var i = 0; i < 6; i++) {
                patient = clinic.patient();
                var job = job(clinic, patient);
                Neighbours.holdUp(clinic.preferences(patient, true), letGo);
                deliveries.report(job, DeliveryState.EXHAUSTED, FailureClass.RETRY, "30001", 6);
                await().untilAsserted(() -> assertThat(status(job)).isEqualTo("failed"));
            }
            var late = Clinic.number();
            clinic.book("appointment.booked", Clinic.number(), 1, late, "2026-03-12T09:30:00-04:00");
            await().untilAsserted(() -> assertThat(waiting(late)).isOne());

            Neighbours.prefers(clinic.preferences(late, true));
            clinic.register(late, "en");

            await().untilAsserted(() -> assertThat(waiting(late)).isZero());
        } finally {
            letGo.countDown();
        }
        await().untilAsserted(() -> assertThat(
                        jdbc.sql("SELECT COUNT(*) FROM waiting_events WHERE type = 'job.replan' AND state = 'waiting'")
                                .query(Integer.class)
                                .single())
                .isZero());
    }

    @Test
    void letsUrgentSuccessorsPass() {
        var urgent = schedule(clinic, "urgent-lane-" + patient, """
                {"patient_id": "%d", "purpose": "urgent", "urgent_reason": "clinical",
                 "variables": {"clinic_name": "%s"}}""".formatted(patient, clinic.name()));
        var usual = job(clinic, patient);
        Neighbours.broken(patient);
        var job = UUID.fromString(urgent.at("/job_id"));

        deliveries.report(job, DeliveryState.EXHAUSTED, FailureClass.RETRY, "30001", 6);
        deliveries.report(usual, DeliveryState.EXHAUSTED, FailureClass.RETRY, "30001", 6);

        await().untilAsserted(() -> assertThat(lanes(job, usual)).containsExactlyInAnyOrder("urgent", "replan"));
        Neighbours.prefers(clinic.preferences(patient, true));
        await().untilAsserted(() -> assertThat(lanes(job, usual)).isEmpty());
    }

    /** However many campaign messages wait for patients who are announced later. */
    @ParameterizedTest
    @CsvSource({
        "CAMPAIGN_EDUCATION, false, bulk",
        "LAB_READY, false, bulk",
        "LAB_READY, true, urgent",
        "URGENT, false, urgent",
        "APPT_REMINDER, false, event"
    })
    void letsNothingWaitBehindACampaign(Purpose purpose, boolean urgent, String lane) {
        var late = Clinic.number();

        kafka.publish(
                Topics.request(purpose, urgent),
                Long.toString(late),
                OutreachRequested.builder(Ids.next(), clinic.id(), late, purpose, "lane/" + late)
                        .urgent(urgent)
                        .build());

        await().untilAsserted(() -> assertThat(jdbc.sql("SELECT lane FROM waiting_events WHERE awaited = ?")
                        .param("patient/" + clinic.id() + "/" + late)
                        .query(String.class)
                        .list())
                .containsExactly(lane));
    }

    private List<String> lanes(UUID job, UUID other) {
        return jdbc.sql("SELECT lane FROM waiting_events WHERE event_id LIKE ? OR event_id LIKE ?")
                .params("replan/%/" + job, "replan/%/" + other)
                .query((row, n) -> String.valueOf(row.getString("lane")))
                .list();
    }

    private int waiting(long late) {
        return jdbc.sql("SELECT COUNT(*) FROM waiting_events WHERE awaited = ?")
                .param("patient/" + clinic.id() + "/" + late)
                .query(Integer.class)
                .single();
    }
}
