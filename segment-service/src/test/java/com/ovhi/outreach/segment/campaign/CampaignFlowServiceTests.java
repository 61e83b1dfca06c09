package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.segment.OvhiFeed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What moves patients on in campaigns and out of them, against real servers. */
@ServiceTest(schema = "ovhi_segment")
class CampaignFlowServiceTests extends RunningCampaigns {

    CampaignFlowServiceTests(CampaignKit kit, @LocalServerPort int port) {
        super(kit, port);
    }

    @Test
    void patientsStayOnTheirVersionUntilTheyAreMoved() {
        var patients = insert(organization, 2);
        var campaign = started(2, AT_ONCE + "," + IN_TWO_DAYS, "");
        requests(campaign, 2);

        var edited = api.put(
                "/api/v1/campaigns/" + campaign,
                body(segmentOf(campaign), AT_ONCE + "," + IN_TWO_DAYS.replace("P2D", "P4D"), ""),
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
        var asking = AT_ONCE.replace(
                "}", ", \"await_reply\": {\"timeout\": \"PT12H\", \"on_reply\": 2, \"on_timeout\": 1}}");
        var silent = "{\"purpose\": \"rx_refill\", \"from\": \"previous\", \"next\": 3, \"template_id\": 1}";
        var answered = "{\"purpose\": \"rx_refill\", \"from\": \"previous\", \"template_id\": 2,"
                + " \"condition\": {\"var\": \"replied\"}}";
        var campaign =
                started(3, asking + "," + silent + "," + answered, ", \"terms\": {\"exit_on\": [\"confirmed\"]}");
        requests(campaign, 3);
        for (var patient : patients) {
            news(requestFor(campaign, patient), UUID.randomUUID(), Milestone.SENT, null);
        }
        await().untilAsserted(
                        () -> assertThat(step(campaign, 0).path("sent").asInt()).isEqualTo(3));
        answer(patients.get(0), Intent.QUESTION);
        answer(patients.get(1), Intent.CONFIRM);
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
    void whatBecameOfAMessageDecidesAboutTheNext() {
        var patients = insert(organization, 3);
        var campaign = started(3, AT_ONCE + "," + ifIt("clicked", 1) + "," + ifIt("delivered", 2), "");
        requests(campaign, 3);
        news(requestFor(campaign, patients.get(0)), UUID.randomUUID(), Milestone.CLICKED, null);
        news(requestFor(campaign, patients.get(1)), UUID.randomUUID(), Milestone.DELIVERED, null);
        news(requestFor(campaign, patients.get(2)), UUID.randomUUID(), Milestone.SENT, null);
        await().untilAsserted(
                        () -> assertThat(step(campaign, 0).path("sent").asInt()).isEqualTo(3));

        clock.advance(Duration.ofDays(2));
        run(campaign);

        assertThat(requests(campaign, 5).stream()
                        .filter(each -> step(each).step() > 0)
                        .map(each -> patients.indexOf(each.patientId()) + "/"
                                + step(each).step()))
                .containsExactlyInAnyOrder("0/1", "1/2");
        assertThat(progress(campaign).at("/skipped/condition").asInt()).isEqualTo(4);
    }

    private static String ifIt(String deed, int template) {
        return IN_TWO_DAYS.replace(
                "}", ", \"template_id\": " + template + ", \"condition\": {\"var\": \"" + deed + "\"}}");
    }

    @Test
    void aStopAndLeavingTheSegmentEndIt() {
        var patients = insert(organization, 2);
        var campaign = started(2, AT_ONCE + "," + IN_TWO_DAYS, "");
        requests(campaign, 2);

        answer(patients.getFirst(), Intent.STOP);
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
    void asksForNoMoreThanItsPace() {
        insert(organization, 100);
        var campaign = campaign(api, segment(api, 100), AT_ONCE, ", \"terms\": {\"per_hour\": 60}");
        change(api, campaign, "activate", 200);

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
    void whoEntersBeginsAtATimeOfTheirOwn() {
        insert(organization, 200);
        var campaign = started(200, AT_ONCE, ", \"terms\": {\"spread\": \"P2D\"}");

        clock.advance(Duration.ofDays(1));
        run(campaign);
        assertThat(asked(campaign)).as("half of them, but for chance").isBetween(70L, 130L);
        clock.advance(Duration.ofDays(1));
        run(campaign);

        assertThat(asked(campaign)).isEqualTo(200);
    }

    @Test
    void rehearsesWithoutWriting() {
        var closed = insert(organization, 20).stream().sorted().limit(5).toList();
        closed.forEach(each -> write("UPDATE patients SET marketing_sms = FALSE WHERE patient_id = ?", each));
        write("UPDATE patients SET reach_sms = TRUE, consent_sms = TRUE WHERE organization_id = ?", organization);
        var segment = segment(api, 20);
        var education =
                "{\"purpose\": \"campaign_education\", \"days\": 1, \"at\": \"09:00\", \"channels\": [\"email\", \"sms\"]}";
        var campaign = campaign(api, segment, AT_ONCE + "," + education, "");

        var rehearsal = api.get("/api/v1/campaigns/" + campaign + "/dry-run");

        assertThat(rehearsal.path("members").asInt()).isEqualTo(20);
        assertThat(rehearsal.at("/left/finished").asInt()).isEqualTo(20);
        assertThat(rehearsal.at("/steps/0/channels/sms").asInt()).isEqualTo(20);
        assertThat(rehearsal.at("/steps/1/channels/sms").asInt()).isEqualTo(15);
        assertThat(rehearsal.at("/steps/1/skipped/no-marketing-opt-in").asInt()).isEqualTo(5);
        assertThat(rehearsal.at("/steps/1/skipped_samples/no-marketing-opt-in").valueStream())
                .as("some of those who would get nothing")
                .extracting(JsonNode::asLong)
                .containsExactlyElementsOf(closed);
        assertThat(rehearsal.at("/left_samples/finished").size()).isEqualTo(5);
        assertThat(kafka.await(
                                Topics.AUDIT,
                                AuditRecorded.class,
                                each -> Objects.equals(each.patientId(), closed.getFirst()))
                        .details())
                .as("who is shown is audited")
                .containsEntry("resource", "campaign-dry-run");
        assertThat(rehearsal.at("/steps/1/first").asString()).isEqualTo("2026-03-03T14:00:00Z");
        assertThat(rehearsal.at("/steps/1/samples").size()).isEqualTo(5);
        assertThat(count("SELECT COUNT(*) FROM enrolments WHERE campaign_id = :campaign", campaign))
                .isZero();
    }

    @Test
    void aVisitBookedBeforeThePatientsStepsBeginCounts() {
        var patient = insert(organization, 1).getFirst();
        var campaign = started(1, IN_TWO_DAYS, ", \"terms\": {\"exit_on\": [\"booked\"]}");
        write("UPDATE enrolments SET anchor_at = '2037-01-01 00:00:00' WHERE patient_id = ?", patient);

        feed.booked(organization, patient, OvhiFeed.id(), 1, "2037-03-20T10:00:00-04:00");

        await().untilAsserted(() -> assertThat(exited(campaign, "booked")).isEqualTo(1));
    }

    @Test
    void endsWithItsLastDay() {
        insert(organization, 1);
        var campaign = started(1, AT_ONCE + "," + IN_TWO_DAYS, ", \"end_date\": \"2026-03-03\"");
        requests(campaign, 1);
        assertThat(api.get("/api/v1/campaigns/" + campaign + "/report").findValuesAsString("code"))
                .contains("steps-after-end");

        clock.set(Instant.parse("2026-03-04T04:59:59Z"));
        poller.check();
        assertThat(status(campaign)).as("a second to midnight in New York").isEqualTo("active");
        clock.advance(Duration.ofSeconds(1));
        poller.check();
        poller.expandDue();

        assertThat(status(campaign)).isEqualTo("completed");
        clock.advance(Duration.ofDays(7));
        poller.expandDue();
        assertThat(requests(campaign)).hasSize(1);
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

    private void answer(long patient, Intent intent) {
        await().untilAsserted(() -> assertThat(jdbc.sql("SELECT COUNT(*) FROM step_executions WHERE patient_id = ?")
                        .param(patient)
                        .query(Integer.class)
                        .single())
                .isPositive());
        reply(patient, intent);
    }
}
