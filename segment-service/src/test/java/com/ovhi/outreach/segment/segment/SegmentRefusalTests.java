package com.ovhi.outreach.segment.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.segment.Api;
import com.ovhi.outreach.segment.OvhiFeed;
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
        theirs.put("/api/v1/segments/" + segment, body("Theirs", SPANISH, true), 404);
        assertThat(theirs.get("/api/v1/segments").path("segments").size()).isZero();
        assertThat(mine.get("/api/v1/segments").path("segments").size()).isEqualTo(1);
    }

    @Test
    void refusesARuleAndSaysWhereAndWhy() {
        var api = api(OvhiFeed.id());

        var problem =
                api.post("/api/v1/segments", body("X", "{\"and\": [true, {\"var\": \"given_name\"}]}", true), 422);

        assertThat(problem.path("type").asString()).isEqualTo("urn:ovhi:problem:invalid-rule");
        assertThat(problem.path("path").asString()).isEqualTo("$.and[1].var[0]");
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
        api.put("/api/v1/segments/" + second, body("Once", SPANISH, true), 409);
        api.put("/api/v1/segments/" + first, body("Once", SPANISH, true), 200);
        api.call(HttpMethod.GET, "/api/v1/segments?limit=0", null, 400);
        Api.of(port, tokens.bearer(organization, "core-system")).call(HttpMethod.GET, "/api/v1/segments", null, 403);
    }

    @Test
    void describesItsApi() {
        var docs = Api.of(port, tokens.service()).get("/v3/api-docs").toString();

        assertThat(docs).contains("/api/v1/segments/preview", "/api/v1/campaigns", "sample_patient_ids");
    }

    private Api api(long organization) {
        return Api.of(port, tokens, organization);
    }

    private static String body(String name, String rules, boolean active) {
        return "{\"name\": \"" + name + "\", \"rules\": " + rules + ", \"is_active\": " + active + "}";
    }
}
