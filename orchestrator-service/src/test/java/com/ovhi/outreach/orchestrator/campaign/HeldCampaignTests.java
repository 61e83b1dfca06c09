package com.ovhi.outreach.orchestrator.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.CampaignHeld;
import com.ovhi.outreach.common.contract.CampaignStep;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Campaigns that are paused and go on, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class HeldCampaignTests extends OneClinic {

    private final long campaign = Clinic.number();
    private final FieldCipher cipher;

    HeldCampaignTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            FieldCipher cipher,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
        this.cipher = cipher;
    }

    @Test
    void callsOffWhatWaitsAndMakesItAgainInTheSameSlot() {
        request(0);
        var first = onlyJob();

        hold(0);
        await().untilAsserted(() -> assertThat(status(first)).isEqualTo("cancelled"));
        request(1);

        await().untilAsserted(() -> assertThat(jobs()).isEqualTo(2));
        assertThat(deliveries.successor(first).slotId())
                .isEqualTo(deliveries.due(first).slotId());
        assertThat(refusals()).isEmpty();
    }

    @Test
    void refusesWhatComesAfterTheHoldAndNothingOfLaterRounds() {
        hold(0);
        awaitHeld();

        request(0);
        await().untilAsserted(() -> assertThat(refusals()).containsExactly("campaign-held"));
        request(1);

        await().untilAsserted(() -> assertThat(jobs()).isEqualTo(1));
        hold(0);
        request(0);
        await().untilAsserted(() -> assertThat(refusals()).containsExactly("campaign-held", "campaign-held"));
        assertThat(status(onlyJob()))
                .as("an old hold told again holds nothing new")
                .isEqualTo("queued");
    }

    @Test
    void sendsNothingTwice() {
        request(0);
        var sent = onlyJob();
        deliveries.report(sent, DeliveryState.ACCEPTED, null, "none", 1);
        await().untilAsserted(() -> assertThat(status(sent)).isEqualTo("sent"));

        hold(0);
        request(1);

        await().untilAsserted(() -> assertThat(refusals()).containsExactly("duplicate-contact"));
        assertThat(jobs()).isEqualTo(1);
        assertThat(status(sent)).isEqualTo("sent");
    }

    @Test
    void keepsWhatIsAskedForAgainBeforeTheHoldIsKnown() {
        request(0);
        var job = onlyJob();
        request(1);
        await().untilAsserted(() -> assertThat(refusals()).containsExactly("duplicate-contact"));

        hold(0);
        awaitHeld();
        await().untilAsserted(() -> assertThat(swept()).isTrue());

        assertThat(status(job)).isEqualTo("queued");
    }

    @Test
    void keepsWhatStandsInTheWayOfItsOwnSecondRequest() {
        request(0, Purpose.CAMPAIGN_EDUCATION);
        var job = onlyJob();
        request(1, Purpose.CAMPAIGN_EDUCATION);
        await().untilAsserted(() -> assertThat(refusals()).hasSize(1));

        hold(0);
        awaitHeld();
        await().untilAsserted(() -> assertThat(swept()).isTrue());

        assertThat(status(job)).isEqualTo("queued");
    }

    private void hold(int through) {
        kafka.publish(
                Topics.CAMPAIGN,
                Long.toString(campaign),
                new CampaignHeld(campaign, clinic.id(), through, "paused", SettableClock.START));
    }

    private void request(int round) {
        request(round, Purpose.LAB_READY);
    }

    private void request(int round, Purpose purpose) {
        var id = Ids.next();
        kafka.publish(
                Topics.REQUEST,
                Long.toString(patient),
                new OutreachRequested(
                        id,
                        clinic.id(),
                        patient,
                        null,
                        purpose,
                        null,
                        cipher.seal("{\"clinic_name\":\"Clinic\"}", "request|" + id),
                        null,
                        null,
                        null,
                        campaign,
                        false,
                        "campaign/" + campaign + "/step/1",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        new CampaignStep(1, 0, null, round)));
    }

    private UUID onlyJob() {
        await().untilAsserted(() -> assertThat(ids()).hasSize(1));
        return ids().getFirst();
    }

    private List<UUID> ids() {
        return jdbc
                .sql("SELECT id FROM comm_jobs WHERE organization_id = ? ORDER BY id")
                .param(clinic.id())
                .query(String.class)
                .list()
                .stream()
                .map(UUID::fromString)
                .toList();
    }

    private void awaitHeld() {
        await().until(() -> jdbc.sql("SELECT COUNT(*) FROM campaign_holds WHERE campaign_id = ? AND held_through >= 0")
                        .param(campaign)
                        .query(Integer.class)
                        .single()
                == 1);
    }

    private boolean swept() {
        return jdbc.sql("SELECT is_swept FROM campaign_holds WHERE campaign_id = ?")
                .param(campaign)
                .query(Boolean.class)
                .single();
    }
}
