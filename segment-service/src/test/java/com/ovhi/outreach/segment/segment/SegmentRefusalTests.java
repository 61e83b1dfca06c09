package com.ovhi.outreach.segment.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.segment.Api;
import com.ovhi.outreach.segment.OvhiFeed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;

/** What the segment endpoints refuse, and how. */
@ServiceTest(schema = "ovhi_segment")
class SegmentRefusalTests {

    private static final String SPANISH = "{\"==\": [{\"var\": \"language\"}, \"es\"]}";

    private final TestTokens tokens;
    private final int port;

    SegmentRefusalTests(TestTokens tokens, @LocalServerPort int port) {
        this.tokens = tokens;
        this.port = port;
    }

    @Test
    void anotherOrganisationsSegmentDoesNotExist() {
        var mine = api(OvhiFeed.id());
        var theirs = api(OvhiFeed.id());
        var segment = mine.segment("Mine", SPANISH);

        var missing = theirs.call(HttpMethod.GET, "/api/v1/segments/999999", null, 404);
        var foreign = theirs.call(HttpMethod.GET, "/api/v1/segments/" + segment, null, 404);

        assertThat(foreign.path("type")).isEqualTo(missing.path("type"));
        assertThat(foreign.path("detail")).isEqualTo(missing.path("detail"));
        theirs.call(HttpMethod.GET, "/api/v1/segments/" + segment + "/members", null, 404);
        theirs.post("/api/v1/segments/" + segment + "/evaluate", "{}", 404);
        theirs.conditional(HttpMethod.PUT, "/api/v1/segments/" + segment, body("Theirs", SPANISH, true), 0, 404);
        theirs.conditional(HttpMethod.DELETE, "/api/v1/segments/" + segment, null, 0, 404);
        theirs.call(HttpMethod.GET, "/api/v1/segments/" + segment + "/versions", null, 404);
        theirs.call(HttpMethod.GET, "/api/v1/segments/" + segment + "/members.csv", null, 404);
        theirs.call(HttpMethod.GET, "/api/v1/segments/" + segment + "/explanation?patient_id=1", null, 404);
        theirs.post("/api/v1/segments", body("Theirs", inside(segment), true), 422);
        assertThat(theirs.get("/api/v1/segments").path("segments").size()).isZero();
        assertThat(mine.get("/api/v1/segments").path("segments").size()).isEqualTo(1);
    }

    @Test
    void refusesARuleThatAsksForAllSegmentsItsOwnAmongThem() {
        var api = api(OvhiFeed.id());
        var other = api.segment("Other", "true");
        var one = "{\"in\": [" + other + ", {\"var\": \"segments\"}]}";

        for (var rule : List.of(
                "{\"!\": {\"var\": \"segments\"}}", "{\"and\": [" + one + ", {\"!!\": {\"var\": \"segments\"}}]}")) {
            assertThat(api.post("/api/v1/segments", body("Lonely", rule, true), 422)
                            .path("type")
                            .asString())
                    .isEqualTo("urn:ovhi:problem:invalid-rule");
        }
        api.post("/api/v1/segments", body("Not lonely", "{\"!\": " + one + "}", true), 201);
    }

    @Test
    void refusesARuleAndSaysWhereAndWhy() {
        var api = api(OvhiFeed.id());

        var problem =
                api.post("/api/v1/segments", body("X", "{\"and\": [true, {\"var\": \"given_name\"}]}", true), 422);

        assertThat(problem.path("type").asString()).isEqualTo("urn:ovhi:problem:invalid-rule");
        assertThat(problem.path("pointer").asString()).isEqualTo("/rules/and/1/var");
        assertThat(problem.path("reason").asString()).contains("not an attribute");
        assertThat(problem.toString()).doesNotContain("given_name");
        api.post("/api/v1/segments/preview", "{\"rules\": 7}", 422);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"rules": true}                 | 400
            {"name": " ", "rules": true}    | 400
            {"name": "X"}                   | 400
            {"name": "X", "rules": null}    | 422
            {"name": ["X"], "rules": true}  | 400
            {"name": "X", "rules": {"a": }  | 400
            {"name": "X", "rules": {"<": [NaN, 1]}} | 400
            {"name": "X", "rules": true, "status": "sleeping"} | 400
            {"name": "X", "rules": true, "status": "paused"} | 422
            """)
    void refusesWhatIsNotASegment(String json, int status) {
        api(OvhiFeed.id()).post("/api/v1/segments", json, status);
    }

    @Test
    void refusesTheSameNameTwiceAndTheWrongRoleAndABadPage() {
        var organization = OvhiFeed.id();
        var api = api(organization);
        var first = api.segment("Once", SPANISH);
        var second = api.segment("Twice", SPANISH);

        api.post("/api/v1/segments", body("once", SPANISH, true), 409);
        api.change("/api/v1/segments/" + second, body("Once", SPANISH, true), 409);
        api.change("/api/v1/segments/" + first, body("Once", SPANISH, true), 200);
        api.call(HttpMethod.GET, "/api/v1/segments?limit=0", null, 400);
        Api.of(port, tokens.bearer(organization, "core-system")).call(HttpMethod.GET, "/api/v1/segments", null, 403);
    }

    @Test
    void aChangeNeedsTheVersionItIsBasedOn() {
        var api = api(OvhiFeed.id());
        var segment = "/api/v1/segments/" + api.segment("Mine", SPANISH);

        assertThat(api.put(segment, body("Mine", SPANISH, true), 428)
                        .path("type")
                        .asString())
                .endsWith("if-match-required");
        assertThat(api.conditional(HttpMethod.PUT, segment, body("Ours", SPANISH, true), 0, 200)
                        .path("version")
                        .asInt())
                .isEqualTo(1);
        api.conditional(HttpMethod.PUT, segment, body("Mine", "true", true), 0, 412);
        api.conditional(HttpMethod.DELETE, segment, null, 0, 412);
        assertThat(api.get(segment).path("rules").toString()).contains("language");
    }

    @Test
    void segmentsAskForEachOtherButNotInCircles() {
        var api = api(OvhiFeed.id());
        var first = api.segment("First", SPANISH);
        var second = api.segment("Second", inside(first));
        var third = api.segment("Third", "{\"and\": [true, " + inside(second) + "]}");

        var problem = api.change("/api/v1/segments/" + first, body("First", inside(third), true), 422);
        assertThat(problem.path("type").asString()).endsWith("segment-cycle");
        assertThat(problem.path("pointer").asString()).isEqualTo("/rules/in/0");
        api.change("/api/v1/segments/" + first, body("First", "{\"!\": " + inside(first) + "}", true), 422);
        api.post("/api/v1/segments", body("Fourth", inside(999_999), true), 422);
    }

    @Test
    void aSegmentOthersAskForIsNeitherCompletedNorDeleted() {
        var api = api(OvhiFeed.id());
        var first = "/api/v1/segments/" + api.segment("First", SPANISH);
        var second = "/api/v1/segments/" + api.segment("Second", inside(Long.parseLong(first.substring(17))));

        var problem = api.conditional(HttpMethod.DELETE, first, null, 0, 409);
        assertThat(problem.path("type").asString()).endsWith("segment-in-use");
        assertThat(problem.path("segments").toString()).isEqualTo("[" + second.substring(17) + "]");
        api.change(first, status("First", "completed"), 409);

        api.change(second, status("Second", "completed"), 200);
        api.conditional(HttpMethod.DELETE, second, null, 1, 204);
        api.change(first, status("First", "completed"), 200);
        api.change(first, status("First", "active"), 409);
        api.conditional(HttpMethod.DELETE, first, null, 1, 204);
        api.call(HttpMethod.GET, first, null, 404);
    }

    @Test
    void aSegmentOfACampaignIsNotDeleted() {
        var api = api(OvhiFeed.id());
        var segment = api.segment("Mine", SPANISH);
        api.post(
                "/api/v1/campaigns",
                "{\"name\": \"C\", \"segment_id\": " + segment
                        + ", \"steps\": [{\"purpose\": \"campaign_education\", \"offset\": \"PT0S\"}]}",
                201);

        var problem = api.conditional(HttpMethod.DELETE, "/api/v1/segments/" + segment, null, 0, 409);

        assertThat(problem.path("type").asString()).endsWith("segment-in-use");
    }

    @Test
    void remembersEveryWording() {
        var api = api(OvhiFeed.id());
        var segment = "/api/v1/segments/" + api.segment("Mine", SPANISH);
        api.change(segment, body("Ours", "true", true), 200);
        api.change(segment, status("Ours", "paused"), 200);

        var versions = api.get(segment + "/versions").path("versions");

        assertThat(versions.valueStream()
                        .map(each -> each.path("name").asString() + " "
                                + each.path("status").asString()))
                .containsExactly("Ours paused", "Ours active", "Mine active");
        assertThat(versions.path(2).path("rules").toString()).contains("language");
        assertThat(api.get(segment + "/versions?limit=1&before=2").path("next").asInt())
                .isEqualTo(1);
    }

    @Test
    void publishesItsLanguage() {
        var language = api(OvhiFeed.id()).get("/api/v1/segments/vocabulary");

        assertThat(language.path("variables")
                        .valueStream()
                        .map(each -> each.path("name").asString()))
                .contains("age", "no_shows_within", "tags", "segments", "bucket", "opened_within");
        var within = language.path("variables")
                .valueStream()
                .filter(each -> each.path("name").asString().equals("no_shows_within"))
                .findFirst()
                .orElseThrow();
        assertThat(within.path("type").asString()).isEqualTo("number");
        assertThat("90".matches(within.path("parameter").path("pattern").asString()))
                .isTrue();
        assertThat(language.path("operators")
                        .valueStream()
                        .map(each -> each.path("operator").asString()))
                .contains("==", "in", "missing_some", "some", "*", "/", "%");
        assertThat(language.path("left_out")
                        .valueStream()
                        .filter(each -> !each.path("reason").asString("").isBlank())
                        .map(each -> each.path("operator").asString()))
                .containsExactly("map", "filter", "reduce", "merge", "cat", "substr", "log");
        assertThat(language.path("limits").path("depth").asInt()).isEqualTo(20);
    }

    @Test
    void refusesTagsThatAreNoneAndPatientsOfOthers() {
        var organization = OvhiFeed.id();
        var staff = Api.of(port, tokens.bearer(organization, "clinic-staff"));

        staff.call(HttpMethod.PUT, "/api/v1/patients/1/tags/VIP", null, 422);
        staff.call(HttpMethod.PUT, "/api/v1/patients/1/tags/vip", null, 404);
        api(organization).call(HttpMethod.PUT, "/api/v1/patients/1/tags/vip", null, 403);
    }

    @Test
    void describesItsApi() {
        var docs = Api.of(port, tokens.service()).get("/v3/api-docs").toString();

        assertThat(docs).contains("/api/v1/segments/preview", "/api/v1/campaigns", "sample_patient_ids");
    }

    private static String inside(long segment) {
        return "{\"in\": [" + segment + ", {\"var\": \"segments\"}]}";
    }

    private static String status(String name, String status) {
        return "{\"name\": \"" + name + "\", \"rules\": true, \"status\": \"" + status + "\"}";
    }

    private Api api(long organization) {
        return Api.of(port, tokens, organization);
    }

    private static String body(String name, String rules, boolean active) {
        return "{\"name\": \"" + name + "\", \"rules\": " + rules + ", \"is_active\": " + active + "}";
    }
}
