package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.StepWithdrawn;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.segment.OvhiFeed;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What is taken back from patients whom a campaign means no longer, against real servers. */
@ServiceTest(schema = "ovhi_segment")
class TakenBackServiceTests extends RunningCampaigns {

    private static final String UNTIL_BOOKED = ", \"terms\": {\"exit_on\": [\"booked\"]}";

    TakenBackServiceTests(CampaignKit kit, @LocalServerPort int port) {
        super(kit, port);
    }

    @Test
    void whatWasNotSentIsTakenBackFromWhoHasReachedAGoal() {
        var patients = insert(organization, 2);
        var campaign = started(2, AT_ONCE + "," + IN_TWO_DAYS, UNTIL_BOOKED);
        requests(campaign, 2);
        news(requestFor(campaign, patients.getFirst()), UUID.randomUUID(), Milestone.SENT, null);
        awaitSent(campaign);

        patients.forEach(this::books);

        await().untilAsserted(() -> assertThat(exited(campaign, "booked")).isEqualTo(2));
        await().untilAsserted(() -> assertThat(withdrawn(campaign)).hasSize(1));
        news(requestFor(campaign, patients.getLast()), UUID.randomUUID(), Milestone.SCHEDULED, null);
        await().untilAsserted(() -> assertThat(withdrawn(campaign)).hasSize(2).allSatisfy(each -> {
            assertThat(each.patientId()).isEqualTo(patients.getLast());
            assertThat(each.occasionKey()).isEqualTo("campaign/" + campaign + "/step/1");
            assertThat(each.reason()).isEqualTo("booked");
        }));
    }

    @Test
    void soIsTheLastStepOfWhoHasGoneThroughItAll() {
        var patients = insert(organization, 2);
        var campaign = started(2, AT_ONCE, UNTIL_BOOKED);
        requests(campaign, 2);
        news(requestFor(campaign, patients.getFirst()), UUID.randomUUID(), Milestone.SENT, null);
        awaitSent(campaign);
        assertThat(exited(campaign, "finished")).isEqualTo(2);

        patients.forEach(this::books);

        await().untilAsserted(() -> assertThat(withdrawn(campaign))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.patientId()).isEqualTo(patients.getLast());
                    assertThat(each.reason()).isEqualTo("booked");
                }));
        assertThat(exited(campaign, "booked")).isEqualTo(1);
        assertThat(exited(campaign, "finished"))
                .as("who got it all has gone through it")
                .isEqualTo(1);
    }

    @Test
    void whoReachedAGoalDuringAPauseIsNotAskedForItsLastStepAgain() {
        var patients = insert(organization, 2);
        var campaign = started(2, AT_ONCE, UNTIL_BOOKED);
        requests(campaign, 2);
        change(api, campaign, "pause", 200);
        books(patients.getFirst());
        await().untilAsserted(() -> assertThat(exited(campaign, "booked")).isEqualTo(1));

        change(api, campaign, "activate", 200);
        run(campaign);

        assertThat(inRound(campaign, 1, 1).getFirst().patientId()).isEqualTo(patients.getLast());
        assertThat(progress(campaign).at("/steps/0/held").asInt()).isZero();
        assertThat(progress(campaign).at("/steps/0/called_off").asInt()).isEqualTo(1);
    }

    @Test
    void aComplaintAboutAnEarlierRunEndsTheLaterOneToo() {
        var patient = insert(organization, 1).getFirst();
        var campaign = started(1, AT_ONCE, "");
        var job = UUID.randomUUID();
        news(requests(campaign, 1).getFirst(), job, Milestone.SENT, null);
        awaitSent(campaign);
        write(
                "UPDATE enrolments SET run = 2, state = 'waiting', next_at = '2037-01-01 00:00:00', exit_reason = NULL"
                        + " WHERE campaign_id = ?",
                campaign);

        kafka.publish(
                Topics.DELIVERY,
                Long.toString(patient),
                new DeliveryReported(
                        job,
                        organization,
                        patient,
                        Channel.EMAIL,
                        1,
                        DeliveryState.COMPLAINED,
                        "id-of-provider",
                        null,
                        null,
                        null,
                        false,
                        clock.instant()));

        await().untilAsserted(() -> assertThat(exited(campaign, "opted-out")).isEqualTo(1));
    }

    @Test
    void whoIsFoundToHaveLeftTheSegmentGetsNothingMoreAndNotWhatWaits() {
        var patients = insert(organization, 2);
        var campaign = started(2, AT_ONCE + "," + IN_TWO_DAYS, "");
        requests(campaign, 2);
        write("DELETE FROM segment_members WHERE patient_id = ?", patients.getFirst());

        clock.advance(Duration.ofDays(2));
        run(campaign);

        assertThat(requests(campaign, 3).getLast().patientId()).isEqualTo(patients.getLast());
        assertThat(exited(campaign, "left-segment")).isEqualTo(1);
        awaitOnlyWithdrawn(campaign, patients.getFirst(), "left-segment");
    }

    @Test
    void whatWaitsOfAVariantThatDoesHarmIsTakenBack() {
        var patient = insert(organization, 1).getFirst();
        var campaign = started(
                1,
                AT_ONCE + "," + IN_TWO_DAYS,
                ", \"ab_variants\": {\"variants\": [{\"name\": \"a\", \"weight\": 1}]}");
        requests(campaign, 1);
        write("UPDATE experiments SET stopped = 'a' WHERE campaign_id = ?", campaign);

        clock.advance(Duration.ofDays(2));
        run(campaign);

        assertThat(exited(campaign, "variant-stopped")).isEqualTo(1);
        awaitOnlyWithdrawn(campaign, patient, "variant-stopped");
    }

    @Test
    void aLateJobOfAnEarlierRunIsTakenBack() {
        var patient = insert(organization, 1).getFirst();
        var campaign = started(1, AT_ONCE, "");
        var request = requests(campaign, 1).getFirst();
        write("UPDATE enrolments SET run = 2, state = 'waiting', exit_reason = NULL WHERE campaign_id = ?", campaign);

        news(request, UUID.randomUUID(), Milestone.SCHEDULED, null);

        awaitOnlyWithdrawn(campaign, patient, "began-again");
    }

    @Test
    void whatWasTakenBackHasNotFailed() {
        var patient = insert(organization, 1).getFirst();
        var campaign = started(1, AT_ONCE, UNTIL_BOOKED);
        var request = requests(campaign, 1).getFirst();
        books(patient);
        await().untilAsserted(() -> assertThat(withdrawn(campaign)).hasSize(1));

        news(request, UUID.randomUUID(), Milestone.CANCELLED, "booked");

        await().untilAsserted(() ->
                assertThat(progress(campaign).at("/steps/0/called_off").asInt()).isEqualTo(1));
        assertThat(progress(campaign).at("/steps/0/failed").asInt()).isZero();
    }

    private void books(long patient) {
        feed.booked(organization, patient, OvhiFeed.id(), 1, "2037-03-20T10:00:00-04:00");
    }

    private void awaitSent(long campaign) {
        await().untilAsserted(() ->
                assertThat(progress(campaign).at("/steps/0/sent").asInt()).isEqualTo(1));
    }

    private void awaitOnlyWithdrawn(long campaign, long patient, String reason) {
        await().untilAsserted(() -> assertThat(withdrawn(campaign))
                .singleElement()
                .extracting(StepWithdrawn::patientId, StepWithdrawn::occasionKey, StepWithdrawn::reason)
                .containsExactly(patient, "campaign/" + campaign + "/step/1", reason));
    }
}
