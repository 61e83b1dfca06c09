package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** A rehearsal tells what the real thing would come to: when, for whom, and until when. */
@ServiceTest(schema = "ovhi_segment")
class DryRunServiceTests extends RunningCampaigns {

    DryRunServiceTests(CampaignKit kit, @LocalServerPort int port) {
        super(kit, port);
    }

    @Test
    void patientsBeginSpreadAsTheyWill() {
        reachable(40);
        var campaign = campaign(api, segment(api, 40), AT_ONCE, ", \"terms\": {\"spread\": \"P30D\"}");
        var step = rehearsal(campaign).at("/steps/0");

        assertThat(step.path("sent").asInt()).isEqualTo(40);
        assertThat(Duration.between(first(step), last(step))).isBetween(Duration.ofDays(20), Duration.ofDays(30));
        change(api, campaign, "activate", 200);
        run(campaign);
        assertThat(jdbc.sql("SELECT MAX(anchor_at) AS at FROM enrolments WHERE campaign_id = ?")
                        .param(campaign)
                        .query((row, _) -> row.getTimestamp("at").toInstant())
                        .single())
                .as("the same times")
                .isEqualTo(last(step));
    }

    @Test
    void messagesAreAskedForAtThePaceOfTheCampaign() {
        reachable(5);
        var segment = segment(api, 5);

        var slow = rehearsal(campaign(api, segment, AT_ONCE, ", \"terms\": {\"per_hour\": 2}"));
        assertThat(first(slow.at("/steps/0"))).isEqualTo(SettableClock.START);
        assertThat(last(slow.at("/steps/0"))).isEqualTo(SettableClock.START.plus(Duration.ofHours(2)));

        var steps = AT_ONCE + "," + AT_ONCE;
        var shared = rehearsal(campaign(api, segment, steps, ", \"terms\": {\"per_hour\": 60}"));
        assertThat(last(shared.at("/steps/0"))).isEqualTo(SettableClock.START.plus(Duration.ofMinutes(4)));
        assertThat(last(shared.at("/steps/1"))).isEqualTo(SettableClock.START.plus(Duration.ofMinutes(9)));
    }

    @Test
    void whatAPaceMakesADayLateMovesTheStepsThatFollow() {
        reachable(30);
        var segment = segment(api, 30);

        var rehearsal =
                rehearsal(campaign(api, segment, AT_ONCE + "," + IN_TWO_DAYS, ", \"terms\": {\"per_hour\": 1}"));

        assertThat(last(rehearsal.at("/steps/0"))).isEqualTo(SettableClock.START.plus(Duration.ofHours(29)));
        assertThat(last(rehearsal.at("/steps/1")))
                .as("two days after the day to which the first has moved")
                .isAfterOrEqualTo(SettableClock.START.plus(Duration.ofDays(4)));
    }

    @Test
    void nothingComesAfterTheLastDay() {
        reachable(3);
        var segment = segment(api, 3);
        var ends = ", \"end_date\": \"2026-03-03\"";

        var cut = rehearsal(campaign(api, segment, AT_ONCE + "," + IN_TWO_DAYS, ends));
        assertThat(cut.at("/steps/0/sent").asInt()).isEqualTo(3);
        assertThat(cut.at("/steps/1/sent").asInt()).isZero();
        assertThat(cut.at("/left/campaign-over").asInt()).isEqualTo(3);
        assertThat(cut.at("/left_samples/campaign-over").size()).isEqualTo(3);

        var waiting = AT_ONCE.replace("}", ", \"await_reply\": {\"timeout\": \"P9D\"}}");
        assertThat(rehearsal(campaign(api, segment, waiting, ends))
                        .at("/left/finished")
                        .asInt())
                .as("who got the last message before")
                .isEqualTo(3);
    }

    @Test
    void whoCannotBeReachedGetsNothing() {
        var patients = reachable(5);
        write("UPDATE patients SET reach_sms = FALSE WHERE patient_id = ?", patients.getFirst());
        write("UPDATE patients SET consent_sms = FALSE WHERE patient_id = ?", patients.get(1));
        write("""
                UPDATE patients SET consent_sms = FALSE, reach_email = TRUE, consent_email = TRUE
                WHERE patient_id = ?""", patients.get(2));
        var education = "{\"purpose\": \"campaign_education\", \"channel\": \"sms\"}";
        var rehearsal = rehearsal(campaign(api, segment(api, 5), AT_ONCE + "," + education, ""));

        var refill = rehearsal.at("/steps/0");
        assertThat(refill.path("sent").asInt()).isEqualTo(3);
        assertThat(refill.at("/channels/sms").asInt()).isEqualTo(2);
        assertThat(refill.at("/channels/email").asInt()).as("the only one left").isEqualTo(1);
        assertThat(refill.at("/skipped/unreachable").asInt()).isEqualTo(2);
        assertThat(refill.at("/skipped_samples/unreachable").valueStream().map(JsonNode::asLong))
                .containsExactlyInAnyOrder(patients.getFirst(), patients.get(1));
        assertThat(rehearsal.at("/steps/1/skipped/unreachable").asInt())
                .as("to opt in to marketing is not enough without a number")
                .isEqualTo(1);
        assertThat(rehearsal.at("/left/finished").asInt()).isEqualTo(5);
    }

    @Test
    void stepsAreForThoseTheirConditionsMean() {
        var spanish = reachable(3).getFirst();
        write("UPDATE patients SET language = 'es' WHERE patient_id = ?", spanish);
        var english = AT_ONCE.replace("}", ", \"condition\": {\"==\": [{\"var\": \"language\"}, \"en\"]}}");
        var answered = AT_ONCE.replace("}", ", \"condition\": {\"var\": \"replied\"}}");
        var rehearsal = rehearsal(campaign(api, segment(api, 3), english + "," + answered + "," + AT_ONCE, ""));

        assertThat(rehearsal.at("/steps/0/sent").asInt()).isEqualTo(2);
        assertThat(rehearsal.at("/steps/0/skipped_samples/condition").toString())
                .isEqualTo("[" + spanish + "]");
        assertThat(rehearsal.at("/steps/1/skipped/condition").asInt()).isEqualTo(3);
        assertThat(rehearsal.at("/steps/2/sent").asInt()).isEqualTo(3);
    }

    /** They have a number and allow messages about their care and others by SMS. */
    private List<Long> reachable(int patients) {
        var ids = insert(organization, patients);
        write("UPDATE patients SET reach_sms = TRUE, consent_sms = TRUE WHERE organization_id = ?", organization);
        return ids;
    }

    private JsonNode rehearsal(long campaign) {
        return api.get("/api/v1/campaigns/" + campaign + "/dry-run");
    }

    private static Instant first(JsonNode step) {
        return Instant.parse(step.path("first").asString());
    }

    private static Instant last(JsonNode step) {
        return Instant.parse(step.path("last").asString());
    }
}
