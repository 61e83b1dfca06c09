package com.ovhi.outreach.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.StaffAnswerRefused;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.contract.api.RenderedMessage;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.testing.FakeService;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestTokens;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** What a template answers for staff when free text may not go: requested once, seen to its end. */
@ServiceTest(schema = "ovhi_reply")
class TemplateAnswerServiceTests {

    private static final FakeService TEMPLATES = FakeService.start();
    private static final String RENDER = "/api/v1/templates/render";
    private static final long TEMPLATE = 281;
    private static final String CALL_US = "{\"template\": \"call-us\"}";
    private static final String TEXT = "{\"text\": \"Yes, we are.\"}";

    private final Correspondence all;
    private final InboxDesk desk;
    private final FieldCipher cipher;
    private final TestTokens tokens;
    private PhoneNumber number = Conversation.newNumber();
    private UUID inbound = new UUID(0, 0);
    private UUID item = new UUID(0, 0);

    TemplateAnswerServiceTests(
            ApplicationContext context,
            SettableClock clock,
            JdbcTemplate jdbc,
            TestTokens tokens,
            FieldCipher cipher,
            @LocalServerPort int port) {
        all = new Correspondence(context);
        desk = new InboxDesk(all.talk(), clock, jdbc, tokens, port);
        this.cipher = cipher;
        this.tokens = tokens;
    }

    @DynamicPropertySource
    static void templates(DynamicPropertyRegistry registry) {
        registry.add("OUTREACH_TEMPLATE_URL", TEMPLATES::url);
    }

    /** Anna has claimed a message by WhatsApp that is older than its window. */
    @BeforeEach
    void waitTooLong() throws IOException, InterruptedException {
        TEMPLATES.reset();
        TEMPLATES.answer("POST", "/api/v1/lint", 200, "{\"good\":true,\"findings\":[]}");
        has("answer");
        all.introduceClinic();
        number = all.patientWithNumber("es");
        inbound = all.talk().wrote(Channel.WHATSAPP, number, "Are you open on Friday?", null, all.now());
        item = claimed(inbound);
        all.pass(Duration.ofHours(25));
    }

    @Test
    void isRequestedOnce() throws IOException, InterruptedException {
        assertThat(problem(answer("key-00020", TEXT))).isEqualTo("window-closed");
        var id = ordered("key-00021");
        assertThat(ordered("key-00021")).isEqualTo(id);
        assertThat(problem(answer("key-00021", TEXT))).isEqualTo("idempotency-key-reused");
        assertThat(problem(answer("key-00021", "{\"template\": \"new-message\"}")))
                .isEqualTo("idempotency-key-reused");

        var request = all.kafka()
                .await(
                        Topics.REQUEST,
                        OutreachRequested.class,
                        each -> each.requestId().equals(id));
        assertThat(request.purpose()).isEqualTo(Purpose.LAB_READY);
        assertThat(request.urgent()).isFalse();
        assertThat(request.organizationId()).isEqualTo(Conversation.CLINIC);
        assertThat(request.patientId()).isEqualTo(desk.patientOf(item));
        assertThat(request.templateId()).isEqualTo(TEMPLATE);
        assertThat(request.preferredChannel()).isEqualTo(Channel.WHATSAPP);
        assertThat(request.occasionKey()).isEqualTo(StaffAnswerRefused.subject(id));
        assertThat(request.subjectRef()).isEqualTo(StaffAnswerRefused.subject(id));
        assertThat(request.sendAt()).isEqualTo(all.now());
        assertThat(request.expiresAt()).isEqualTo(all.now().plus(Duration.ofDays(2)));
        assertThat(cipher.open(Objects.requireNonNull(request.variables()), "request|" + id))
                .contains(Conversation.CLINIC_PHONE, Conversation.CLINIC_NAME);
        // The outbox keeps its order: a second request would stand before that of a later answer.
        var later = ordered("key-00022");
        all.kafka()
                .await(
                        Topics.REQUEST,
                        OutreachRequested.class,
                        each -> each.requestId().equals(later));
        assertThat(all.kafka().events(Topics.REQUEST, OutreachRequested.class).stream()
                        .filter(each -> each.requestId().equals(id)))
                .hasSize(1);
    }

    @Test
    void isChosenInThePatientsLanguageAndAudited() throws IOException, InterruptedException {
        var id = ordered("key-00023");

        var asked = ContractJson.read(
                TEMPLATES.requests().stream()
                        .filter(each -> each.path().equals(RENDER))
                        .findFirst()
                        .orElseThrow()
                        .body(),
                RenderRequest.class);
        assertThat(asked.language()).isEqualTo("es");
        assertThat(asked.variant()).isEqualTo("answer");
        assertThat(asked.channel()).isEqualTo(Channel.WHATSAPP);
        assertThat(asked.dryRun()).isTrue();
        var audit = all.kafka()
                .await(
                        Topics.AUDIT,
                        AuditRecorded.class,
                        each -> id.toString().equals(each.details().get("answer_id")));
        assertThat(audit.actor()).isEqualTo("anna");
        assertThat(audit.details())
                .containsEntry("template", "call-us")
                .containsEntry("step", "answered")
                .containsEntry("item_id", item.toString());
        assertThat(seen().at("/answer/template").asString()).isEqualTo("call-us");
        assertThat(seen().at("/answer/state").asString()).isEqualTo("ordered");
    }

    @Test
    void aRefusalIsWhatBecameOfIt() throws IOException, InterruptedException {
        var id = ordered("key-00024");

        all.kafka()
                .publish(
                        Topics.JOB,
                        desk.patientOf(item).toString(),
                        new StaffAnswerRefused(
                                id, Conversation.CLINIC, desk.patientOf(item), "contact-cap", all.now()));

        awaitState("refused/contact-cap");
    }

    @Test
    void itsJobsTellWhatBecameOfIt() throws IOException, InterruptedException {
        var id = ordered("key-00025");

        job(id, Milestone.FAILED, JobStatus.FAILED);
        awaitState("not_sent/failed");
        all.pass(Duration.ofSeconds(1));
        job(id, Milestone.SENT, JobStatus.SENT);

        awaitState("accepted/");
    }

    /** Whatever is heard late, or again. */
    @Test
    void whatHappenedLastIsWhatBecameOfIt() throws IOException, InterruptedException {
        var id = ordered("key-00026");
        var sent = all.now();

        job(id, Milestone.SENT, JobStatus.SENT, sent);
        job(id, Milestone.DELIVERED, JobStatus.DELIVERED, sent.plusSeconds(20));
        job(id, Milestone.FAILED, JobStatus.DELIVERED, sent.plusSeconds(10));
        await().untilAsserted(() -> assertThat(all.count(
                        "SELECT COUNT(*) FROM answers WHERE inbound_id = ? AND reported_at = ?",
                        inbound,
                        Timestamp.from(sent.plusSeconds(20))))
                .isOne());
        job(id, Milestone.FAILED, JobStatus.DELIVERED, sent.plusSeconds(20));

        awaitState("not_sent/failed");
        job(id, Milestone.BOUNCED, JobStatus.BOUNCED, sent.plusSeconds(25));
        awaitState("not_sent/bounced");
        job(id, Milestone.DELIVERED, JobStatus.DELIVERED, sent.plusSeconds(20));
        job(id, Milestone.OPENED, JobStatus.OPENED, sent.plusSeconds(30));
        awaitState("accepted/");
    }

    @Test
    void isOneOfThoseThereAreAndNoTextBesides() throws IOException, InterruptedException {
        assertThat(answer("key-00026", "{\"template\": \"free-lunch\"}").statusCode())
                .isEqualTo(422);
        assertThat(problem(answer("key-00026", "{\"template\": \"free-lunch\"}")))
                .isEqualTo("unknown-template");
        assertThat(answer("key-00026", "{}").statusCode()).isEqualTo(400);
        assertThat(answer("key-00026", "{\"text\": \"Yes\", \"template\": \"call-us\"}")
                        .statusCode())
                .isEqualTo(400);
        assertNothingOrdered();
    }

    @Test
    void nothingIsRequestedThatCouldNotBeSent() throws IOException, InterruptedException {
        TEMPLATES.answer(
                "POST", RENDER, 422, "{\"type\":\"urn:ovhi:problem:whatsapp-template-not-approved\",\"status\":422}");
        var unapproved = answer("key-00027", CALL_US);
        assertThat(unapproved.statusCode()).isEqualTo(409);
        assertThat(problem(unapproved)).isEqualTo("template-unavailable");
        assertThat(json(unapproved).path("code").asString()).isEqualTo("whatsapp-template-not-approved");

        // Where the organisation has texts of its own, but none for this.
        has(null);
        assertThat(problem(answer("key-00027", CALL_US))).isEqualTo("template-unavailable");

        TEMPLATES.answer("POST", RENDER, 500, "{}");
        assertThat(answer("key-00027", CALL_US).statusCode()).isEqualTo(503);
        assertNothingOrdered();
    }

    @Test
    void onlyWhoHasClaimedItAnswers() throws IOException, InterruptedException {
        var colleague = desk.answer(item, "key-00028", CALL_US, desk.staff("bert"));
        assertThat(problem(colleague)).isEqualTo("item-not-claimed");
        var stranger = "Bearer " + tokens.token("mallory", 8L, "clinic-staff");
        assertThat(desk.answer(item, "key-00028", CALL_US, stranger).statusCode())
                .isEqualTo(404);
        var operator = "Bearer " + tokens.token("otto", Conversation.CLINIC, "ops");
        assertThat(desk.answer(item, "key-00028", CALL_US, operator).statusCode())
                .isEqualTo(403);
        assertNothingOrdered();
    }

    @Test
    void whoOptedOutGetsNone() throws IOException, InterruptedException {
        all.passPatience(all.talk().wrote(Channel.WHATSAPP, number, "STOP", null, all.now()));

        assertThat(problem(answer("key-00029", CALL_US))).isEqualTo("opted-out");
        assertNothingOrdered();
    }

    @Test
    void whomNobodyKnowsGetsNone() throws IOException, InterruptedException {
        var talk = all.talk();
        var written = talk.inbound(
                Ids.next(), Channel.WHATSAPP, Conversation.newNumber(), "Are you open?", null, null, all.now());
        talk.publish(Conversation.addressed(written, Conversation.CLINIC, null));
        item = claimed(written.inboundId());

        assertThat(problem(answer("key-00030", CALL_US))).isEqualTo("unknown-patient");
    }

    @Test
    void onOtherChannelsStaffUseTheirOwnWords() throws IOException, InterruptedException {
        item = claimed(all.says(all.patientWithNumber("en"), "Are you open on Friday?"));

        assertThat(problem(answer("key-00031", CALL_US))).isEqualTo("template-not-needed");
    }

    private UUID claimed(UUID message) throws IOException, InterruptedException {
        assertThat(all.items(message)).isEqualTo(1);
        var id = UUID.fromString(all.text("SELECT id FROM staff_inbox WHERE inbound_id = ?", message));
        InboxDesk.json(desk.post(id, "claim", desk.staff("anna")));
        return id;
    }

    /** template-service has a text, of this variant. */
    private static void has(@Nullable String variant) {
        var message = new RenderedMessage(
                TEMPLATE,
                1,
                Channel.WHATSAPP,
                "es",
                null,
                "Hemos leído su mensaje.",
                null,
                null,
                false,
                1,
                new RenderedMessage.Choice(RenderedMessage.Level.GLOBAL, RenderedMessage.LanguageStep.EXACT, variant));
        TEMPLATES.answer("POST", RENDER, 200, ContractJson.writeText(message));
    }

    private void assertNothingOrdered() {
        assertThat(all.count("SELECT COUNT(*) FROM answers WHERE inbound_id = ? AND kind = 'staff'", inbound))
                .isZero();
    }

    private UUID ordered(String key) throws IOException, InterruptedException {
        var ordered = answer(key, CALL_US);
        assertThat(ordered.statusCode()).as(ordered.body()).isEqualTo(202);
        return UUID.fromString(json(ordered).at("/answer/id").asString());
    }

    private HttpResponse<String> answer(String key, String body) throws IOException, InterruptedException {
        return desk.answer(item, key, body, desk.staff("anna"));
    }

    private JsonNode seen() throws IOException, InterruptedException {
        return desk.items("?limit=500").stream()
                .filter(each -> InboxDesk.id(each).equals(item))
                .findFirst()
                .orElseThrow();
    }

    private void awaitState(String stateAndCode) {
        await().untilAsserted(() -> assertThat(all.text("""
                                                SELECT CONCAT(a.state, '/', COALESCE(a.code, '')) FROM staff_inbox i
                                                JOIN answers a ON a.answer_id = i.answer_id WHERE i.id = ?\
                                                """, item)).isEqualTo(stateAndCode));
    }

    private void job(UUID answer, Milestone milestone, JobStatus status) {
        job(answer, milestone, status, all.now());
    }

    private void job(UUID answer, Milestone milestone, JobStatus status, Instant at) {
        all.kafka()
                .publish(
                        Topics.JOB,
                        desk.patientOf(item).toString(),
                        JobChanged.builder(
                                        Ids.next(),
                                        Conversation.CLINIC,
                                        desk.patientOf(item),
                                        Purpose.LAB_READY,
                                        Channel.WHATSAPP,
                                        milestone,
                                        status,
                                        at,
                                        at)
                                .subjectRef(StaffAnswerRefused.subject(answer))
                                .build());
    }

    private static JsonNode json(HttpResponse<String> response) {
        return ContractJson.mapper().readTree(response.body());
    }

    private static String problem(HttpResponse<String> response) {
        return json(response).path("type").asString("").replace("urn:ovhi:problem:", "");
    }
}
