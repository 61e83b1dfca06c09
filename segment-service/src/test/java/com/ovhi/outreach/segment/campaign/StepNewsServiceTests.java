package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What the orchestrator tells of the steps a campaign asked for, against real servers. */
@ServiceTest(schema = "ovhi_segment")
class StepNewsServiceTests extends RunningCampaigns {

    private static final String NOW = "{\"purpose\": \"rx_refill\", \"template_id\": 1}";

    private final UnheardSteps unheard;
    private final MeterRegistry meters;

    StepNewsServiceTests(CampaignKit kit, UnheardSteps unheard, MeterRegistry meters, @LocalServerPort int port) {
        super(kit, port);
        this.unheard = unheard;
        this.meters = meters;
    }

    @Test
    void anotherJobTakesOverFromOneThatFailedOrSteppedAside() {
        insert(organization, 1);
        var campaign = started(1, NOW, "");
        var request = requests(campaign, 1).getFirst();
        var failed = UUID.randomUUID();
        news(request, failed, Milestone.FAILED, null);
        awaitEnded(campaign, 1);

        news(request, UUID.randomUUID(), Milestone.SCHEDULED, null);
        awaitEnded(campaign, 0);
        news(request, failed, Milestone.CANCELLED, "other-channel");
        news(request, UUID.randomUUID(), Milestone.CANCELLED, "opted-out");
        awaitEnded(campaign, 1);
        assertThat(count(
                        "SELECT COUNT(*) FROM step_executions WHERE campaign_id = :campaign AND end_reason = 'cancelled'",
                        campaign))
                .isEqualTo(1);
    }

    @Test
    void whatTheOrchestratorRefusedIsNotAskedForAgain() {
        var patients = insert(organization, 4);
        var campaign = started(4, NOW, "");
        requests(campaign, 4);
        refused(requestFor(campaign, patients.get(0)), "contact-cap");
        refused(requestFor(campaign, patients.get(1)), "campaign-held");
        refused(requestFor(campaign, patients.get(2)), "duplicate-contact");
        await().untilAsserted(() -> assertThat(ended(campaign, patients.get(0))).isEqualTo("refused-contact-cap"));

        goOn(campaign);

        assertThat(inRound(campaign, 1, 3))
                .extracting(OutreachRequested::patientId)
                .containsExactlyInAnyOrderElementsOf(patients.subList(1, 4));
        assertThat(progress(campaign).at("/steps/0/failed").asInt()).isEqualTo(1);

        refused(requestFor(campaign, patients.get(3)), "no-send-window");
        refused(
                inRound(campaign, 1, 3).stream()
                        .filter(each -> each.patientId() == patients.get(3))
                        .findFirst()
                        .orElseThrow(),
                "contact-not-allowed");
        await().untilAsserted(() -> assertThat(ended(campaign, patients.get(3)))
                .as("the refusal of what was asked for once more since ends nothing")
                .isEqualTo("refused-contact-not-allowed"));
    }

    @Test
    void whatIsRefusedAfterAPauseHasTakenItsJobBackIsOver() {
        insert(organization, 1);
        var campaign = started(1, NOW, "");
        var request = requests(campaign, 1).getFirst();
        var job = UUID.randomUUID();
        news(request, job, Milestone.SCHEDULED, null);
        change(api, campaign, "pause", 200);
        news(request, job, Milestone.CANCELLED, "campaign-held");
        change(api, campaign, "activate", 200);

        refused(inRound(campaign, 1, 1).getFirst(), "contact-cap");

        await().untilAsserted(
                        () -> assertThat(ended(campaign, request.patientId())).isEqualTo("refused-contact-cap"));
        goOn(campaign);
        assertThat(requests(campaign)).as("asked for in two rounds").hasSize(2);
    }

    @Test
    void whatWasCalledOffToBeToldOtherwiseAndIsNotIsOver() {
        insert(organization, 1);
        var campaign = started(1, NOW, "");
        var request = requests(campaign, 1).getFirst();
        var job = UUID.randomUUID();
        news(request, job, Milestone.SCHEDULED, null);
        goOn(campaign);
        inRound(campaign, 1, 1);

        news(request, job, Milestone.CANCELLED, "worded-anew");
        refused(request, "contact-not-allowed", job);

        await().untilAsserted(() ->
                assertThat(ended(campaign, request.patientId())).isEqualTo("refused-contact-not-allowed"));
        news(request, UUID.randomUUID(), Milestone.SCHEDULED, null);
        awaitEnded(campaign, 0);
    }

    @Test
    void noStepStaysOpenForEver() {
        var patients = insert(organization, 3);
        var campaign = started(3, NOW, "");
        requests(campaign, 3);
        news(requestFor(campaign, patients.get(1)), UUID.randomUUID(), Milestone.SCHEDULED, null);
        news(requestFor(campaign, patients.get(2)), UUID.randomUUID(), Milestone.SENT, null);
        await().untilAsserted(() -> assertThat(
                        count("SELECT COUNT(job_id) FROM step_executions WHERE campaign_id = :campaign", campaign))
                .isEqualTo(2));

        clock.advance(UnheardSteps.HEARD_WITHIN);
        unheard.end();
        awaitEnded(campaign, 0);
        clock.advance(Duration.ofSeconds(1));
        change(api, campaign, "pause", 200);
        unheard.end();
        assertThat(ended(campaign, patients.get(0))).as("asked for again").isEmpty();
        transactions.executeWithoutResult(
                _ -> jdbc.sql("UPDATE comm_campaigns SET status = 'active', round = 0 WHERE id = ?")
                        .param(campaign)
                        .update());
        unheard.end();

        assertThat(patients).extracting(each -> ended(campaign, each)).containsExactly("unheard", "", "");
        assertThat(progress(campaign).at("/steps/0/failed").asInt()).isEqualTo(1);
        change(api, campaign, "complete", 200);
        unheard.end();
        assertThat(patients).extracting(each -> ended(campaign, each)).containsExactly("unheard", "unheard", "");
    }

    @Test
    void whoIsToldUnderAnotherRecordIsNoFailure() {
        var patients = insert(organization, 2);
        var campaign = started(2, NOW, "");
        requests(campaign, 2).forEach(each -> refused(each, "duplicate-contact"));
        await().untilAsserted(() -> assertThat(
                        count("SELECT COUNT(end_reason) FROM step_executions WHERE campaign_id = :campaign", campaign))
                .isEqualTo(2));
        news(requestFor(campaign, patients.getLast()), UUID.randomUUID(), Milestone.FAILED, null);
        awaitEnded(campaign, 1);
        write(
                "UPDATE step_executions SET ended_at = executed_at WHERE ended_at IS NULL AND campaign_id <> ?",
                campaign);
        var before = meters.counter("outreach.campaign.unheard").count();

        clock.advance(UnheardSteps.HEARD_WITHIN.plusSeconds(1));
        unheard.end();

        assertThat(patients)
                .extracting(each -> ended(campaign, each))
                .as("the other one was told of under this record")
                .containsExactly("duplicate-contact", "failed");
        assertThat(meters.counter("outreach.campaign.unheard").count()).isEqualTo(before);
        var step = progress(campaign).at("/steps/0");
        assertThat(step.path("failed").asInt()).isEqualTo(1);
        assertThat(step.path("called_off").asInt()).isEqualTo(1);
    }

    @Test
    void whatACancelledCampaignTookBackHasNotFailed() {
        var patients = insert(organization, 2);
        var campaign = started(2, NOW, "");
        requests(campaign, 2);
        var job = UUID.randomUUID();
        news(requestFor(campaign, patients.getFirst()), job, Milestone.SCHEDULED, null);
        change(api, campaign, "cancel", 200);
        news(requestFor(campaign, patients.getFirst()), job, Milestone.CANCELLED, "campaign-held");
        refused(requestFor(campaign, patients.getLast()), "campaign-held");

        clock.advance(UnheardSteps.HEARD_WITHIN.plusSeconds(1));
        // The news may be on its way still: the next look finds what came after the last.
        await().untilAsserted(() -> {
            unheard.end();
            assertThat(patients).extracting(each -> ended(campaign, each)).containsOnly("campaign-over");
            var step = progress(campaign).at("/steps/0");
            assertThat(step.path("called_off").asInt()).isEqualTo(2);
            assertThat(step.path("failed").asInt()).isZero();
            assertThat(step.path("held").asInt()).isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"complete", "cancel"})
    void whatIsHeardOfAfterAllHasNotFailed(String end) {
        insert(organization, 1);
        var campaign = started(1, NOW, "");
        var request = requests(campaign, 1).getFirst();
        change(api, campaign, end, 200);
        clock.advance(UnheardSteps.HEARD_WITHIN.plusSeconds(1));
        unheard.end();
        assertThat(ended(campaign, request.patientId())).isNotEmpty();

        news(request, UUID.randomUUID(), Milestone.SENT, null);

        await().untilAsserted(() ->
                assertThat(progress(campaign).at("/steps/0/sent").asInt()).isEqualTo(1));
        assertThat(ended(campaign, request.patientId())).isEmpty();
        awaitEnded(campaign, 0);
    }

    @Test
    void aJobThatNamesNoStepIsOfNone() {
        insert(organization, 1);
        var campaign = started(1, NOW, "");
        var request = requests(campaign, 1).getFirst();

        kafka.publish(
                Topics.JOB,
                Long.toString(request.patientId()),
                JobChanged.builder(
                                UUID.randomUUID(),
                                organization,
                                request.patientId(),
                                request.purpose(),
                                Channel.SMS,
                                Milestone.SENT,
                                JobStatus.SENT,
                                clock.instant(),
                                clock.instant())
                        .campaignId(campaign)
                        .build());
        news(request, UUID.randomUUID(), Milestone.FAILED, null);

        awaitEnded(campaign, 1);
        assertThat(progress(campaign).at("/steps/0/sent").asInt()).isZero();
    }

    private void refused(OutreachRequested request, String reason) {
        refused(request, reason, null);
    }

    private void refused(OutreachRequested request, String reason, @Nullable UUID job) {
        Refusals.tell(kafka, request, reason, clock.instant(), job);
    }

    private void awaitEnded(long campaign, long expected) {
        await().untilAsserted(() -> assertThat(
                        count("SELECT COUNT(ended_at) FROM step_executions WHERE campaign_id = :campaign", campaign))
                .isEqualTo(expected));
    }
}
