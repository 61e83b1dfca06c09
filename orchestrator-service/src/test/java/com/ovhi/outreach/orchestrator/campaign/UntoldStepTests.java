package com.ovhi.outreach.orchestrator.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.CampaignStep;
import com.ovhi.outreach.common.contract.OutreachRefused;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.Requests;
import com.ovhi.outreach.orchestrator.job.Cancellations;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Messages of campaigns that are called off to be worded anew, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class UntoldStepTests extends OneClinic {

    private static final CampaignStep STEP = new CampaignStep(2, 0, 5L);

    private final long campaign = Clinic.number();
    private final Requests requests;
    private final Cancellations cancellations;
    private final TransactionOperations transactions;

    UntoldStepTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            FieldCipher cipher,
            Cancellations cancellations,
            TransactionOperations transactions,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
        requests = new Requests(kafka, cipher);
        this.cancellations = cancellations;
        this.transactions = transactions;
    }

    @Test
    void theirCampaignIsToldWhenNoOtherMessageFollows() {
        var request = request(campaign);
        var job = onlyJob();
        Neighbours.prefers(clinic.preferences(patient, false));

        wordAnew();

        assertThat(refusal(job))
                .isEqualTo(new OutreachRefused(
                        request,
                        clinic.id(),
                        patient,
                        campaign,
                        STEP,
                        "campaign/" + campaign + "/step/1",
                        Purpose.LAB_READY,
                        "contact-not-allowed",
                        SettableClock.START,
                        job));
    }

    @Test
    void nobodyIsToldWhenAnotherOneFollows() {
        request(campaign);
        var job = onlyJob();

        wordAnew();

        assertThat(deliveries.successor(job).slotId())
                .isEqualTo(deliveries.due(job).slotId());
        await().during(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(refusals(job)).isEmpty());
    }

    private UUID request(long campaign) {
        return requests.ask(requests.of(clinic, patient, Purpose.LAB_READY, "campaign/" + campaign + "/step/1")
                .campaignId(campaign)
                .step(STEP)
                .subjectRef("result/" + patient)
                .sendAt(SettableClock.START.plus(Duration.ofDays(3)))
                .build());
    }

    private void wordAnew() {
        transactions.executeWithoutResult(_ -> cancellations.hush(clinic.id(), "result/" + patient));
    }

    private UUID onlyJob() {
        await().untilAsserted(() -> assertThat(jobs()).isEqualTo(1));
        return UUID.fromString(jdbc.sql("SELECT id FROM comm_jobs WHERE organization_id = ?")
                .param(clinic.id())
                .query(String.class)
                .single());
    }

    private OutreachRefused refusal(UUID job) {
        return kafka.await(Topics.JOB, OutreachRefused.class, each -> job.equals(each.jobId()));
    }

    private List<OutreachRefused> refusals(UUID job) {
        return kafka.events(Topics.JOB, OutreachRefused.class).stream()
                .filter(each -> job.equals(each.jobId()))
                .toList();
    }
}
