package com.ovhi.outreach.template.lifecycle;

import static com.ovhi.outreach.template.TemplateCalls.sms;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.template.TemplateCalls;
import com.ovhi.outreach.template.TemplateCalls.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;

/** Versions that are given up before they were sent. */
@ServiceTest(schema = "ovhi_template")
class DiscardTests {

    private final TemplateCalls calls;
    private final TestKafka kafka;

    DiscardTests(TestTokens tokens, TestKafka kafka, @LocalServerPort int port) {
        this.kafka = kafka;
        calls = new TemplateCalls(port, tokens, 47);
    }

    @Test
    void discardsADraftAndAVersionInReview() {
        var id = calls.published(urgent("one"));
        calls.write(id, urgent("two"));
        assertThat(discard(id, 2, calls.tag(id)).json().at("/state").asString()).isEqualTo("discarded");
        calls.write(id, urgent("three"));
        calls.move(id, 3, "submit", calls.author());

        assertThat(discard(id, 3, calls.tag(id)).status()).isEqualTo(200);

        assertThat(calls.get(path(id), calls.reviewer()).json().at("/version").asInt())
                .isEqualTo(1);
        assertThat(steps(id)).contains("\"step\":\"discard\"").contains("\"from\":\"in_review\"");
        var audit = kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> Long.toString(id).equals(each.details().get("template_id"))
                        && "3".equals(each.details().get("template_version")));
        assertThat(audit.actor()).isEqualTo("ana");
        assertThat(audit.details()).containsEntry("what", "template-version-discarded");
    }

    @Test
    void neverDiscardsWhatWasApprovedOrSent() {
        var id = calls.draft(urgent("one"));
        calls.move(id, 1, "submit", calls.author());
        calls.move(id, 1, "approve", calls.reviewer());
        assertIllegal(id, "approved");
        calls.move(id, 1, "publish", calls.reviewer());
        assertIllegal(id, "published");
        calls.move(id, 1, "retire", calls.reviewer());
        assertIllegal(id, "retired");
    }

    @Test
    void needsTheRevisionItIsBasedOn() {
        var id = calls.draft(urgent("one"));
        var old = calls.tag(id);
        calls.write(id, urgent("changed meanwhile"));

        assertThat(discard(id, 1, old).status()).isEqualTo(412);
        assertThat(calls.exchange(HttpMethod.DELETE, version(id, 1), calls.author(), null, Map.of())
                        .status())
                .isEqualTo(428);
        assertThat(calls.get(version(id, 1), calls.author()).json().at("/state").asString())
                .isEqualTo("draft");
    }

    @Test
    void isForWritersOfTheOrganisation() {
        var id = calls.draft(urgent("one"));
        var tag = Map.of("If-Match", calls.tag(id));

        assertThat(calls.exchange(HttpMethod.DELETE, version(id, 1), calls.reviewer(), null, tag)
                        .status())
                .isEqualTo(403);
        assertThat(calls.exchange(HttpMethod.DELETE, version(id, 9), calls.author(), null, tag)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void takesAnotherNumberAfterwardsAndShowsTheNewText() {
        var id = calls.draft(urgent("one"));
        discard(id, 1, calls.tag(id));
        assertThat(calls.get("/api/v1/templates?q=Ours&limit=200", calls.author())
                        .json()
                        .at("/items")
                        .valueStream()
                        .map(each -> each.at("/id").asLong()))
                .doesNotContain(id);
        assertThat(calls.post(path(id) + "/preview", calls.author(), Map.of("version", 1))
                        .status())
                .isEqualTo(404);

        var written = calls.write(id, urgent("two"));

        assertThat(written.json().at("/version").asInt()).isEqualTo(2);
        assertThat(written.json().at("/body").asString()).contains("two");
        assertThat(calls.get("/api/v1/templates?q=Ours&limit=200", calls.author())
                        .json()
                        .at("/items")
                        .valueStream()
                        .map(each -> each.at("/id").asLong()))
                .contains(id);
        calls.publish(id, 2);
    }

    private void assertIllegal(long id, String state) {
        var answer = discard(id, 1, calls.tag(id));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("illegal-transition");
        assertThat(answer.json().at("/state").asString()).isEqualTo(state);
    }

    private Answer discard(long id, int version, String tag) {
        return calls.exchange(HttpMethod.DELETE, version(id, version), calls.author(), null, Map.of("If-Match", tag));
    }

    private String steps(long id) {
        return calls.get(path(id) + "/steps", calls.reviewer()).body();
    }

    private static String version(long id, int version) {
        return path(id) + "/versions/" + version;
    }

    private static String path(long id) {
        return "/api/v1/templates/" + id;
    }

    private static Map<String, Object> urgent(String text) {
        return sms("urgent", "en", "{{clinic_name}}: " + text + ". STOP to opt out");
    }
}
