package com.ovhi.outreach.template.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.TemplateStatusReported;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.template.TemplateCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What Meta says about a template decides whether it is sent. */
@ServiceTest(schema = "ovhi_template")
class WhatsAppApprovalTests {

    private static final long ORGANIZATION = 70;
    private static final long WITHOUT_OWN = 71;
    private static final Instant AT = SettableClock.START;

    private final TestKafka kafka;
    private final WhatsAppApprovals approvals;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final TemplateCalls calls;
    private final String name = "t" + UUID.randomUUID().toString().replace("-", "");

    WhatsAppApprovalTests(
            TestTokens tokens,
            TestKafka kafka,
            WhatsAppApprovals approvals,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            @LocalServerPort int port) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.kafka = kafka;
        this.approvals = approvals;
        calls = new TemplateCalls(port, tokens, ORGANIZATION);
    }

    @Test
    void sendsWhatComesWithTheSuite() {
        var message = calls.rendered(new RenderRequest(
                WITHOUT_OWN,
                null,
                Purpose.URGENT,
                Channel.WHATSAPP,
                "en",
                Map.of("clinic_name", "Ours", "clinic_phone", "602-555-0000")));

        assertThat(message.whatsapp()).isNotNull();
        assertThat(approvals.current("appt_reminder_v1", "en_US").state()).isEqualTo(ApprovalState.APPROVED);
    }

    @Test
    void waitsForMetaBeforeItSendsAnOrganisationsOwn() {
        var id = ours();
        var waiting = calls.render(request(id));
        assertThat(waiting.status()).isEqualTo(422);
        assertThat(waiting.problem()).isEqualTo("whatsapp-template-not-approved");
        assertThat(waiting.json().at("/state").asString()).isEqualTo("pending");

        report("APPROVED", null, AT);

        awaitState(ApprovalState.APPROVED);
        assertThat(calls.rendered(request(id)).whatsapp()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "PENDING",
        "REJECTED",
        "PAUSED",
        "DISABLED",
        "IN_APPEAL",
        "FLAGGED",
        "LIMIT_EXCEEDED",
        "ARCHIVED",
        "LOCKED",
        "PENDING_DELETION",
        "DELETED",
        "TELEPORTED"
    })
    void sendsInNoOtherState(String word) {
        var id = ours();
        approvals.reported(event("APPROVED", null, AT));
        assertThat(calls.render(request(id)).status()).isEqualTo(200);

        approvals.reported(event(word, null, AT.plusSeconds(1)));

        assertThat(calls.render(request(id)).problem()).isEqualTo("whatsapp-template-not-approved");
    }

    @Test
    void believesWhatItWasToldForOneCallOnly() {
        var two = Collections.nCopies(2, request(ours()));
        approvals.reported(event("APPROVED", null, AT));
        assertThat(calls.renderAll(two).json().at("/answers/1/answer/whatsapp").isObject())
                .isTrue();

        approvals.reported(event("PAUSED", null, AT.plusSeconds(1)));

        assertThat(calls.renderAll(two).json().path("answers"))
                .hasSize(2)
                .allSatisfy(each ->
                        assertThat(each.at("/problem/slug").asString()).isEqualTo("whatsapp-template-not-approved"));
    }

    @Test
    void sendsNoTransactionalMessageAsMarketing() {
        var id = ours();
        approvals.reported(event("APPROVED", "UTILITY", AT));

        approvals.reported(event(null, "MARKETING", AT.plusSeconds(1)));

        var refused = calls.render(request(id));
        assertThat(refused.problem()).isEqualTo("whatsapp-template-not-approved");
        assertThat(refused.json().at("/state").asString()).isEqualTo("category-marketing");
    }

    @Test
    void believesTheNewestReportHoweverTheyArrive() {
        approvals.reported(event("PAUSED", null, AT.plusSeconds(60)));
        approvals.reported(event("APPROVED", null, AT));
        assertThat(state()).isEqualTo(ApprovalState.PAUSED);

        approvals.reported(event("REINSTATED", null, AT.plusSeconds(120)));
        assertThat(state()).isEqualTo(ApprovalState.APPROVED);
    }

    @Test
    void remakesATextThatWasSentBeforeMetaStoppedTheTemplateButNotToSendIt() {
        var id = ours();
        approvals.reported(event("APPROVED", null, AT));
        var sent = calls.rendered(request(id));
        approvals.reported(event("PAUSED", null, AT.plusSeconds(1)));

        assertThat(calls.rendered(pinned(id, true))).isEqualTo(sent);
        assertThat(calls.render(pinned(id, null)).problem()).isEqualTo("whatsapp-template-not-approved");
    }

    private static RenderRequest pinned(long template, @Nullable Boolean dryRun) {
        return new RenderRequest(
                ORGANIZATION,
                template,
                Purpose.URGENT,
                Channel.WHATSAPP,
                "en",
                Map.of("clinic_name", "Ours"),
                1,
                null,
                null,
                null,
                null,
                dryRun);
    }

    @Test
    void letsOpsWriteDownWhatMetaSays() {
        var uri = "/api/v1/whatsapp-templates/" + name + "/en_US";
        var note = Map.of("state", "approved", "category", "utility", "provider_template_id", "594425479261596");

        var forbidden = calls.exchange(HttpMethod.PUT, uri, calls.author(), note, Map.of());
        var noted = calls.exchange(HttpMethod.PUT, uri, calls.person("olga", "ops"), note, Map.of());

        assertThat(forbidden.status()).isEqualTo(403);
        assertThat(noted.json().at("/state").asString()).isEqualTo("approved");
        assertThat(calls.get(uri, calls.author()).json().at("/updated_by").asString())
                .isEqualTo("olga");
        assertThat(calls.get("/api/v1/whatsapp-templates?state=approved&limit=200", calls.author())
                        .body())
                .contains(name);
        assertThat(calls.get("/api/v1/whatsapp-templates/A-B/en_US", calls.author())
                        .status())
                .isEqualTo(404);
        assertThat(calls.exchange(
                                HttpMethod.PUT,
                                uri,
                                calls.person("olga", "ops"),
                                Map.of("state", "lost", "category", "utility"),
                                Map.of())
                        .status())
                .isEqualTo(400);
    }

    /** A reminder that Meta may still deliver after the visit is not sent by WhatsApp; so the sender must know. */
    @Test
    void saysHowLongMetaTriesToDeliverWhereThatIsKnown() {
        var id = ours();
        approvals.reported(event("APPROVED", null, AT));
        assertThat(ttl(id)).isNull();

        assertThat(noteTtl(3_600).status()).isEqualTo(200);
        assertThat(ttl(id)).isEqualTo(3_600);

        approvals.reported(event("REINSTATED", "UTILITY", AT.plusSeconds(100_000_000)));
        assertThat(ttl(id)).as("no report takes it away").isEqualTo(3_600);
    }

    @ParameterizedTest
    @ValueSource(ints = {29, -1, 0, 2_592_001})
    void refusesATimeThatMetaDoesNotAllow(int seconds) {
        assertThat(noteTtl(seconds).status()).isEqualTo(400);
    }

    private @Nullable Integer ttl(long template) {
        return Objects.requireNonNull(calls.rendered(request(template)).whatsapp())
                .ttlSeconds();
    }

    private TemplateCalls.Answer noteTtl(int seconds) {
        return calls.exchange(
                HttpMethod.PUT,
                "/api/v1/whatsapp-templates/" + name + "/en_US",
                calls.person("olga", "ops"),
                Map.of("state", "approved", "category", "utility", "ttl_seconds", seconds),
                Map.of());
    }

    @Test
    void leavesATrailOfWhatOpsWriteDown() {
        calls.exchange(
                HttpMethod.PUT,
                "/api/v1/whatsapp-templates/" + name + "/en_US",
                calls.person("olga", "ops"),
                Map.of("state", "approved", "category", "marketing"),
                Map.of());

        var entry = kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> name.equals(each.details().get("whatsapp_template")));
        assertThat(entry.actor()).isEqualTo("olga");
        assertThat(entry.details())
                .containsEntry("what", "whatsapp-approval-noted")
                .containsEntry("state_before", "pending")
                .containsEntry("state", "approved")
                .containsEntry("category", "marketing");
    }

    @Test
    void takesNobodyElsesNameForAnotherText() {
        var suites = transactions.execute(status -> jdbc.sql("SELECT body, purpose, whatsapp_name, whatsapp_parameters"
                        + " FROM comm_templates WHERE organization_id IS NULL AND channel = 'whatsapp'"
                        + " AND language = 'en' AND purpose = 'urgent'")
                .query()
                .singleRow());
        var body = String.valueOf(Objects.requireNonNull(suites).get("body"));
        var parameters = List.of(ContractJson.read(String.valueOf(suites.get("whatsapp_parameters")), String[].class));
        var taken = String.valueOf(suites.get("whatsapp_name"));

        var other = calls.post("/api/v1/templates", calls.author(), draft(taken, body + " Thanks.", parameters));
        var lint = calls.post("/api/v1/templates/lint", calls.author(), draft(taken, body + " Thanks.", parameters));
        var same = calls.post("/api/v1/templates", calls.author(), draft(taken, body, parameters));

        assertThat(other.problem()).isEqualTo("invalid-template");
        assertThat(other.json().at("/errors/0/field").asString()).isEqualTo("whatsapp.name");
        assertThat(lint.json().at("/good").asBoolean()).isFalse();
        assertThat(same.status()).as(same.body()).isEqualTo(201);
    }

    private static Map<String, Object> draft(String name, String body, List<String> parameters) {
        return Map.of(
                "name", "Ours",
                "purpose", "urgent",
                "channel", "whatsapp",
                "language", "en",
                "body", body,
                "variables", parameters,
                "whatsapp", Map.of("name", name, "language_code", "en_US", "parameters", parameters));
    }

    @Test
    void listsMappingsInPages() {
        approvals.reported(event("APPROVED", null, AT));

        var first =
                calls.get("/api/v1/whatsapp-templates?limit=1", calls.author()).json();
        var second = calls.get(
                        "/api/v1/whatsapp-templates?limit=1&after_name="
                                + first.at("/next_after_name").asString() + "&after_language="
                                + first.at("/next_after_language").asString(),
                        calls.author())
                .json();

        assertThat(second.at("/items/0")).isNotEqualTo(first.at("/items/0"));
        assertThat(second.at("/items").size()).isEqualTo(1);
    }

    private long ours() {
        return calls.published(Map.of(
                "name", "Ours",
                "purpose", "urgent",
                "channel", "whatsapp",
                "language", "en",
                "body", "Please call {{clinic_name}} today.",
                "variables", List.of("clinic_name"),
                "whatsapp", Map.of("name", name, "language_code", "en_US", "parameters", List.of("clinic_name"))));
    }

    private void report(@Nullable String state, @Nullable String category, Instant at) {
        kafka.publish(Topics.TEMPLATE_STATUS, name + ".en_US", event(state, category, at));
    }

    private TemplateStatusReported event(@Nullable String state, @Nullable String category, Instant at) {
        return new TemplateStatusReported(
                "102290129340398", "594425479261596", name, "en_US", state, category, "NONE", at);
    }

    private ApprovalState state() {
        return approvals.current(name, "en_US").state();
    }

    private void awaitState(ApprovalState expected) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(state()).isEqualTo(expected));
    }

    private static RenderRequest request(long template) {
        return new RenderRequest(
                ORGANIZATION, template, Purpose.URGENT, Channel.WHATSAPP, "en", Map.of("clinic_name", "Ours"));
    }
}
