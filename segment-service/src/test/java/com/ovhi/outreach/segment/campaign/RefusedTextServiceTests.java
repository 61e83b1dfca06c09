package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What the orchestrator refuses for want of a text is a fault that somebody can mend, against real servers. */
@ServiceTest(schema = "ovhi_segment")
class RefusedTextServiceTests extends RunningCampaigns {

    private final UnheardSteps unheard;
    private final MeterRegistry meters;

    RefusedTextServiceTests(CampaignKit kit, UnheardSteps unheard, MeterRegistry meters, @LocalServerPort int port) {
        super(kit, port);
        this.unheard = unheard;
        this.meters = meters;
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown-template", "missing-variable", "unsuitable-content"})
    void pausesTheCampaignAndIsAskedForAgainWhenItGoesOn(String reason) {
        insert(organization, 50);
        var campaign = started(50, AT_ONCE, "");
        requests(campaign, 50).forEach(each -> refused(each, reason));
        awaitRefused(campaign, 50);

        poller.check();

        awaitPaused(campaign, "error-rate");
        var step = progress(campaign).at("/steps/0");
        assertThat(step.path("failed").asInt()).isEqualTo(50);
        assertThat(step.path("held").asInt()).isZero();

        clock.advance(Duration.ofMinutes(1));
        change(api, campaign, "activate", 200);
        run(campaign);
        inRound(campaign, 1, 50);
        poller.check();
        assertThat(status(campaign)).isEqualTo("active");
        assertThat(progress(campaign).at("/steps/0/failed").asInt()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"contact-cap", "contact-not-allowed", "no-send-window"})
    void whatIsRefusedForThePatientsSakeIsNoFault(String reason) {
        insert(organization, 50);
        var campaign = started(50, AT_ONCE, "");
        requests(campaign, 50).forEach(each -> refused(each, reason));
        awaitRefused(campaign, 50);

        poller.check();

        assertThat(status(campaign)).isEqualTo("active");
    }

    @Test
    void whoOptsOutMeanwhileIsNotAskedForAgain() {
        var patient = insert(organization, 1).getFirst();
        var campaign = started(1, AT_ONCE, "");
        refused(requests(campaign, 1).getFirst(), "unknown-template");
        awaitRefused(campaign, 1);
        change(api, campaign, "pause", 200);

        reply(patient, Intent.STOP);
        await().untilAsserted(() -> assertThat(exited(campaign, "opted-out")).isEqualTo(1));
        change(api, campaign, "activate", 200);
        run(campaign);

        assertThat(requests(campaign)).hasSize(1);
        assertThat(ended(campaign, patient)).isEqualTo("refused-unknown-template");
    }

    @Test
    void whatNobodyMendsIsOverWhenItIsOfNoUseAnyMore() {
        var counter = meters.counter("outreach.campaign.unheard");
        var patient = insert(organization, 1).getFirst();
        var campaign = started(1, AT_ONCE, "");
        refused(requests(campaign, 1).getFirst(), "unknown-template");
        awaitRefused(campaign, 1);
        assertThat(ended(campaign, patient)).as("still to be mended").isEmpty();
        write(
                "UPDATE step_executions SET ended_at = executed_at WHERE ended_at IS NULL AND campaign_id <> ?",
                campaign);
        var before = counter.count();

        clock.advance(UnheardSteps.HEARD_WITHIN.plusSeconds(1));
        unheard.end();

        assertThat(ended(campaign, patient)).isEqualTo("refused-unknown-template");
        assertThat(counter.count()).as("it was heard of").isEqualTo(before);
        assertThat(progress(campaign).at("/steps/0/failed").asInt()).isEqualTo(1);
    }

    @Test
    void whatIsSentAfterAllHasNotFailed() {
        insert(organization, 1);
        var campaign = started(1, AT_ONCE, "");
        var request = requests(campaign, 1).getFirst();
        refused(request, "missing-variable");
        awaitRefused(campaign, 1);

        news(request, UUID.randomUUID(), Milestone.SENT, null);

        await().untilAsserted(() -> {
            assertThat(progress(campaign).at("/steps/0/sent").asInt()).isEqualTo(1);
            assertThat(progress(campaign).at("/steps/0/failed").asInt()).isZero();
        });
    }

    private void refused(OutreachRequested request, String reason) {
        Refusals.tell(kafka, request, reason, clock.instant(), null);
    }

    private void awaitRefused(long campaign, int steps) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(count(
                                "SELECT COUNT(end_reason) FROM step_executions WHERE campaign_id = :campaign",
                                campaign))
                        .isEqualTo(steps));
    }
}
