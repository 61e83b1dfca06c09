package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Messages that leave long after they were asked for: quiet hours, caps or a pause lie in between. Against real servers. */
@ServiceTest(schema = "ovhi_segment")
class LateMessagesServiceTests extends RunningCampaigns {

    /** A question; a reminder after twelve hours of silence; thanks for an answer. */
    private static final String DIALOGUE = """
            {"purpose": "rx_refill", "await_reply": {"timeout": "PT12H", "on_timeout": 1, "on_reply": 2}},
            {"purpose": "rx_refill", "from": "previous", "next": 3},
            {"purpose": "rx_refill", "from": "previous"}""";

    private static final String THEN =
            AT_ONCE + ", {\"purpose\": \"rx_refill\", \"offset\": \"P2D\", \"from\": \"previous\"}";

    LateMessagesServiceTests(CampaignKit kit, @LocalServerPort int port) {
        super(kit, port);
    }

    @Test
    void nobodyIsSilentBeforeTheQuestionHasLeft() {
        var campaign = begun(DIALOGUE);

        later(campaign, Duration.ofHours(12));
        assertThat(steps(campaign)).as("the question waits").containsExactly(0);
        leaves(campaign);
        later(campaign, Duration.ofHours(11));
        assertThat(steps(campaign)).as("an hour too early").containsExactly(0);
        later(campaign, Duration.ofHours(1));

        assertThat(steps(campaign)).containsExactly(0, 1);
    }

    @Test
    void anAnswerToAQuestionThatLeftLateCounts() {
        var patient = insert(organization, 1).getFirst();
        var campaign = started(1, DIALOGUE, "");
        later(campaign, Duration.ofHours(12));
        leaves(campaign);
        clock.advance(Duration.ofMinutes(5));

        reply(patient, Intent.QUESTION);
        await().untilAsserted(() ->
                assertThat(progress(campaign).at("/steps/0/answered").asInt()).isEqualTo(1));
        run(campaign);

        assertThat(steps(campaign)).containsExactly(0, 2);
    }

    @Test
    void aPauseMakesNobodySilent() {
        var campaign = begun(DIALOGUE);
        change(api, campaign, "pause", 200);
        clock.advance(Duration.ofDays(3));

        change(api, campaign, "activate", 200);
        run(campaign);

        assertThat(inRound(campaign, 1, 1).getFirst().occasionKey()).endsWith("/step/1");
        assertThat(steps(campaign)).as("only the question, once more").containsExactly(0);
    }

    @Test
    void aQuestionThatNeverLeavesIsAnsweredBySilence() {
        var campaign = begun(DIALOGUE);
        news(requests(campaign, 1).getFirst(), UUID.randomUUID(), Milestone.FAILED, null);
        await().until(() ->
                count("SELECT COUNT(ended_at) FROM step_executions WHERE campaign_id = :campaign", campaign) == 1);

        later(campaign, Duration.ofHours(12));

        assertThat(steps(campaign)).containsExactly(0, 1);
    }

    /** What stays open, to be asked for again after a pause or since another record is told the same, is not waited for. */
    @ParameterizedTest
    @ValueSource(strings = {"missing-variable", "duplicate-contact"})
    void aQuestionThatWasRefusedIsAnsweredBySilence(String reason) {
        var campaign = begun(DIALOGUE);
        Refusals.tell(kafka, requests(campaign, 1).getFirst(), reason, clock.instant(), null);
        await().until(() ->
                count("SELECT COUNT(end_reason) FROM step_executions WHERE campaign_id = :campaign", campaign) == 1);

        later(campaign, Duration.ofHours(12));

        assertThat(steps(campaign)).containsExactly(0, 1);
    }

    @Test
    void noMessageIsWaitedForLongerThanItIsOfUse() {
        var campaign = begun(DIALOGUE);
        news(requests(campaign, 1).getFirst(), UUID.randomUUID(), Milestone.SCHEDULED, null);
        await().until(() ->
                count("SELECT COUNT(job_id) FROM step_executions WHERE campaign_id = :campaign", campaign) == 1);

        later(campaign, Duration.ofDays(7));
        assertThat(steps(campaign)).as("it may leave yet").containsExactly(0);
        later(campaign, Duration.ofDays(1));

        assertThat(steps(campaign)).containsExactly(0, 1);
    }

    @Test
    void whatFollowsAMessageIsCountedFromWhenThatLeft() {
        var campaign = begun(THEN);

        later(campaign, Duration.ofDays(2));
        assertThat(steps(campaign)).as("not both at once").containsExactly(0);
        leaves(campaign);
        later(campaign, Duration.ofHours(47));
        assertThat(steps(campaign)).as("an hour too early").containsExactly(0);
        later(campaign, Duration.ofHours(1));

        assertThat(steps(campaign)).containsExactly(0, 1);
    }

    @Test
    void whatFollowsAMessageThatAPauseHeldWaitsForItAgain() {
        var campaign = begun(THEN);
        change(api, campaign, "pause", 200);
        clock.advance(Duration.ofDays(20));

        change(api, campaign, "activate", 200);
        run(campaign);

        inRound(campaign, 1, 1);
        assertThat(steps(campaign)).containsExactly(0);
    }

    /** Has asked one patient for the first step. */
    private long begun(String steps) {
        insert(organization, 1);
        var campaign = started(1, steps, "");
        requests(campaign, 1);
        return campaign;
    }

    private void later(long campaign, Duration time) {
        clock.advance(time);
        run(campaign);
    }

    /** The first message leaves, and is known to have. */
    private void leaves(long campaign) {
        news(requests(campaign, 1).getFirst(), UUID.randomUUID(), Milestone.SENT, null);
        await().untilAsserted(() ->
                assertThat(progress(campaign).at("/steps/0/sent").asInt()).isEqualTo(1));
    }

    /** The places of the steps that were asked for. */
    private List<Integer> steps(long campaign) {
        return jdbc.sql("SELECT step - 1 FROM step_executions WHERE campaign_id = ? ORDER BY step")
                .param(campaign)
                .query((row, _) -> row.getInt(1))
                .list();
    }
}
