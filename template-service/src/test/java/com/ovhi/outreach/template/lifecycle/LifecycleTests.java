package com.ovhi.outreach.template.lifecycle;

import static com.ovhi.outreach.template.TemplateCalls.sms;
import static com.ovhi.outreach.template.TemplateCalls.with;
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
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
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
    void changesTheOpenDraftInsteadOfBeginningAnother() {
        var id = calls.published(urgent("one"));
        calls.write(id, urgent("two"));
        calls.write(id, urgent("three"));

        assertThat(bodies(id)).hasSize(2).last().isEqualTo("2 draft {{clinic_name}}: three. STOP to opt out");
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
    void refusesAChangeThatIsBasedOnAnOldRevision() {
        var id = calls.draft(urgent("one"));
        var old = calls.tag(id);
        calls.write(id, urgent("two"));

        var write = calls.exchange(HttpMethod.PUT, path(id), calls.author(), urgent("three"), Map.of("If-Match", old));
        var move = calls.move(id, 1, "submit", calls.author(), old);
        var blind = calls.exchange(HttpMethod.PUT, path(id), calls.author(), urgent("three"), Map.of());
        var strange = calls.move(id, 1, "submit", calls.author(), "W/\"x\"");

        assertThat(write.status()).isEqualTo(412);
        assertThat(write.problem()).isEqualTo("stale-template");
        assertThat(move.status()).isEqualTo(412);
        assertThat(blind.status()).isEqualTo(428);
        assertThat(strange.status()).isEqualTo(412);
        assertThat(bodies(id)).containsExactly("1 draft {{clinic_name}}: two. STOP to opt out");
    }

    @Test
    void letsOneOfManyConcurrentEditsThrough() throws Exception {
        var id = calls.draft(urgent("one"));
        var tag = calls.tag(id);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var edits = IntStream.range(0, 16)
                    .<Callable<Integer>>mapToObj(n -> () -> calls.exchange(
                                    HttpMethod.PUT,
                                    path(id),
                                    calls.author(),
                                    urgent("edit " + n),
                                    Map.of("If-Match", tag))
                            .status())
                    .toList();
            var statuses = threads.invokeAll(edits).stream()
                    .map(each -> each.resultNow())
                    .toList();

            assertThat(statuses).containsOnly(200, 412);
            assertThat(statuses).filteredOn(each -> each == 200).hasSize(1);
        }
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

    @Test
    void showsWhatChangedLineByLine() {
        var id = calls.draft(email("Hello", "Dear patient,\nplease call {{clinic_phone}}.\nThank you."));
        calls.publish(id, 1);
        calls.write(id, email("Hello again", "Dear patient,\nplease call us: {{clinic_phone}}.\nThank you.\nBye."));

        var diff = calls.get(path(id) + "/diff?from=1&to=2", calls.author()).json();

        assertThat(diff.at("/fields")
                        .valueStream()
                        .map(each -> each.at("/field").asString()))
                .containsExactly("subject", "body");
        assertThat(diff.at("/fields/1/lines")
                        .valueStream()
                        .map(each -> each.at("/change").asString()))
                .containsExactly("equal", "changed", "equal", "inserted");
        assertThat(diff.at("/fields/1/lines/1/after").asString()).isEqualTo("please call us: {{clinic_phone}}.");
        assertThat(calls.get(path(id) + "/diff?from=1&to=9", calls.author()).problem())
                .isEqualTo("unknown-version");
    }

    @Test
    void lintsWithoutSaving() {
        var bad = calls.post("/api/v1/templates/lint", calls.author(), urgent("take 20 mg"));
        var good = calls.post("/api/v1/templates/lint", calls.author(), urgent("call us"));

        assertThat(bad.status()).isEqualTo(200);
        assertThat(bad.json().at("/good").asBoolean()).isFalse();
        assertThat(bad.json().at("/code").asString()).isEqualTo("invalid-template");
        assertThat(bad.json().at("/errors/0/field").asString()).isEqualTo("body");
        assertThat(good.json().at("/good").asBoolean()).isTrue();
        assertThat(good.json().at("/segments").asInt()).isEqualTo(1);
    }

    @Test
    void findsTemplatesByStateLevelAndName() {
        var draft = calls.draft(with(urgent("one"), "name", "Needle 100%_a"));
        var published = calls.published(with(urgent("one"), "name", "Needle 100%xa"));

        assertThat(ids("?q=needle 100")).containsExactly(draft, published);
        assertThat(ids("?q=100%_A")).containsExactly(draft);
        assertThat(ids("?q=Needle&state=published")).containsExactly(published);
        assertThat(ids("?q=Needle&level=global")).isEmpty();
        assertThat(ids("?q=Needle&level=organization&limit=1&after=" + draft)).containsExactly(published);
        assertThat(calls.get("/api/v1/templates?state=lost", calls.author()).status())
                .isEqualTo(400);
        assertThat(calls.get("/api/v1/templates?level=lost", calls.author()).status())
                .isEqualTo(400);
    }

    @Test
    void letsNobodyChangeTheSharedTemplates() {
        var shared = ids("?level=global&purpose=urgent&channel=sms&language=en").getFirst();

        assertThat(calls.write(shared, urgent("ours")).problem()).isEqualTo("shared-template");
        assertThat(calls.move(shared, 1, "retire", calls.reviewer()).problem()).isEqualTo("shared-template");
    }

    @Test
    void keepsWhatATemplateIsForever() {
        var id = calls.draft(urgent("one"));

        assertThat(calls.write(id, sms("no_show", "en", "{{clinic_name}}: hello. STOP"))
                        .problem())
                .isEqualTo("another-template");
        assertThat(calls.write(id, sms("urgent", "es", "{{clinic_name}}: hola. STOP"))
                        .problem())
                .isEqualTo("another-template");
        assertThat(calls.write(id, with(urgent("one"), "provider_id", 7)).problem())
                .isEqualTo("another-template");
    }

    @Test
    void refusesTextsThatAreTooLargeNamingTheField() {
        var large = calls.post(
                "/api/v1/templates", calls.author(), with(email("Hello", "Call."), "html_body", "x".repeat(10_241)));
        var huge = calls.post("/api/v1/templates", calls.author(), with(urgent("one"), "body", "x".repeat(10_000_000)));

        assertThat(large.status()).isEqualTo(400);
        assertThat(large.json().at("/errors/0/field").asString()).isEqualTo("html_body");
        assertThat(huge.status()).isEqualTo(400);
        assertThat(huge.json().at("/errors/0/field").asString()).isEqualTo("body");
    }

    private List<Long> ids(String query) {
        return calls.get("/api/v1/templates" + query, calls.author())
                .json()
                .at("/items")
                .valueStream()
                .map(each -> each.at("/id").asLong())
                .toList();
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

    private static Map<String, Object> email(String subject, String body) {
        return Map.of(
                "name", "Ours",
                "purpose", "urgent",
                "channel", "email",
                "language", "en",
                "subject", subject,
                "body", body,
                "variables", List.of("clinic_phone"));
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
