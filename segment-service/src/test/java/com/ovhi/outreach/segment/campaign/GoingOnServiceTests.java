package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.CampaignHeld;
import com.ovhi.outreach.common.contract.CampaignResumed;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What goes out when a campaign goes on after a pause, and what does not, against real servers. */
@ServiceTest(schema = "ovhi_segment")
class GoingOnServiceTests extends RunningCampaigns {

    private static final String NOW = "{\"purpose\": \"rx_refill\", \"template_id\": 1}";
    private static final String UNBOOKED =
            "{\"purpose\": \"rx_refill\", \"condition\": {\"!\": {\"var\": \"booked\"}}}";

    private final CampaignRun campaignRun;

    GoingOnServiceTests(CampaignKit kit, CampaignRun campaignRun, @LocalServerPort int port) {
        super(kit, port);
        this.campaignRun = campaignRun;
    }

    /** Of each the patient may have to be held by itself, and a pause waits for all of them. */
    @Test
    void itAsksAgainForNoMoreThanFiveHundredAtOnce() {
        insert(organization, 600);
        var campaign = started(600, NOW, "");
        change(api, campaign, "pause", 200);

        var again = transactions.execute(status -> {
            write("UPDATE comm_campaigns SET status = 'active' WHERE id = ?", campaign);
            campaignRun.next(campaign);
            status.setRollbackOnly();
            return count("SELECT COUNT(*) FROM step_executions WHERE round = 1 AND campaign_id = :campaign", campaign);
        });

        assertThat(again).isEqualTo(500);
    }

    @Test
    void whatWasHeldGoesOutInTheTextThatWasMended() {
        insert(organization, 2);
        var campaign = started(2, NOW, "");
        requests(campaign, 2);
        change(api, campaign, "pause", 200);
        edit(campaign, NOW.replace("1}", "2}"), 200);

        assertThat(change(api, campaign, "activate", 409).path("type").asString())
                .endsWith(":version-undecided");
        change(api, campaign, "activate?move=true", 200);
        run(campaign);

        assertThat(requests(campaign, 4))
                .filteredOn(each -> Objects.equals(step(each).round(), 1))
                .hasSize(2)
                .allSatisfy(each -> {
                    assertThat(each.templateId()).isEqualTo(2);
                    assertThat(step(each).version()).isEqualTo(2);
                });
    }

    @Test
    void aStepThatHasBegunKeepsItsPurpose() {
        insert(organization, 1);
        var campaign = started(1, NOW, "");

        assertThat(edit(campaign, NOW.replace("rx_refill", "lab_ready"), 422)
                        .path("type")
                        .asString())
                .endsWith(":purpose-changed");
    }

    /** Campaigns are older than the rule that a step keeps its purpose. */
    @Test
    void ofVersionsThatDifferedTheNewestThatHadTheStepCounts() {
        insert(organization, 1);
        var campaign = started(1, NOW + "," + NOW, "");
        edit(campaign, NOW, 200);
        change(api, campaign, "activate?move=true", 200);
        write(
                "UPDATE campaign_versions SET course = REPLACE(course, 'rx_refill', 'lab_ready') WHERE version = 1"
                        + " AND campaign_id = ?",
                campaign);
        var older = NOW.replace("rx_refill", "lab_ready");

        assertThat(edit(campaign, older, 422).path("step").asInt()).isZero();
        assertThat(edit(campaign, NOW + "," + NOW, 422).path("step").asInt()).isEqualTo(1);
        edit(campaign, NOW, 200);
        edit(campaign, NOW + "," + older, 200);
    }

    private JsonNode edit(long campaign, String steps, int status) {
        return api.put("/api/v1/campaigns/" + campaign, body(segmentOf(campaign), steps, ""), status);
    }

    @Test
    void whatWasHeldGoesOutInTheOldTextIfThatIsWanted() {
        insert(organization, 1);
        var campaign = started(1, NOW, "");
        requests(campaign, 1);
        change(api, campaign, "pause", 200);
        edit(campaign, NOW.replace("1}", "2}"), 200);

        change(api, campaign, "activate?move=false", 200);
        run(campaign);

        assertThat(requests(campaign, 2))
                .allSatisfy(each -> assertThat(each.templateId()).isEqualTo(1));
    }

    @Test
    void whatWasRefusedLongAgoOrOvertakenIsNotAskedForAgain() {
        var patients = insert(organization, 3);
        var campaign =
                started(3, NOW + ", {\"purpose\": \"rx_refill\", \"offset\": \"P8D\", \"from\": \"previous\"}", "");
        requests(campaign, 3);
        news(requestFor(campaign, patients.get(1)), UUID.randomUUID(), Milestone.SCHEDULED, null);
        news(requestFor(campaign, patients.get(2)), UUID.randomUUID(), Milestone.SCHEDULED, null);
        await().untilAsserted(() -> assertThat(
                        count("SELECT COUNT(job_id) FROM step_executions WHERE campaign_id = :campaign", campaign))
                .isEqualTo(2));
        clock.advance(Duration.ofDays(8));
        run(campaign);
        requests(campaign, 6);
        write("UPDATE step_executions SET sent_at = executed_at WHERE step = 2 AND patient_id = ?", patients.get(2));

        goOn(campaign);

        await().untilAsserted(() -> assertThat(requests(campaign)).hasSize(9));
        assertThat(requests(campaign).stream()
                        .filter(each -> Objects.equals(step(each).round(), 1))
                        .map(each -> patients.indexOf(each.patientId()) + "/"
                                + step(each).step()))
                .containsExactlyInAnyOrder("0/1", "1/0", "1/1");
        assertThat(ended(campaign, patients.get(0))).isEqualTo("refused");
        assertThat(ended(campaign, patients.get(2))).isEqualTo("overtaken");
    }

    @Test
    void whoWasNotReachedBetweenTwoPausesIsAskedForAfterTheSecond() {
        var patients = insert(organization, 2);
        var campaign = started(2, NOW, "");
        requests(campaign, 2);
        change(api, campaign, "pause", 200);
        clock.advance(Duration.ofDays(9));
        change(api, campaign, "activate", 200);

        goOn(campaign);

        assertThat(inRound(campaign, 2, 2))
                .extracting(OutreachRequested::patientId)
                .containsExactlyInAnyOrderElementsOf(patients);
    }

    @Test
    void whoHasLeftTheSegmentIsNotAskedForAgain() {
        var patients = insert(organization, 2);
        var campaign = started(2, NOW, "");
        requests(campaign, 2);
        write("DELETE FROM segment_members WHERE patient_id = ?", patients.getFirst());

        goOn(campaign);

        assertThat(inRound(campaign, 1, 1).getFirst().patientId()).isEqualTo(patients.getLast());
        assertThat(ended(campaign, patients.getFirst())).isEqualTo("left-segment");
    }

    @Test
    void asksAgainAfterAPauseForWhatWasNotSentAndForNothingElse() {
        var patients = insert(organization, 2);
        var campaign = started(2, NOW, "");
        requests(campaign, 2);
        news(requestFor(campaign, patients.getFirst()), UUID.randomUUID(), Milestone.SENT, null);
        news(requestFor(campaign, patients.getLast()), UUID.randomUUID(), Milestone.CANCELLED, "campaign-held");
        await().untilAsserted(() -> assertThat(
                        count("SELECT COUNT(sent_at) FROM step_executions WHERE campaign_id = :campaign", campaign))
                .isEqualTo(1));

        assertThat(change(api, campaign, "pause", 200).path("status").asString())
                .isEqualTo("paused");
        var held = kafka.await(Topics.CAMPAIGN, CampaignHeld.class, each -> each.campaignId() == campaign);
        assertThat(held.through()).isZero();
        assertThat(held(campaign)).isEqualTo(1);
        change(api, campaign, "pause", 200);
        change(api, campaign, "activate", 200);
        assertThat(kafka.await(Topics.CAMPAIGN, CampaignResumed.class, each -> each.campaignId() == campaign)
                        .round())
                .isEqualTo(1);
        run(campaign);

        var again =
                requests(campaign, 3).stream().filter(each -> round(each) == 1).toList();
        assertThat(again).singleElement().satisfies(each -> {
            assertThat(each.patientId()).isEqualTo(patients.getLast());
            assertThat(each.occasionKey()).isEqualTo("campaign/" + campaign + "/step/1");
        });
        assertThat(requests(campaign).stream().map(OutreachRequested::requestId).distinct())
                .hasSize(3);
        run(campaign);
        assertThat(requests(campaign)).hasSize(3);
        assertThat(held(campaign)).isZero();
    }

    @Test
    void whatIsOfNoUseAfterAPauseIsNotAskedForAgain() {
        var patients = insert(organization, 2);
        var campaign = started(2, UNBOOKED, "");
        requests(campaign, 2);
        change(api, campaign, "pause", 200);
        write("UPDATE enrolments SET is_booked = TRUE WHERE patient_id = ?", patients.getFirst());

        change(api, campaign, "activate", 200);
        await().untilAsserted(() -> assertThat(count(
                        "SELECT COUNT(*) FROM step_executions WHERE campaign_id = :campaign AND end_reason = 'condition'",
                        campaign))
                .isEqualTo(1));

        assertThat(requests(campaign, 3).getLast().patientId()).isEqualTo(patients.getLast());
    }

    @Test
    void whoCameBackDuringAPauseBeginsOnceMore() {
        var patients = insert(organization, 2);
        var campaign = started(2, NOW, ", \"terms\": {\"reentry_after_days\": 2}");
        requests(campaign, 2);
        clock.advance(Duration.ofDays(3));
        change(api, campaign, "pause", 200);
        transactions.executeWithoutResult(
                _ -> jdbc.sql("UPDATE segment_members SET entered_at = ? WHERE patient_id = ?")
                        .params(Timestamp.from(clock.instant()), patients.getFirst())
                        .update());

        change(api, campaign, "activate", 200);
        run(campaign);

        assertThat(inRound(campaign, 1, 2))
                .extracting(OutreachRequested::patientId, OutreachRequested::occasionKey)
                .as("who began again gets nothing of the run before")
                .containsExactlyInAnyOrder(
                        tuple(patients.getFirst(), "campaign/" + campaign + "/run/2/step/1"),
                        tuple(patients.getLast(), "campaign/" + campaign + "/step/1"));
        assertThat(ended(campaign, patients.getFirst())).isEqualTo("began-again");
    }

    /** Whom going through the segment has passed does not begin again any more, however long their message is held up. */
    @Test
    void whoseTurnComesOnceTheSegmentIsGoneThroughGetsWhatWaits() {
        var patients = insert(organization, 2);
        var campaign = started(2, NOW, "");
        requests(campaign, 2);
        clock.advance(Duration.ofHours(2));
        change(api, campaign, "pause", 200);
        patients.forEach(each -> transactions.executeWithoutResult(
                _ -> jdbc.sql("UPDATE segment_members SET entered_at = ? WHERE patient_id = ?")
                        .params(Timestamp.from(clock.instant()), each)
                        .update()));
        var oneAMinute = ", \"terms\": {\"reentry_after_days\": 2, \"per_hour\": 60}";
        api.put("/api/v1/campaigns/" + campaign, body(segmentOf(campaign), NOW, oneAMinute), 200);

        change(api, campaign, "activate?move=true", 200);
        run(campaign);
        inRound(campaign, 1, 1);
        clock.advance(Duration.ofDays(2));
        run(campaign);

        assertThat(inRound(campaign, 1, 2))
                .allSatisfy(each -> assertThat(each.occasionKey()).isEqualTo("campaign/" + campaign + "/step/1"))
                .extracting(OutreachRequested::patientId)
                .containsExactlyInAnyOrderElementsOf(patients);
        assertThat(patients)
                .allSatisfy(each -> assertThat(ended(campaign, each)).isEmpty());
    }

    private int held(long campaign) {
        return progress(campaign).at("/steps/0/held").asInt();
    }
}
