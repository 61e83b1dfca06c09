package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.segment.OvhiFeed;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** Segments that conditions of steps ask for: whom they keep out must stay out. */
@ServiceTest(schema = "ovhi_segment")
class ConditionSegmentsServiceTests extends RunningCampaigns {

    private final ConditionSegments use;
    private long quiet;

    ConditionSegmentsServiceTests(CampaignKit kit, ConditionSegments use, @LocalServerPort int port) {
        super(kit, port);
        this.use = use;
    }

    @BeforeEach
    void keepSomeOut() {
        quiet = api.segment("Do not market", "{\"==\": [{\"var\": \"language\"}, \"xx\"]}");
        await().untilAsserted(() ->
                assertThat(segment(quiet).path("last_evaluated").isNull()).isFalse());
    }

    @Test
    void aSegmentThatAConditionAsksForIsNeitherCompletedNorDeleted() {
        var campaign = campaign(api, api.segment("Everybody", "true"), butFor(quiet), "");

        var problem = complete(quiet, 409);
        assertThat(problem.path("type").asString()).endsWith(":segment-in-use");
        assertThat(problem.path("campaigns").toString()).isEqualTo("[" + campaign + "]");
        delete(quiet, 409);

        change(api, campaign, "cancel", 200);
        complete(quiet, 200);
    }

    @Test
    void itIsInUseAsLongAsPatientsAreOnAVersionThatAsksForIt() {
        insert(organization, 1);
        var campaign = started(1, butFor(quiet), "");
        api.put("/api/v1/campaigns/" + campaign, body(segmentOf(campaign), IN_TWO_DAYS, ""), 200);
        complete(quiet, 409);
        change(api, campaign, "activate", 200);
        complete(quiet, 409);

        change(api, campaign, "move", 200);

        complete(quiet, 200);
    }

    @Test
    void itIsInUseAsLongAsAPauseHoldsSomethingOfAVersionThatAsksForIt() {
        insert(organization, 1);
        var campaign = started(1, butFor(quiet).replace("P2D", "PT0S"), "");
        assertThat(exited(campaign, "finished")).isEqualTo(1);
        change(api, campaign, "pause", 200);
        api.put(
                "/api/v1/campaigns/" + campaign,
                body(segmentOf(campaign), IN_TWO_DAYS.replace("P2D", "PT0S"), ""),
                200);
        change(api, campaign, "activate?move=false", 200);

        complete(quiet, 409);
    }

    /** Nobody may change a segment of the organisation meanwhile. */
    @Test
    void nobodyIsLookedAtForAVersionThatNobodyIsOn() {
        var patient = insert(organization, 1).getFirst();
        var campaign = started(1, AT_ONCE + "," + butFor(quiet), "");
        edit(campaign, AT_ONCE + "," + butFor(quiet).replace("P2D", "P3D"));
        edit(campaign, AT_ONCE + "," + IN_TWO_DAYS);
        transactions.executeWithoutResult(_ -> LongStream.range(0, 500).forEach(_ -> beside(campaign, patient)));

        var read = Objects.requireNonNull(transactions.execute(_ -> {
            var before = RowsRead.soFar(jdbc);
            assertThat(use.campaigns(organization, quiet)).isEmpty();
            return RowsRead.soFar(jdbc) - before;
        }));

        assertThat(read).isLessThan(300);
    }

    /** Another patient who stands where this one does. */
    private void beside(long campaign, long patient) {
        var another = OvhiFeed.id();
        Stream.of("""
                        INSERT INTO enrolments (campaign_id, patient_id, version, state, next_step, next_at)
                        SELECT campaign_id, :another, version, state, next_step, next_at FROM enrolments
                        WHERE campaign_id = :campaign AND patient_id = :patient""", """
                        INSERT INTO step_executions (id, campaign_id, patient_id, version, step, outcome)
                        SELECT UUID(), campaign_id, :another, version, step, outcome FROM step_executions
                        WHERE campaign_id = :campaign AND patient_id = :patient""")
                .forEach(each -> assertThat(jdbc.sql(each)
                                .param("another", another)
                                .param("campaign", campaign)
                                .param("patient", patient)
                                .update())
                        .isEqualTo(1));
    }

    /** Everybody is on a new version. */
    private void edit(long campaign, String steps) {
        api.put("/api/v1/campaigns/" + campaign, body(segmentOf(campaign), steps, ""), 200);
        change(api, campaign, "activate", 200);
        change(api, campaign, "move", 200);
        run(campaign);
    }

    @Test
    void aConditionAsksForSegmentsOfItsOrganisationThatAreInUse() {
        var everybody = api.segment("Everybody", "true");
        var over = api.segment("Over", "true");
        complete(over, 200);
        var theirs = api(OvhiFeed.id()).segment("Theirs", "true");

        for (var unknown : new long[] {999_999, over, theirs}) {
            var problem = api.post("/api/v1/campaigns", body(everybody, AT_ONCE + "," + butFor(unknown), ""), 422);
            assertThat(problem.path("type").asString()).endsWith(":invalid-rule");
            assertThat(problem.path("path").asString()).isEqualTo("steps[1].condition/!/0/in/0");
        }
        var campaign = campaign(api, everybody, butFor(quiet), "");
        api.put("/api/v1/campaigns/" + campaign, body(everybody, butFor(999_999), ""), 422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"none\": [{\"var\": \"segments\"}, {\"==\": [{\"var\": \"\"}, 999999]}]}",
                "{\"some\": [{\"var\": \"segments\"}, {\">\": [{\"var\": \"\"}, 0]}]}"
            })
    void aConditionNamesTheSegmentsItAsksFor(String condition) {
        var problem = api.post("/api/v1/campaigns", body(api.segment("Everybody", "true"), when(condition), ""), 422);

        assertThat(problem.path("type").asString()).endsWith(":invalid-rule");
        assertThat(problem.path("path").asString()).isEqualTo("steps[0].condition");
    }

    @Test
    void nothingBeginsBeforeItIsKnownWhoIsKeptOut() {
        var drafted = api.post(
                        "/api/v1/segments", "{\"name\": \"Drafted\", \"rules\": true, \"status\": \"draft\"}", 201)
                .path("id")
                .asLong();
        var campaign = campaign(api, api.segment("Everybody", "true"), butFor(drafted), "");

        var problem = change(api, campaign, "activate", 409);
        assertThat(problem.path("type").asString()).endsWith(":inactive-segment");
        assertThat(problem.path("segments").toString()).isEqualTo("[" + drafted + "]");

        api.change(
                "/api/v1/segments/" + drafted, "{\"name\": \"Drafted\", \"rules\": true, \"status\": \"active\"}", 200);
        await().untilAsserted(() ->
                assertThat(segment(drafted).path("last_evaluated").isNull()).isFalse());
        assertThat(change(api, campaign, "activate", 200).path("status").asString())
                .isEqualTo("active");
    }

    @Test
    void whatWasApprovedIsAlsoWhoIsKeptOut() {
        insert(organization, 5_001);
        var campaign = campaign(api, segment(api, 5_001), butFor(quiet), "");
        change(api("reader"), campaign, "approve", 200);
        change(api, campaign, "activate", 200);
        run(campaign);
        poller.expandDue();
        assertThat(status(campaign)).isEqualTo("active");

        api.change("/api/v1/segments/" + quiet, "{\"name\": \"Do not market\", \"rules\": false}", 200);

        awaitPaused(campaign, "approval-needed");
        assertThat(change(api, campaign, "activate", 409).path("type").asString())
                .endsWith(":approval-needed");
    }

    @Test
    void anApprovalFromBeforeThoseWhoAreKeptOutCountedStands() {
        insert(organization, 5_001);
        var segment = segment(api, 5_001);
        var campaign = campaign(api, segment, butFor(quiet), "");
        var rules = api.get("/api/v1/campaigns/" + campaign(api, segment, IN_TWO_DAYS, "") + "/report")
                .path("rules")
                .asString();
        change(api("reader"), campaign, "approve", 200);
        transactions.executeWithoutResult(_ -> jdbc.sql("UPDATE comm_campaigns SET approved_rules = ? WHERE id = ?")
                .params(rules, campaign)
                .update());

        assertThat(change(api, campaign, "activate", 200).path("status").asString())
                .isEqualTo("active");
        run(campaign);
        assertThat(status(campaign)).isEqualTo("active");
    }

    private static String butFor(long segment) {
        return when("{\"!\": [{\"in\": [" + segment + ", {\"var\": \"segments\"}]}]}");
    }

    private static String when(String condition) {
        return "{\"purpose\": \"rx_refill\", \"offset\": \"P2D\", \"condition\": " + condition + "}";
    }

    private JsonNode segment(long id) {
        return api.get("/api/v1/segments/" + id);
    }

    private JsonNode complete(long segment, int status) {
        return api.change(
                "/api/v1/segments/" + segment,
                "{\"name\": \"Completed\", \"rules\": true, \"status\": \"completed\"}",
                status);
    }

    private void delete(long segment, int status) {
        api.conditional(
                HttpMethod.DELETE,
                "/api/v1/segments/" + segment,
                null,
                segment(segment).path("version").asInt(),
                status);
    }
}
