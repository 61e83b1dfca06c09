package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.segment.Api;
import com.ovhi.outreach.segment.OvhiFeed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;

/** What the campaign endpoints refuse, and how. */
@ServiceTest(schema = "ovhi_segment")
class CampaignRefusalTests {

    private static final String EVERYBODY = "true";
    private static final String EDUCATION = "{\"purpose\": \"campaign_education\", \"offset\": \"PT0S\"}";

    private final TestTokens tokens;
    private final OvhiFeed feed;
    private final int port;

    CampaignRefusalTests(TestKafka kafka, TestTokens tokens, @LocalServerPort int port) {
        this.tokens = tokens;
        this.port = port;
        feed = new OvhiFeed(kafka);
    }

    @Test
    void anotherOrganisationsCampaignDoesNotExist() {
        var mine = api(feed.organization("+12125550100"));
        var theirs = api(OvhiFeed.id());
        var segment = mine.segment("Mine", EVERYBODY);
        var campaign = campaign(mine, segment, EDUCATION, "");

        theirs.call(HttpMethod.GET, "/api/v1/campaigns/" + campaign, null, 404);
        change(theirs, campaign, "activate", 404);
        change(theirs, campaign, "pause", 404);
        change(theirs, campaign, "complete", 404);
        change(theirs, campaign, "cancel", 404);
        change(theirs, campaign, "approve", 404);
        change(theirs, campaign, "move", 404);
        theirs.put("/api/v1/campaigns/" + campaign, body(segment, EDUCATION, ""), 422);
        theirs.call(HttpMethod.GET, "/api/v1/campaigns/" + campaign + "/report", null, 404);
        theirs.call(HttpMethod.GET, "/api/v1/campaigns/" + campaign + "/dry-run", null, 404);
        theirs.post("/api/v1/campaigns", body(segment, EDUCATION, ""), 422);
        assertThat(theirs.get("/api/v1/campaigns").path("campaigns").size()).isZero();
        assertThat(mine.get("/api/v1/campaigns").path("campaigns").size()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"purpose": "urgent"}                                      | ``                             | 422
            {"purpose": "appt_reminder"}                               | ``                             | 422
            {"purpose": "campaign_education", "offset": "-P1D"}        | ``                             | 422
            {"purpose": "campaign_education", "next": 7}               | ``                             | 422
            {"purpose": "campaign_education", "condition": 5}          | ``                             | 422
            {"purpose": "campaign_education"}                          | , "ab_variants": {"variants": [{"name": "holdout", "weight": 1}]} | 422
            {"purpose": "campaign_education"}                          | , "ab_variants": {"variants": [{"name": "a", "weight": 0}]} | 422
            {"purpose": "campaign_education"}                          | , "ab_variants": {"variants": [{"name": "a", "weight": 1, "step": 1}]} | 422
            {"purpose": "campaign_education"}                          | , "ab_variants": {"variants": []} | 400
            {"purpose": "campaign_education"}                          | , "ab_variants": {"variants": [{"name": "A b", "weight": 1}]} | 400
            {"purpose": "campaign_education"}                          | , "terms": {"spread": "P91D"}  | 422
            {"purpose": "campaign_education"}                          | , "terms": {"per_hour": 0}     | 400
            {"purpose": "campaign_education"}                          | , "terms": {"exit_on": ["bored"]} | 400
            {"purpose": "campaign_education", "from": "birth"}         | ``                             | 400
            {"purpose": "campaign_education", "days": 366}             | ``                             | 400
            {"purpose": "campaign_education", "await_reply": {}}       | ``                             | 400
            {"purpose": "campaign_education"}                          | , "start_date": "2026-03-09", "end_date": "2026-03-08" | 422
            {"purpose": "spam"}                                        | ``                             | 400
            {"purpose": "campaign_education", "channel": "fax"}        | ``                             | 400
            {"purpose": "campaign_education", "template_id": -1}       | ``                             | 400
            {"purpose": "campaign_education", "offset": "soon"}        | ``                             | 400
            {}                                                         | ``                             | 400
            null                                                       | ``                             | 400
            {"purpose": "campaign_education"}                          | , "end_date": "tomorrow"       | 400
            """)
    void refusesWhatIsNotACampaign(String step, String more, int status) {
        var api = api(OvhiFeed.id());
        var segment = api.segment("Everybody", EVERYBODY);

        api.post("/api/v1/campaigns", body(segment, step, more), status);
    }

    @Test
    void refusesToStartWhatCannotWork() {
        var organization = feed.organization(null);
        var silent = api(organization);
        var segment = silent.segment("Everybody", EVERYBODY);
        assertThat(change(silent, campaign(silent, segment, EDUCATION, ""), "activate", 422))
                .endsWith(":incomplete-organization");

        var api = api(feed.organization("+12125550100"));
        var other = api.segment("Everybody", EVERYBODY);
        var over = campaign(api, other, EDUCATION, ", \"end_date\": \"2026-03-01\"");
        await().untilAsserted(
                        () -> assertThat(change(api, over, "activate", 422)).endsWith(":campaign-over"));
        api.change(
                "/api/v1/segments/" + other, "{\"name\": \"Everybody\", \"rules\": true, \"is_active\": false}", 200);
        var draft = campaign(api, other, EDUCATION, "");
        assertThat(change(api, draft, "activate", 409)).endsWith(":inactive-segment");
        assertThat(change(api, draft, "pause", 409)).endsWith(":illegal-transition");
        Api.of(port, tokens.bearer(organization, "clinic-staff"))
                .post("/api/v1/campaigns", body(segment, EDUCATION, ""), 403);
    }

    private Api api(long organization) {
        return Api.of(port, tokens, organization);
    }

    private static String body(long segment, String step, String more) {
        return "{\"name\": \"Flu shots\", \"segment_id\": " + segment + ", \"steps\": [" + step + "]" + more + "}";
    }

    private static long campaign(Api api, long segment, String step, String more) {
        return api.post("/api/v1/campaigns", body(segment, step, more), 201)
                .path("id")
                .asLong();
    }

    /** Returns the type of the refusal. */
    private static String change(Api api, long campaign, String how, int status) {
        return api.post("/api/v1/campaigns/" + campaign + "/" + how, "{}", status)
                .path("type")
                .asString();
    }
}
