package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.CampaignHeld;
import com.ovhi.outreach.common.contract.ExperimentDecided;
import com.ovhi.outreach.common.contract.InboxChanged;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.ExperimentVerdict;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What pauses a campaign by itself, from the events that tell of it to the hold. */
@ServiceTest(schema = "ovhi_segment")
class AutoPauseServiceTests extends RunningCampaigns {

    private static final String TWO_VARIANTS =
            ", \"ab_variants\": {\"variants\": [{\"name\": \"a\", \"weight\": 1}, {\"name\": \"b\", \"weight\": 1}]%s}";

    private final MeterRegistry meters;

    AutoPauseServiceTests(CampaignKit kit, MeterRegistry meters, @LocalServerPort int port) {
        super(kit, port);
        this.meters = meters;
    }

    @Test
    void pausesWhenATenthOfTheMessagesFail() {
        var paused = meters.counter("outreach.campaign.paused", "reason", "error-rate");
        var before = paused.count();
        insert(organization, 60);
        var campaign = started(60, AT_ONCE, "");
        var requests = requests(campaign, 60);

        for (var i = 0; i < 60; i++) {
            news(requests.get(i), UUID.randomUUID(), i < 7 ? Milestone.BOUNCED : Milestone.DELIVERED, null);
        }

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            poller.check();
            assertThat(status(campaign)).isEqualTo("paused");
        });
        awaitPaused(campaign, "error-rate");
        assertThat(kafka.await(Topics.CAMPAIGN, CampaignHeld.class, each -> each.campaignId() == campaign))
                .satisfies(held -> {
                    assertThat(held.reason()).isEqualTo("error-rate");
                    assertThat(held.through()).isZero();
                });
        assertThat(paused.count() - before).isEqualTo(1);
    }

    @Test
    void onlyWhatFailedIsAFailure() {
        insert(organization, 50);
        var campaign = started(50, AT_ONCE, "");
        requests(campaign, 50);
        write(
                "UPDATE step_executions SET ended_at = executed_at, end_reason = 'condition' WHERE campaign_id = ?",
                campaign);
        poller.check();
        assertThat(status(campaign)).isEqualTo("active");

        write("UPDATE step_executions SET end_reason = 'bounced' WHERE campaign_id = ?", campaign);

        await().untilAsserted(() -> {
            poller.check();
            assertThat(status(campaign)).isEqualTo("paused");
        });
    }

    @ParameterizedTest
    @CsvSource({"complained_at, complaint-rate", "opted_out_at, opt-out-rate"})
    void pausesWhenPatientsObject(String fact, String reason) {
        insert(organization, 50);
        var campaign = started(50, AT_ONCE, "");
        requests(campaign, 50);
        write("UPDATE step_executions SET sent_at = executed_at WHERE campaign_id = ?", campaign);
        write("UPDATE step_executions SET " + fact + " = executed_at WHERE campaign_id = ? LIMIT 1", campaign);
        poller.check();
        assertThat(status(campaign)).as("one is chance").isEqualTo("active");

        write("UPDATE step_executions SET " + fact + " = executed_at WHERE campaign_id = ? LIMIT 2", campaign);
        poller.check();

        awaitPaused(campaign, reason);
    }

    @Test
    void waitsForTomorrowWhenSoManyAnswersNeedAPerson() {
        insert(organization, 3);
        var campaign = started(3, AT_ONCE + "," + IN_TWO_DAYS, ", \"terms\": {\"staff_replies_per_day\": 2}");
        requests(campaign, 3);
        write(
                "UPDATE step_executions SET for_staff_at = '2026-03-04 00:00:00' WHERE campaign_id = ? LIMIT 2",
                campaign);

        clock.set(Instant.parse("2026-03-04T23:59:59Z"));
        poller.expandDue();
        assertThat(progress(campaign).path("requested").asInt()).isEqualTo(3);
        clock.advance(Duration.ofSeconds(1));
        run(campaign);

        requests(campaign, 6);
    }

    @Test
    void whatWentWrongBeforeItWasStartedAgainDoesNotPauseItAgain() {
        insert(organization, 60);
        var campaign = started(60, AT_ONCE, "");
        requests(campaign, 60);
        write(
                "UPDATE step_executions SET ended_at = executed_at, end_reason = 'failed' WHERE campaign_id = ?",
                campaign);
        poller.check();
        assertThat(status(campaign)).isEqualTo("paused");

        clock.advance(Duration.ofMinutes(1));
        change(api, campaign, "activate", 200);
        poller.check();

        assertThat(status(campaign)).isEqualTo("active");
    }

    @Test
    void isPausedByAnAlarmOfItsExperimentAndSendsNoVariantThatDoesHarm() {
        insert(organization, 40);
        var campaign = started(40, AT_ONCE + "," + IN_TWO_DAYS, TWO_VARIANTS.formatted(""));
        var first = requests(campaign, 40);
        var experiment = step(first.getFirst()).experimentId();
        assertThat(experiment).isNotNull();

        decide(experiment, campaign, ExperimentVerdict.GUARDRAIL, "b");
        await().untilAsserted(() -> assertThat(jdbc.sql("SELECT stopped FROM experiments WHERE campaign_id = ?")
                        .param(campaign)
                        .query(String.class)
                        .single())
                .isEqualTo("b"));
        clock.advance(Duration.ofDays(2));
        run(campaign);
        var a = (int)
                first.stream().filter(each -> "a".equals(each.abVariant())).count();
        requests(campaign, 40 + a);
        assertThat(secondStep(campaign)).hasSize(a).allMatch(each -> "a".equals(each.abVariant()));
        assertThat(progress(campaign).at("/exited/variant-stopped").asInt()).isEqualTo(40 - a);

        decide(experiment, campaign, ExperimentVerdict.SAMPLE_RATIO, null);
        await().untilAsserted(() -> assertThat(api.get("/api/v1/campaigns/" + campaign)
                        .path("pause_reason")
                        .asString())
                .isEqualTo("sample-ratio"));
    }

    @Test
    void everybodyNewGetsTheWinner() {
        insert(organization, 20);
        var campaign = started(20, AT_ONCE, TWO_VARIANTS.formatted(", \"follow_winner\": true"));
        var first = requests(campaign, 20);
        var experiment = Objects.requireNonNull(step(first.getFirst()).experimentId());

        decide(experiment, campaign, ExperimentVerdict.WINNER, "b");
        await().untilAsserted(() -> assertThat(jdbc.sql("SELECT COALESCE(winner, '') FROM experiments WHERE id = ?")
                        .param(experiment)
                        .query(String.class)
                        .single())
                .isEqualTo("b"));
        insert(organization, 20);
        api.post("/api/v1/segments/" + segmentOf(campaign) + "/evaluate", "{}", 200);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            poller.expandDue();
            assertThat(requests(campaign)).hasSize(40);
        });

        var known = first.stream().map(OutreachRequested::requestId).toList();
        assertThat(requests(campaign))
                .filteredOn(each -> !known.contains(each.requestId()))
                .hasSize(20)
                .allMatch(each -> "b".equals(each.abVariant()));
        assertThat(first).anyMatch(each -> "a".equals(each.abVariant()));
    }

    @Test
    void isPausedWhenNoVariantIsLeft() {
        insert(organization, 2);
        var campaign = started(2, AT_ONCE + "," + IN_TWO_DAYS, TWO_VARIANTS.formatted(""));
        var experiment =
                Objects.requireNonNull(step(requests(campaign, 2).getFirst()).experimentId());

        decide(experiment, campaign, ExperimentVerdict.GUARDRAIL, "a");
        decide(experiment, campaign, ExperimentVerdict.GUARDRAIL, "b");

        awaitPaused(campaign, "variants-stopped");
    }

    @Test
    void isNotPausedForVariantsItHasNoMore() {
        insert(organization, 2);
        var campaign = started(2, AT_ONCE + "," + IN_TWO_DAYS, TWO_VARIANTS.formatted(""));
        var experiment =
                Objects.requireNonNull(step(requests(campaign, 2).getFirst()).experimentId());
        api.put("/api/v1/campaigns/" + campaign, body(segmentOf(campaign), AT_ONCE + "," + IN_TWO_DAYS, ""), 200);
        change(api, campaign, "activate", 200);

        decide(experiment, campaign, ExperimentVerdict.GUARDRAIL, "a");
        decide(experiment, campaign, ExperimentVerdict.GUARDRAIL, "b");
        decide(experiment, campaign, ExperimentVerdict.NO_DIFFERENCE, null);

        await().untilAsserted(() -> assertThat(jdbc.sql("SELECT COALESCE(verdict, '') FROM experiments WHERE id = ?")
                        .param(experiment)
                        .query(String.class)
                        .single())
                .isEqualTo("no_difference"));
        assertThat(status(campaign)).isEqualTo("active");
    }

    @Test
    void waitsWhileTooMuchWaitsForTheStaff() {
        insert(organization, 3);
        var campaign = campaign(api, segment(api, 3), AT_ONCE, ", \"terms\": {\"staff_replies_waiting\": 2}");
        var waiting = List.of(UUID.randomUUID(), UUID.randomUUID());
        waiting.forEach(each -> inbox(each, organization, true));
        inbox(waiting.getFirst(), organization, true);
        inbox(UUID.randomUUID(), organization + 1, true);
        kafka.publish(
                Topics.REPLY,
                "forgotten",
                new InboxChanged(
                        UUID.randomUUID(), organization, true, clock.instant().minus(Duration.ofDays(31))));
        await().untilAsserted(() -> assertThat(waitingReplies()).isEqualTo(3));
        change(api, campaign, "activate", 200);
        await().untilAsserted(() ->
                assertThat(progress(campaign).path("enrolled").asInt()).isEqualTo(3));
        poller.expandDue();
        assertThat(progress(campaign).path("requested").asInt()).isZero();

        inbox(waiting.getLast(), organization, false);

        requests(campaign, 3);
        assertThat(waitingReplies()).as("one that is waited for no more").isEqualTo(2);
    }

    private int waitingReplies() {
        return jdbc.sql("SELECT COUNT(*) FROM waiting_replies WHERE organization_id = ?")
                .param(organization)
                .query(Integer.class)
                .single();
    }

    private void inbox(UUID inbound, long whose, boolean waiting) {
        kafka.publish(Topics.REPLY, inbound.toString(), new InboxChanged(inbound, whose, waiting, clock.instant()));
    }

    private List<OutreachRequested> secondStep(long campaign) {
        return requests(campaign).stream()
                .filter(each -> step(each).step() == 1)
                .toList();
    }

    private void decide(long experiment, long campaign, ExperimentVerdict verdict, @Nullable String variant) {
        kafka.publish(
                Topics.EXPERIMENT,
                Long.toString(experiment),
                new ExperimentDecided(
                        experiment, organization, campaign, verdict, variant, "For a test.", clock.instant()));
    }
}
