package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.segment.Api;
import com.ovhi.outreach.segment.OvhiFeed;
import java.time.Duration;
import java.time.LocalDate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Whom it takes for a campaign to go out to many, and for how long that holds. */
@ServiceTest(schema = "ovhi_segment")
class ApprovalServiceTests extends RunningCampaigns {

    ApprovalServiceTests(CampaignKit kit, @LocalServerPort int port) {
        super(kit, port);
    }

    @Test
    void manyTakeASecondPersonWhoDidNotWriteIt() {
        insert(organization, 5_001);
        var campaign = campaign(api, segment(api, 5_001), AT_ONCE, "");

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
        api.put("/api/v1/campaigns/" + campaign, body(segmentOf(campaign), IN_TWO_DAYS, ""), 200);
        assertThat(change(api, campaign, "activate", 409).path("type").asString())
                .as("what is approved is a version")
                .endsWith(":approval-needed");
        change(second, campaign, "approve", 200);

        assertThat(change(api, campaign, "activate", 200).path("status").asString())
                .isEqualTo("active");
        change(api, campaign, "cancel", 200);
    }

    @Test
    void isApprovedByNobodyWhoWroteItAndNotUnseen() {
        insert(organization, 1);
        var segment = segment(api, 1);
        var campaign = campaign(api, segment, AT_ONCE, "");
        api("writer").put("/api/v1/campaigns/" + campaign, body(segment, IN_TWO_DAYS, ""), 200);
        api.put("/api/v1/campaigns/" + campaign, body(segment, IN_TWO_DAYS, ", \"description\": \"Comma\""), 200);

        assertThat(change(api("writer"), campaign, "approve", 403).path("type").asString())
                .endsWith(":second-person");
        assertThat(change(api("reader"), campaign, "approve?version=2", 409)
                        .path("type")
                        .asString())
                .endsWith(":version-changed");
        assertThat(change(api("reader"), campaign, "approve?version=1", 200)
                        .path("approved_by")
                        .asString())
                .isEqualTo("reader");
    }

    @Test
    void theRulesThatWereSeenAreTheRulesThatAreApproved() {
        insert(organization, 1);
        var segment = segment(api, 1);
        var campaign = campaign(api, segment, AT_ONCE, "");
        var seen = rulesSeen(campaign);
        api.change(
                "/api/v1/segments/" + segment,
                "{\"name\": \"Everybody\", \"rules\": {\"!=\": [{\"var\": \"language\"}, \"xx\"]}}",
                200);

        assertThat(change(api("reader"), campaign, "approve?version=1&rules=" + seen, 409)
                        .path("type")
                        .asString())
                .endsWith(":segment-changed");
        assertThat(change(api("reader"), campaign, "approve?version=1&rules=" + rulesSeen(campaign), 200)
                        .path("approved_by")
                        .asString())
                .isEqualTo("reader");
    }

    private String rulesSeen(long campaign) {
        return api.get("/api/v1/campaigns/" + campaign + "/report")
                .path("rules")
                .asString();
    }

    @Test
    void anApprovalIsForSoManyAsThereWere() {
        insert(organization, 1);
        var campaign = campaign(api, segment(api, 1), AT_ONCE, "");
        change(api("reader"), campaign, "approve", 200);
        change(api, campaign, "activate", 200);
        run(campaign);
        transactions.executeWithoutResult(_ -> LongStream.range(0, 5_000)
                .forEach(_ -> jdbc.sql(
                                "INSERT INTO enrolments (campaign_id, patient_id, exit_reason) VALUES (?, ?, 'finished')")
                        .params(campaign, OvhiFeed.id())
                        .update()));

        feed.patient(organization, "en", LocalDate.of(1980, 1, 1));

        awaitPaused(campaign, "approval-needed");
    }

    @Test
    void whatRunsStaysApprovedWhileItIsWrittenAnew() {
        insert(organization, 5_001);
        var segment = segment(api, 5_001);
        var campaign = campaign(api, segment, IN_TWO_DAYS, "");
        change(api("reader"), campaign, "approve", 200);
        change(api, campaign, "activate", 200);
        run(campaign);

        api.put("/api/v1/campaigns/" + campaign, body(segment, IN_TWO_DAYS, ", \"description\": \"Comma\""), 200);
        oneMoreEnters(segment, campaign, 5_002);
        change(api("reader"), campaign, "approve", 200);
        oneMoreEnters(segment, campaign, 5_003);
        api.put("/api/v1/campaigns/" + campaign, body(segment, IN_TWO_DAYS, ", \"description\": \"Colon\""), 200);
        oneMoreEnters(segment, campaign, 5_004);

        assertThat(change(api, campaign, "activate", 409).path("type").asString())
                .as("what was written anew is not approved by that")
                .endsWith(":approval-needed");
        api.change(
                "/api/v1/segments/" + segment,
                "{\"name\": \"Everybody\", \"rules\": {\"!=\": [{\"var\": \"language\"}, \"xx\"]}}",
                200);
        awaitPaused(campaign, "approval-needed");
    }

    private void oneMoreEnters(long segment, long campaign, int enrolled) {
        insert(organization, 1);
        api.post("/api/v1/segments/" + segment + "/evaluate", "{}", 200);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            poller.expandDue();
            assertThat(progress(campaign).path("enrolled").asInt()).isEqualTo(enrolled);
        });
        poller.expandDue();
        assertThat(status(campaign)).isEqualTo("active");
    }

    @Test
    void pausesForApprovalWhenASegmentGrowsBeyondWhatOnePersonMayWriteTo() {
        insert(organization, 5_000);
        var segment = segment(api, 5_000);
        var campaign = started(segment, IN_TWO_DAYS, "");

        insert(organization, 1);
        api.post("/api/v1/segments/" + segment + "/evaluate", "{}", 200);

        awaitPaused(campaign, "approval-needed");
    }

    @Test
    void whatWasApprovedIsTheRuleOfTheSegmentAndOfThoseItAsksFor() {
        insert(organization, 5_001);
        var inner = segment(api, 5_001);
        var outer = api.segment("Outer", "{\"in\": [" + inner + ", {\"var\": \"segments\"}]}");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(api.get("/api/v1/segments/" + outer)
                                .path("patient_count")
                                .asLong())
                        .isEqualTo(5_001));
        var campaign = campaign(api, outer, IN_TWO_DAYS, "");
        change(api("reader"), campaign, "approve", 200);
        change(api, campaign, "activate", 200);
        run(campaign);

        api.change(
                "/api/v1/segments/" + outer,
                "{\"name\": \"Renamed\", \"rules\": {\"in\": [" + inner + ", {\"var\": \"segments\"}]}}",
                200);
        poller.expandDue();
        assertThat(status(campaign)).as("another name means nobody else").isEqualTo("active");
        api.change(
                "/api/v1/segments/" + inner,
                "{\"name\": \"Everybody\", \"rules\": {\"!=\": [{\"var\": \"language\"}, \"xx\"]}}",
                200);

        awaitPaused(campaign, "approval-needed");
        assertThat(change(api, campaign, "activate", 409).path("type").asString())
                .endsWith(":approval-needed");
        assertThat(api.get("/api/v1/campaigns/" + campaign + "/report")
                        .path("findings")
                        .toString())
                .contains("approval-needed");
        change(api("reader"), campaign, "approve", 200);
        assertThat(change(api, campaign, "activate", 200).path("status").asString())
                .isEqualTo("active");
    }
}
