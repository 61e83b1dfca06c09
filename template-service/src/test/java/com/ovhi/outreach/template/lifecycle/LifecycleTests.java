package com.ovhi.outreach.template.lifecycle;

import static com.ovhi.outreach.template.TemplateCalls.sms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.template.TemplateCalls;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** From a draft to what is sent, over HTTP on a real database. */
@ServiceTest(schema = "ovhi_template")
class LifecycleTests {

    private static final long ORGANIZATION = 40;
    private static final Map<String, String> VALUES = Map.of("clinic_name", "Ours", "clinic_phone", "602-555-0000");

    private final TemplateCalls calls;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    LifecycleTests(TestTokens tokens, JdbcClient jdbc, TransactionTemplate transactions, @LocalServerPort int port) {
        calls = new TemplateCalls(port, tokens, ORGANIZATION);
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    @Test
    void sendsNothingThatIsNotPublished() {
        var id = calls.draft(urgent("one"));
        assertThat(calls.render(request(id, null)).status()).isEqualTo(404);

        assertThat(calls.move(id, 1, "submit", calls.author()).status()).isEqualTo(200);
        assertThat(calls.move(id, 1, "approve", calls.reviewer()).status()).isEqualTo(200);
        assertThat(calls.render(request(id, null)).status()).isEqualTo(404);
        var published = calls.move(id, 1, "publish", calls.reviewer());

        assertThat(published.json().at("/state").asString()).isEqualTo("published");
        assertThat(calls.rendered(request(id, null)).text()).isEqualTo("Ours: one. STOP to opt out");
    }

    @Test
    void keepsWhoTookWhichStepAndWhen() {
        var id = calls.published(urgent("one"));
        calls.write(id, urgent("two"));
        calls.publish(id, 2);

        var steps = calls.get(path(id) + "/steps", calls.reviewer()).json().at("/items");

        assertThat(steps.valueStream()
                        .map(each -> each.at("/version").asInt() + " "
                                + each.at("/step").asString() + " "
                                + each.at("/from").asString("-") + ">"
                                + each.at("/to").asString() + " "
                                + each.at("/actor").asString()))
                .containsExactly(
                        "1 create ->draft ana",
                        "1 submit draft>in_review ana",
                        "1 approve in_review>approved rob",
                        "1 publish approved>published rob",
                        "2 create ->draft ana",
                        "2 submit draft>in_review ana",
                        "2 approve in_review>approved rob",
                        "1 retire published>retired rob",
                        "2 publish approved>published rob");
        assertThat(steps.valueStream().map(each -> each.at("/at").asString())).allMatch(each -> each.endsWith("Z"));
    }

    @Test
    void letsNobodyApproveWhatTheyHaveWritten() {
        var manager = calls.person("mia", "campaign-manager");
        var id = calls.draft(urgent("one"));
        calls.exchange(HttpMethod.PUT, path(id), manager, urgent("better"), Map.of("If-Match", calls.tag(id)));
        calls.move(id, 1, "submit", calls.author());

        var own = calls.move(id, 1, "approve", calls.person("ana", "compliance"));
        var edited = calls.move(id, 1, "approve", manager);

        assertThat(own.status()).isEqualTo(403);
        assertThat(own.problem()).isEqualTo("four-eyes");
        assertThat(edited.problem()).isEqualTo("four-eyes");
        assertThat(state(id, 1)).isEqualTo("in_review");
        assertThat(calls.move(id, 1, "approve", calls.reviewer()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"approve", "publish"})
    void letsOnlyReviewersDecide(String move) {
        var id = calls.draft(urgent("one"));

        assertThat(calls.move(id, 1, move, calls.person("eve", "clinic-staff")).status())
                .isEqualTo(403);
    }

    @Test
    void neverChangesWhatHasLeftTheDraft() {
        var id = calls.draft(urgent("one"));
        calls.move(id, 1, "submit", calls.author());

        var inReview = calls.write(id, urgent("two"));
        calls.move(id, 1, "approve", calls.reviewer());
        var approved = calls.write(id, urgent("two"));
        calls.move(id, 1, "publish", calls.reviewer());
        var published = calls.write(id, urgent("two"));

        assertThat(inReview.status()).isEqualTo(409);
        assertThat(inReview.problem()).isEqualTo("illegal-transition");
        assertThat(inReview.json().at("/state").asString()).isEqualTo("in_review");
        assertThat(approved.json().at("/state").asString()).isEqualTo("approved");
        assertThat(published.status()).isEqualTo(200);
        assertThat(bodies(id))
                .containsExactly(
                        "1 published {{clinic_name}}: one. STOP to opt out",
                        "2 draft {{clinic_name}}: two. STOP to opt out");
        assertThat(calls.rendered(request(id, null)).text()).isEqualTo("Ours: one. STOP to opt out");
    }

    @Test
    void givesAVersionBackToItsAuthor() {
        var id = calls.draft(urgent("one"));
        calls.move(id, 1, "submit", calls.author());

        var answer = calls.exchange(
                HttpMethod.POST,
                path(id) + "/versions/1/return",
                calls.reviewer(),
                Map.of("note", "Say what to do"),
                Map.of("If-Match", calls.tag(id)));

        assertThat(answer.json().at("/state").asString()).isEqualTo("draft");
        assertThat(calls.write(id, urgent("one, call us")).status()).isEqualTo(200);
        assertThat(calls.get(path(id) + "/steps", calls.reviewer())
                        .json()
                        .at("/items/2/note")
                        .asString())
                .isEqualTo("Say what to do");
    }

    @Test
    void goesBackToAnEarlierVersionAsANewPublication() {
        var id = calls.published(urgent("one"));
        calls.write(id, urgent("two"));
        calls.publish(id, 2);

        var back = calls.move(id, 1, "publish", calls.reviewer());

        assertThat(back.status()).isEqualTo(200);
        assertThat(calls.rendered(request(id, null)).templateVersion()).isEqualTo(1);
        assertThat(state(id, 2)).isEqualTo("retired");
        assertThat(calls.get(path(id), calls.author()).json().at("/version").asInt())
                .isEqualTo(1);
    }

    @Test
    void sendsARetiredTemplateNoMoreButMakesItsTextAgain() {
        var id = calls.published(urgent("one"));
        calls.write(id, urgent("two"));
        calls.publish(id, 2);
        assertThat(calls.move(id, 2, "retire", calls.author()).status()).isEqualTo(200);

        assertThat(calls.render(request(id, null)).problem()).isEqualTo("unknown-template");
        var first = calls.rendered(request(id, 1));
        var second = calls.rendered(request(id, 2));

        assertThat(first.text()).isEqualTo("Ours: one. STOP to opt out");
        assertThat(first.templateVersion()).isEqualTo(1);
        assertThat(first.language()).isEqualTo("en");
        assertThat(second.text()).isEqualTo("Ours: two. STOP to opt out");
        assertThat(calls.render(request(id, 3)).problem()).isEqualTo("unknown-template");
        assertThat(calls.render(request(null, 1)).status()).isEqualTo(400);
    }

    @Test
    void makesNoTextOfAVersionThatWasNeverPublished() {
        var id = calls.published(urgent("one"));
        calls.write(id, urgent("two"));

        assertThat(calls.render(request(id, 2)).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "draft, approve", "draft, publish", "draft, retire", "draft, return",
        "published, submit", "published, approve", "published, publish", "published, return"
    })
    void refusesASkippedStepAndNamesTheState(String state, String move) {
        var id = state.equals("draft") ? calls.draft(urgent("one")) : calls.published(urgent("one"));

        var answer = calls.move(id, 1, move, calls.person("mia", "campaign-manager"));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("illegal-transition");
        assertThat(answer.json().at("/state").asString()).isEqualTo(state);
        assertThat(state(id, 1)).isEqualTo(state);
    }

    @Test
    void holdsAtMostOnePublishedVersionEvenAgainstTheDatabaseItself() {
        var id = calls.published(urgent("one"));
        calls.write(id, urgent("two"));

        assertThatThrownBy(() -> transactions.executeWithoutResult(status -> jdbc.sql(
                                "UPDATE comm_template_versions SET state = 'published' WHERE template_id = ?")
                        .param(id)
                        .update()))
                .isInstanceOf(DuplicateKeyException.class);
    }

    private String state(long id, int version) {
        return calls.get(path(id) + "/versions/" + version, calls.reviewer())
                .json()
                .at("/state")
                .asString();
    }

    private List<String> bodies(long id) {
        var bodies = transactions.execute(status -> jdbc.sql(
                        "SELECT version, state, body FROM comm_template_versions WHERE template_id = ? ORDER BY version")
                .param(id)
                .query((row, n) -> row.getInt(1) + " " + row.getString(2) + " " + row.getString(3))
                .list());
        return bodies == null ? List.of() : bodies;
    }

    private static String path(long id) {
        return "/api/v1/templates/" + id;
    }

    private static Map<String, Object> urgent(String text) {
        return sms("urgent", "en", "{{clinic_name}}: " + text + ". STOP to opt out");
    }

    private static RenderRequest request(@Nullable Long template, @Nullable Integer version) {
        return new RenderRequest(
                ORGANIZATION,
                template,
                Purpose.URGENT,
                Channel.SMS,
                "en",
                VALUES,
                version,
                null,
                null,
                null,
                null,
                null);
    }
}
