package com.ovhi.outreach.template.lifecycle;

import static com.ovhi.outreach.template.TemplateCalls.sms;
import static com.ovhi.outreach.template.TemplateCalls.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.template.TemplateCalls;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** How staff write, judge, compare and find templates, over HTTP on a real database. */
@ServiceTest(schema = "ovhi_template")
class DraftingTests {

    private final TemplateCalls calls;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    DraftingTests(TestTokens tokens, JdbcClient jdbc, TransactionTemplate transactions, @LocalServerPort int port) {
        calls = new TemplateCalls(port, tokens, 41);
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    @Test
    void changesTheOpenDraftInsteadOfBeginningAnother() {
        var id = calls.published(urgent("one"));
        calls.write(id, urgent("two"));
        calls.write(id, urgent("three"));

        assertThat(bodies(id)).hasSize(2).last().isEqualTo("2 draft {{clinic_name}}: three. STOP to opt out");
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
        assertThat(huge.status()).isEqualTo(413);
        assertThat(huge.problem()).isEqualTo("body-too-large");
    }

    private List<Long> ids(String query) {
        return calls.get("/api/v1/templates" + query, calls.author())
                .json()
                .at("/items")
                .valueStream()
                .map(each -> each.at("/id").asLong())
                .toList();
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
}
