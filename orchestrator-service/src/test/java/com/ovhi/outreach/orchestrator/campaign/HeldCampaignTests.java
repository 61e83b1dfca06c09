package com.ovhi.outreach.orchestrator.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.CampaignHeld;
import com.ovhi.outreach.common.contract.CampaignResumed;
import com.ovhi.outreach.common.contract.CampaignStep;
import com.ovhi.outreach.common.contract.OutreachRefused;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.Requests;
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
    private final Requests requests;

    HeldCampaignTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            FieldCipher cipher,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
        requests = new Requests(kafka, cipher);
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
        awaitSwept(0);

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
        awaitSwept(0);

        assertThat(status(job)).isEqualTo("queued");
    }

    @Test
    void keepsWhatStandsInTheWayOfItsOwnSecondRequest() {
        request(0, Purpose.CAMPAIGN_EDUCATION);
        var job = onlyJob();
        request(1, Purpose.CAMPAIGN_EDUCATION);
        await().untilAsserted(() -> assertThat(refusals()).hasSize(1));

        hold(0);
        awaitSwept(0);

        assertThat(status(job)).isEqualTo("queued");
    }

    @Test
    void refusesWhatIsAskedForSinglyOnlyWhileTheCampaignIsPaused() {
        assertThat(call("before-0001").status()).isEqualTo(201);
        hold(0);
        awaitSwept(0);

        assertThat(call("during-0001").problem()).isEqualTo("campaign-held");
        assertThat(rehearse().at("/decision/reason")).isEqualTo("campaign-held");
        var during = clinic.patient();
        requests.ask(single(during));
        await().untilAsserted(() -> assertThat(refusals()).containsExactly("campaign-held", "campaign-held"));
        resume(1);
        awaitRound(1);

        assertThat(rehearse().at("/decision/verdict")).isEqualTo("accepted");
        var again = call("after-00001");
        assertThat(again.status()).as("also in the slot of what was called off").isEqualTo(201);
        requests.ask(single(during));
        await().untilAsserted(() -> assertThat(jobs()).isEqualTo(3));

        hold(1);
        await().untilAsserted(() -> assertThat(status(UUID.fromString(again.at("/job_id"))))
                .as("the next pause calls off what the round before it has admitted")
                .isEqualTo("cancelled"));
        assertThat(call("paused-0001").problem()).isEqualTo("campaign-held");
    }

    @Test
    void newsOfPausesAndOfTheirEndsMayComeInAnyOrder() {
        resume(2);
        awaitRound(2);
        hold(0);
        awaitSwept(0);
        resume(1);

        assertThat(call("ordered-001").status()).isEqualTo(201);
        assertThat(jdbc.sql("SELECT round FROM campaign_contacts WHERE campaign_id = ?")
                        .param(campaign)
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
        hold(2);
        awaitSwept(2);
        assertThat(call("ordered-002").problem()).isEqualTo("campaign-held");
    }

    @Test
    void isCalledOffAlthoughAStrangerHasNamedItFirst() {
        var stranger = clinic().open();
        var theirs = stranger.patient();
        assertThat(schedule(stranger, "stranger-" + campaign, reminder(stranger, theirs, inCampaign("")))
                        .status())
                .isEqualTo(201);
        request(0);
        var job = onlyJob();

        hold(0);

        await().untilAsserted(() -> assertThat(status(job)).isEqualTo("cancelled"));
    }

    @Test
    void tellsItsCampaignWhyARequestBecameNoJob() {
        request(0);
        onlyJob();
        var twice = request(0);
        var unwilling = clinic.patient();
        Neighbours.prefers(clinic.preferences(unwilling, false));
        var step = new CampaignStep(1, 2, null, 0);
        var refused = requests.ask(requests.of(clinic, unwilling, Purpose.LAB_READY, "campaign/step/2")
                .campaignId(campaign)
                .step(step)
                .build());
        assertThat(refusal(twice).reason()).isEqualTo("duplicate-contact");
        hold(0);
        awaitSwept(0);
        var held = request(0);

        assertThat(refusal(refused))
                .isEqualTo(new OutreachRefused(
                        refused,
                        clinic.id(),
                        unwilling,
                        campaign,
                        step,
                        "campaign/step/2",
                        Purpose.LAB_READY,
                        "contact-not-allowed",
                        SettableClock.START,
                        null));
        assertThat(refusal(held).reason()).isEqualTo("campaign-held");
    }

    private OutreachRefused refusal(UUID request) {
        return kafka.await(
                Topics.JOB, OutreachRefused.class, each -> each.requestId().equals(request));
    }

    private Reply call(String key) {
        return schedule(clinic, key + campaign, reminder(clinic, patient, inCampaign("")));
    }

    private Reply rehearse() {
        return schedule(
                clinic, "rehearse-" + campaign, reminder(clinic, clinic.patient(), inCampaign(", \"dry_run\": true")));
    }

    private String inCampaign(String more) {
        return ", \"campaign_id\": \"" + campaign + "\"" + more;
    }

    /** Like what a bulk call asks for. */
    private OutreachRequested single(long to) {
        return requests.of(clinic, to, Purpose.LAB_READY, "campaign/" + campaign + "/lab_ready")
                .campaignId(campaign)
                .build();
    }

    private void hold(int through) {
        kafka.publish(
                Topics.CAMPAIGN,
                Long.toString(campaign),
                new CampaignHeld(campaign, clinic.id(), through, "paused", SettableClock.START));
    }

    private void resume(int round) {
        kafka.publish(
                Topics.CAMPAIGN,
                Long.toString(campaign),
                new CampaignResumed(campaign, clinic.id(), round, SettableClock.START));
    }

    private UUID request(int round) {
        return request(round, Purpose.LAB_READY);
    }

    private UUID request(int round, Purpose purpose) {
        return requests.ask(requests.of(clinic, patient, purpose, "campaign/" + campaign + "/step/1")
                .campaignId(campaign)
                .step(new CampaignStep(1, 0, null, round))
                .build());
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

    private void awaitSwept(int through) {
        await().until(() -> is("is_swept AND held_through = " + through));
    }

    private void awaitRound(int round) {
        await().until(() -> is("current_round = " + round));
    }

    private boolean is(String state) {
        return jdbc.sql("SELECT COUNT(*) FROM campaign_holds WHERE campaign_id = ? AND " + state)
                        .param(campaign)
                        .query(Integer.class)
                        .single()
                == 1;
    }
}
