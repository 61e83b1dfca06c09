package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.CampaignHeld;
import com.ovhi.outreach.common.contract.CampaignResumed;
import com.ovhi.outreach.common.contract.CampaignStep;
import com.ovhi.outreach.common.contract.ExperimentDecided;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.ExperimentVerdict;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.segment.Api;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/** What moves patients on in campaigns and out of them, against real servers. */
@ServiceTest(schema = "ovhi_segment")
class CampaignFlowServiceTests extends RunningCampaigns {

    private static final String NOW = "{\"purpose\": \"rx_refill\", \"channel\": \"sms\"}";
    private static final String LATER = "{\"purpose\": \"rx_refill\", \"offset\": \"P2D\"}";

    private long organization;
    private Api api;

    CampaignFlowServiceTests(
            TestKafka kafka,
            TestTokens tokens,
            SettableClock clock,
            JdbcClient jdbc,
            TransactionOperations transactions,
            CampaignPoller poller,
            @LocalServerPort int port) {
        super(kafka, tokens, clock, jdbc, transactions, poller, port);
        api = api(0);
    }

    @BeforeEach
    void open() {
        organization = feed.organization("+12125550100");
        api = api(organization);
    }

    @Test
    void asksAgainAfterAPauseForWhatWasNotSentAndForNothingElse() {
        var patients = insert(organization, 2);
        var campaign = started(2, NOW, "");
        requests(campaign, 2);
        news(campaign, patients.getFirst(), Milestone.SENT, JobStatus.SENT, null);
        news(campaign, patients.getLast(), Milestone.CANCELLED, JobStatus.CANCELLED, "campaign-held");
        await().untilAsserted(() -> assertThat(
                        count("SELECT COUNT(sent_at) FROM step_executions WHERE campaign_id = :campaign", campaign))
                .isEqualTo(1));

        assertThat(change(api, campaign, "pause", 200).path("status").asString())
                .isEqualTo("paused");
        var held = kafka.await(Topics.CAMPAIGN, CampaignHeld.class, each -> each.campaignId() == campaign);
        assertThat(held.through()).isZero();
        assertThat(step(campaign, 0).path("held").asInt()).isEqualTo(1);
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
        assertThat(step(campaign, 0).path("held").asInt()).isZero();
    }

    @Test
    void patientsStayOnTheirVersionUntilTheyAreMoved() {
        var patients = insert(organization, 2);
        var campaign = started(2, NOW + "," + LATER, "");
        requests(campaign, 2);

        var edited = api.put(
                "/api/v1/campaigns/" + campaign,
                body(segmentOf(campaign), NOW + "," + LATER.replace("P2D", "P4D"), ""),
                200);
        assertThat(edited.path("version").asInt()).isEqualTo(2);
        assertThat(edited.path("running_version").asInt()).isEqualTo(1);
        change(api, campaign, "activate", 200);
        clock.advance(Duration.ofDays(1));
        transactions.executeWithoutResult(_ -> jdbc.sql(
                        "UPDATE enrolments SET next_at = next_at + INTERVAL 9 DAY WHERE campaign_id = ? AND patient_id = ?")
                .params(campaign, patients.getFirst())
                .update());
        clock.advance(Duration.ofDays(1));
        run(campaign);
        assertThat(requests(campaign, 3))
                .filteredOn(each -> step(each).step() == 1)
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.patientId()).isEqualTo(patients.getLast());
                    assertThat(step(each).version()).isEqualTo(1);
                });

        assertThat(change(api, campaign, "move", 200).path("patients").asInt()).isEqualTo(1);
        run(campaign);
        assertThat(requests(campaign)).as("the new version comes later").hasSize(3);
        clock.advance(Duration.ofDays(2));
        run(campaign);

        assertThat(requests(campaign, 4))
                .filteredOn(each -> step(each).version() == 2)
                .singleElement()
                .satisfies(each -> assertThat(each.patientId()).isEqualTo(patients.getFirst()));
    }

    @Test
    void anAnswerLeadsElsewhereThanSilence() {
        var patients = insert(organization, 3);
        var asking =
                NOW.replace("}", ", \"await_reply\": {\"timeout\": \"PT12H\", \"on_reply\": 2, \"on_timeout\": 1}}");
        var silent = "{\"purpose\": \"rx_refill\", \"from\": \"previous\", \"next\": 3, \"template_id\": 1}";
        var answered = "{\"purpose\": \"rx_refill\", \"from\": \"previous\", \"template_id\": 2,"
                + " \"condition\": {\"var\": \"replied\"}}";
        var campaign =
                started(3, asking + "," + silent + "," + answered, ", \"terms\": {\"exit_on\": [\"confirmed\"]}");
        requests(campaign, 3);
        for (var patient : patients) {
            news(campaign, patient, Milestone.SENT, JobStatus.SENT, null);
        }
        await().untilAsserted(
                        () -> assertThat(step(campaign, 0).path("sent").asInt()).isEqualTo(3));
        reply(patients.get(0), Intent.QUESTION);
        reply(patients.get(1), Intent.CONFIRM);
        await().untilAsserted(() ->
                assertThat(progress(campaign).at("/exited/confirmed").asInt()).isEqualTo(1));
        run(campaign);

        requests(campaign, 4);
        assertThat(ofStep(campaign, 2)).singleElement().satisfies(each -> {
            assertThat(each.patientId()).isEqualTo(patients.get(0));
            assertThat(each.templateId()).isEqualTo(2);
        });
        clock.advance(Duration.ofHours(12));
        run(campaign);
        requests(campaign, 5);
        assertThat(ofStep(campaign, 1))
                .singleElement()
                .satisfies(each -> assertThat(each.patientId()).isEqualTo(patients.get(2)));
        assertThat(progress(campaign).at("/exited/finished").asInt()).isEqualTo(2);
        assertThat(step(campaign, 0).path("answered").asInt()).isEqualTo(2);
    }

    @Test
    void aStopAndLeavingTheSegmentEndIt() {
        var patients = insert(organization, 2);
        var campaign = started(2, NOW + "," + LATER, "");
        requests(campaign, 2);

        reply(patients.getFirst(), Intent.STOP);
        await().untilAsserted(() ->
                assertThat(progress(campaign).at("/exited/opted-out").asInt()).isEqualTo(1));
        api.change(
                "/api/v1/segments/" + segmentOf(campaign),
                "{\"name\": \"Everybody\", \"rules\": {\"==\": [{\"var\": \"language\"}, \"es\"]}}",
                200);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                progress(campaign).at("/exited/left-segment").asInt())
                        .isEqualTo(1));
        clock.advance(Duration.ofDays(3));
        run(campaign);

        assertThat(requests(campaign)).hasSize(2);
    }

    @Test
    void manyTakeASecondPersonWhoDidNotWriteIt() {
        insert(organization, 5_001);
        var campaign = campaign(api, segment(api, 5_001), NOW, "");

        assertThat(change(api, campaign, "activate", 409).path("type").asString())
                .endsWith(":approval-needed");
        assertThat(change(api, campaign, "approve", 403).path("type").asString())
                .endsWith(":second-person");
        var second = Api.of(port, "Bearer " + tokens.token("second-person", organization, "compliance"));
        assertThat(second.get("/api/v1/campaigns/" + campaign + "/report").findValuesAsString("code"))
                .as("whoever approves it can read what it is about")
                .contains("approval-needed");
        assertThat(change(second, campaign, "approve", 200).path("approved_by").asString())
                .isEqualTo("second-person");
        api.put("/api/v1/campaigns/" + campaign, body(segmentOf(campaign), LATER, ""), 200);
        assertThat(change(api, campaign, "activate", 409).path("type").asString())
                .as("what is approved is a version")
                .endsWith(":approval-needed");
        change(second, campaign, "approve", 200);

        assertThat(change(api, campaign, "activate", 200).path("status").asString())
                .isEqualTo("active");
        change(api, campaign, "cancel", 200);
    }

    @Test
    void asksForNoMoreThanItsPace() {
        insert(organization, 100);
        var campaign = started(100, NOW, ", \"terms\": {\"per_hour\": 60}");

        await().untilAsserted(() -> assertThat(asked(campaign)).isEqualTo(1));
        for (var minute = 2; minute <= 6; minute++) {
            clock.advance(Duration.ofSeconds(61));
            var asked = minute;
            await().untilAsserted(() -> assertThat(asked(campaign)).isEqualTo(asked));
            poller.expandDue();
            assertThat(asked(campaign)).isEqualTo(asked);
        }
    }

    @Test
    void isPausedByAnAlarmOfItsExperimentAndSendsNoVariantThatDoesHarm() {
        insert(organization, 40);
        var campaign = started(
                40,
                NOW + "," + LATER,
                ", \"ab_variants\": {\"variants\": [{\"name\": \"a\", \"weight\": 1}, {\"name\": \"b\", \"weight\": 1}]}");
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
        assertThat(ofStep(campaign, 1)).hasSize(a).allMatch(each -> "a".equals(each.abVariant()));
        assertThat(progress(campaign).at("/exited/variant-stopped").asInt()).isEqualTo(40 - a);

        decide(experiment, campaign, ExperimentVerdict.SAMPLE_RATIO, null);
        await().untilAsserted(() -> assertThat(api.get("/api/v1/campaigns/" + campaign)
                        .path("pause_reason")
                        .asString())
                .isEqualTo("sample-ratio"));
    }

    @Test
    void rehearsesWithoutWriting() {
        insert(organization, 20);
        transactions.executeWithoutResult(
                _ -> jdbc.sql("UPDATE patients SET marketing_sms = FALSE WHERE organization_id = ? LIMIT 5")
                        .param(organization)
                        .update());
        var segment = segment(api, 20);
        var education =
                "{\"purpose\": \"campaign_education\", \"days\": 1, \"at\": \"09:00\", \"channels\": [\"email\", \"sms\"]}";
        var campaign = campaign(api, segment, NOW + "," + education, "");

        var rehearsal = api.get("/api/v1/campaigns/" + campaign + "/dry-run");

        assertThat(rehearsal.path("members").asInt()).isEqualTo(20);
        assertThat(rehearsal.at("/left/finished").asInt()).isEqualTo(20);
        assertThat(rehearsal.at("/steps/0/channels/sms").asInt()).isEqualTo(20);
        assertThat(rehearsal.at("/steps/1/channels/sms").asInt()).isEqualTo(15);
        assertThat(rehearsal.at("/steps/1/skipped/no-marketing-opt-in").asInt()).isEqualTo(5);
        assertThat(rehearsal.at("/steps/1/first").asString()).isEqualTo("2026-03-03T14:00:00Z");
        assertThat(rehearsal.at("/steps/1/samples").size()).isEqualTo(5);
        assertThat(count("SELECT COUNT(*) FROM enrolments WHERE campaign_id = :campaign", campaign))
                .isZero();
    }

    private long started(int patients, String steps, String more) {
        var campaign = campaign(api, segment(api, patients), steps, more);
        change(api, campaign, "activate", 200);
        if (!more.contains("per_hour")) {
            run(campaign);
        }
        return campaign;
    }

    private long segmentOf(long campaign) {
        return api.get("/api/v1/campaigns/" + campaign).path("segment_id").asLong();
    }

    private JsonNode progress(long campaign) {
        return api.get("/api/v1/campaigns/" + campaign).path("counts");
    }

    private JsonNode step(long campaign, int place) {
        return progress(campaign).path("steps").path(place);
    }

    private List<OutreachRequested> ofStep(long campaign, int place) {
        return requests(campaign).stream()
                .filter(each -> step(each).step() == place)
                .toList();
    }

    private long asked(long campaign) {
        return progress(campaign).path("requested").asLong();
    }

    private static CampaignStep step(OutreachRequested request) {
        return Objects.requireNonNull(request.step());
    }

    private static int round(OutreachRequested request) {
        return Objects.requireNonNullElse(step(request).round(), 0);
    }

    private void news(long campaign, long patient, Milestone milestone, JobStatus status, @Nullable String reason) {
        var request = requests(campaign).stream()
                .filter(each -> each.patientId() == patient)
                .findFirst()
                .orElseThrow();
        kafka.publish(
                Topics.JOB,
                Long.toString(patient),
                new JobChanged(
                        UUID.randomUUID(),
                        organization,
                        patient,
                        null,
                        campaign,
                        null,
                        request.purpose(),
                        Channel.SMS,
                        milestone,
                        status,
                        null,
                        null,
                        clock.instant(),
                        clock.instant(),
                        reason,
                        null,
                        null,
                        request.step(),
                        null));
    }

    private void reply(long patient, Intent intent) {
        await().untilAsserted(() -> assertThat(jdbc.sql("SELECT COUNT(*) FROM step_executions WHERE patient_id = ?")
                        .param(patient)
                        .query(Integer.class)
                        .single())
                .isPositive());
        kafka.publish(
                Topics.REPLY,
                Long.toString(patient),
                new ReplyUnderstood(
                        UUID.randomUUID(),
                        organization,
                        patient,
                        Channel.SMS,
                        "0123456789abcdef0123456789abcdef",
                        intent,
                        "en",
                        1,
                        "test",
                        null,
                        clock.instant().plusSeconds(1)));
    }

    private void decide(long experiment, long campaign, ExperimentVerdict verdict, @Nullable String variant) {
        kafka.publish(
                Topics.EXPERIMENT,
                Long.toString(experiment),
                new ExperimentDecided(
                        experiment, organization, campaign, verdict, variant, "For a test.", clock.instant()));
    }
}
