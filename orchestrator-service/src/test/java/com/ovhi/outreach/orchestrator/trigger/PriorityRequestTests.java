package com.ovhi.outreach.orchestrator.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.Topics;
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
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Campaigns and visits side by side, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class PriorityRequestTests extends OneClinic {

    PriorityRequestTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
    }

    @Test
    void visitsWaitForNothingACampaignWaitsFor() {
        var stuck = clinic.patient();
        Neighbours.broken(stuck);
        // In the same partition as all that is about the patient.
        var id = Ids.next();
        kafka.publish(
                Topics.REQUEST,
                Long.toString(patient),
                OutreachRequested.builder(id, clinic.id(), stuck, Purpose.CAMPAIGN_EDUCATION, "campaign/7/step/1")
                        .campaignId(7L)
                        .build());

        clinic.book("appointment.booked", Clinic.number(), 1, patient, "2026-03-12T09:30:00-04:00");

        await().untilAsserted(() ->
                assertThat(jobs()).as("a confirmation and two reminders").isEqualTo(3));
        assertThat(jdbc.sql("SELECT COUNT(*) FROM decisions WHERE request_id = ?")
                        .param(id.toString())
                        .query(Integer.class)
                        .single())
                .isZero();
        Neighbours.prefers(clinic.preferences(stuck, true));
        await().untilAsserted(() -> assertThat(jdbc.sql("SELECT COUNT(*) FROM decisions WHERE request_id = ?")
                        .param(id.toString())
                        .query(Integer.class)
                        .single())
                .isOne());
    }
}
