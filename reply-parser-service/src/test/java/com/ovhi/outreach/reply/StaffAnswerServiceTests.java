package com.ovhi.outreach.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AnswerReported.Outcome;
import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.testing.FakeService;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestTokens;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** What staff answer from the inbox: judged, ordered once, seen to its end. */
@ServiceTest(schema = "ovhi_reply")
@ExtendWith(OutputCaptureExtension.class)
class StaffAnswerServiceTests {

    private static final FakeService TEMPLATES = FakeService.start();
    private static final String TEXT = "Yes, until six. Call {{clinic_phone}} if you need more.";

    private final Correspondence all;
    private final TestTokens tokens;
    private final RestTestClient http;

    StaffAnswerServiceTests(ApplicationContext context, TestTokens tokens, @LocalServerPort int port) {
        all = new Correspondence(context);
        this.tokens = tokens;
        http = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }

    @DynamicPropertySource
    static void templates(DynamicPropertyRegistry registry) {
        registry.add("OUTREACH_TEMPLATE_URL", TEMPLATES::url);
    }

    @BeforeEach
    void introduce() {
        all.introduceClinic();
        TEMPLATES.reset();
        TEMPLATES.answer("POST", "/api/v1/lint", 200, "{\"good\":true,\"findings\":[]}");
    }

    @Test
    void anAnswerIsOrderedOnceAndSeenToItsEnd(CapturedOutput output) {
        var number = all.patientWithNumber("en");
        var inbound = all.says(number, "Are you open on Friday?");
        var item = claimed(inbound, "anna");

        var ordered = answer(item, "anna", "key-00001", TEXT);
        var again = answer(item, "anna", "key-00001", TEXT);
        var other = answer(item, "anna", "key-00001", "Something else");

        assertThat(ordered.status()).as(ordered.body()).isEqualTo(202);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json().at("/answer")).isEqualTo(ordered.json().at("/answer"));
        assertThat(other.problem()).isEqualTo("idempotency-key-reused");
        assertThat(ordered.json().at("/answer/state").asString()).isEqualTo("ordered");
        assertThat(ordered.json().at("/answer/answered_by").asString()).isEqualTo("anna");
        var order = all.staffAnswer(inbound);
        assertThat(order.order().kind()).isEqualTo(AnswerKind.STAFF);
        assertThat(order.text()).isEqualTo("Yes, until six. Call " + Conversation.CLINIC_PHONE + " if you need more.");
        assertThat(order.order().deadline()).isEqualTo(all.now().plus(Duration.ofHours(1)));

        all.report(order.order(), Outcome.NOT_SENT, "circuit-open", null);

        var seen = item(inbound, "anna");
        assertThat(seen.at("/answer/state").asString()).isEqualTo("not_sent");
        assertThat(seen.at("/answer/code").asString()).isEqualTo("circuit-open");
        var audit = all.kafka()
                .await(
                        Topics.AUDIT,
                        AuditRecorded.class,
                        each -> each.action() == AuditAction.SEND
                                && item.toString().equals(each.details().get("item_id")));
        assertThat(audit.actor()).isEqualTo("anna");
        assertThat(ContractJson.writeText(audit)).doesNotContain("until six", number.e164());
        assertThat(output.getAll()).doesNotContain("until six", number.e164());
        assertThat(all.text(
                        "SELECT body FROM answers WHERE answer_id = ?",
                        order.order().answerId()))
                .doesNotContain("until six");
    }

    @Test
    void whatGivesAPatientAwayIsRefusedWithRulePlaceAndWayOut() {
        TEMPLATES.answer("POST", "/api/v1/lint", 200, """
                {"good":false,"findings":[{"rule":"drug","from":5,"to":12,"way_out":"Say it in the portal"}]}""");
        var inbound = all.says(all.patientWithNumber("en"), "Is it ready?");
        var item = claimed(inbound, "anna");

        var refused = answer(item, "anna", "key-00002", "Your insulin is ready");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.problem()).isEqualTo("phi-in-channel");
        var error = refused.json().at("/errors/0");
        assertThat(error.at("/rule").asString()).isEqualTo("drug");
        assertThat(error.at("/from").asInt()).isEqualTo(5);
        assertThat(error.at("/way_out").asString()).isEqualTo("Say it in the portal");
        assertThat(refused.body()).doesNotContain("insulin");
        assertThat(staffAnswers(inbound)).isZero();
        var asked =
                ContractJson.mapper().readTree(TEMPLATES.requests().getLast().body());
        assertThat(asked.path("organization_id").asLong()).isEqualTo(Conversation.CLINIC);
        assertThat(asked.path("channel").asString()).isEqualTo("sms");
    }

    @Test
    void nothingLeavesThatNobodyCouldJudge() {
        TEMPLATES.answer("POST", "/api/v1/lint", 500, "{}");
        var inbound = all.says(all.patientWithNumber("en"), "Is it open?");
        var item = claimed(inbound, "anna");

        assertThat(answer(item, "anna", "key-00003", TEXT).status()).isEqualTo(503);
        assertThat(staffAnswers(inbound)).isZero();
    }

    @Test
    void onlyWhoHasClaimedAnOpenItemAnswersIt() {
        var inbound = all.says(all.patientWithNumber("en"), "Is it open?");
        var item = UUID.fromString(item(inbound, "anna").path("id").asString());

        assertThat(answer(item, "anna", "key-00004", TEXT).problem()).isEqualTo("item-not-claimed");
        post("/api/v1/inbox/" + item + "/claim", "bert", null, null);
        assertThat(answer(item, "anna", "key-00004", TEXT).problem()).isEqualTo("item-not-claimed");
        assertThat(answer(item, "bert", "short", TEXT).status()).isEqualTo(400);
        assertThat(answer(item, "bert", null, TEXT).status()).isEqualTo(400);
        assertThat(answer(item, "bert", "key-00004", " ").status()).isEqualTo(400);
        assertThat(answer(UUID.randomUUID(), "bert", "key-00004", TEXT).status())
                .isEqualTo(404);
        assertThat(exchange("/api/v1/inbox/" + item + "/answer", bearer("mallory", 8), "key-00004", body(TEXT))
                        .status())
                .isEqualTo(404);
        assertThat(exchange(
                                "/api/v1/inbox/" + item + "/answer",
                                "Bearer " + tokens.token("otto", Conversation.CLINIC, "ops"),
                                "key-00004",
                                body(TEXT))
                        .status())
                .isEqualTo(403);
        post("/api/v1/inbox/" + item + "/close", "bert", null, null);
        assertThat(answer(item, "bert", "key-00004", TEXT).problem()).isEqualTo("item-closed");
        assertThat(staffAnswers(inbound)).isZero();
    }

    @Test
    void whoOptedOutIsNotAnswered() {
        var number = all.patientWithNumber("en");
        var inbound = all.says(number, "Is it open?");
        var item = claimed(inbound, "anna");
        all.answer(all.says(number, "ARRET"));

        assertThat(answer(item, "anna", "key-00005", TEXT).problem()).isEqualTo("opted-out");
    }

    @Test
    void whomThePreferencesForbidIsNotAnswered() {
        var number = Conversation.newNumber();
        var patient = all.patientAt(number, "en");
        var item = claimed(all.says(number, "Is it open?"), "anna");
        all.talk().lives(patient, number, "en", 2, false);
        await().until(() -> all.count("SELECT version FROM patients WHERE patient_id = ?", patient) == 2);

        assertThat(answer(item, "anna", "key-00006", TEXT).problem()).isEqualTo("opted-out");
    }

    @Test
    void onWhatsAppAnyMessageOfThePatientKeepsTheWindowOpen() {
        var number = all.patientWithNumber("en");
        var inbound = whatsApp(number);
        var item = claimed(inbound, "anna");
        all.pass(Duration.ofHours(20));
        var thanks = all.talk().wrote(Channel.WHATSAPP, number, "thanks", null, all.now());
        all.passPatience(thanks);
        all.pass(Duration.ofHours(10));

        assertThat(answer(item, "anna", "key-00017", "Yes, we are.").status()).isEqualTo(202);
        assertThat(all.staffAnswer(inbound).order().askedAt()).isEqualTo(all.receivedAt(thanks));
    }

    @Test
    void onWhatsAppTheWindowMustBeOpen() {
        var number = all.patientWithNumber("en");
        var inbound = whatsApp(number);
        var item = claimed(inbound, "anna");
        all.pass(Duration.ofHours(23).plusMinutes(30));

        var within = answer(item, "anna", "key-00007", "Yes, we are.");
        all.pass(Duration.ofMinutes(30));
        var outside = answer(item, "anna", "key-00008", "Yes, we are.");

        assertThat(within.status()).as(within.body()).isEqualTo(202);
        assertThat(all.staffAnswer(inbound).order().deadline())
                .isEqualTo(all.receivedAt(inbound).plus(Duration.ofHours(24)));
        assertThat(outside.status()).isEqualTo(409);
        assertThat(outside.problem()).isEqualTo("window-closed");
        assertThat(outside.body()).contains("template message");
        assertThat(outside.json().at("/templates").valueStream().map(JsonNode::asString))
                .containsExactly("call-us", "new-message");
    }

    @Test
    void emergenciesComeFirst() {
        var question = all.says(all.patientWithNumber("en"), "Is it open?");
        var danger = all.says(all.patientWithNumber("en"), "I can't breathe");
        all.items(question);
        all.items(danger);

        var first = exchange("/api/v1/inbox?limit=1", bearer("anna", Conversation.CLINIC), null, null)
                .json();
        assertThat(first.at("/items/0/urgent").asBoolean()).isTrue();
        var rest = exchange("/api/v1/inbox?limit=500&after=" + last(), bearer("anna", Conversation.CLINIC), null, null)
                .json();
        assertThat(rest.at("/items").valueStream())
                .noneMatch(each -> each.path("urgent").asBoolean());
    }

    /** The last urgent item. */
    private String last() {
        return all.text(
                "SELECT MAX(id) FROM staff_inbox WHERE is_urgent AND state = 'open' AND organization_id = ?",
                Conversation.CLINIC);
    }

    private UUID whatsApp(PhoneNumber number) {
        return all.talk().wrote(Channel.WHATSAPP, number, "Are you open on Friday?", null, all.now());
    }

    private UUID claimed(UUID inbound, String who) {
        var item = UUID.fromString(item(inbound, who).path("id").asString());
        assertThat(post("/api/v1/inbox/" + item + "/claim", who, null, null).status())
                .isEqualTo(200);
        return item;
    }

    private JsonNode item(UUID inbound, String who) {
        assertThat(all.items(inbound)).isEqualTo(1);
        return exchange("/api/v1/inbox?limit=500", bearer(who, Conversation.CLINIC), null, null)
                .json()
                .path("items")
                .valueStream()
                .filter(each -> each.path("inbound_id").asString().equals(inbound.toString()))
                .findFirst()
                .orElseThrow();
    }

    private long staffAnswers(UUID inbound) {
        return all.count("SELECT COUNT(*) FROM answers WHERE inbound_id = ? AND kind = 'staff'", inbound);
    }

    private Reply answer(UUID item, String who, @Nullable String key, String text) {
        return post("/api/v1/inbox/" + item + "/answer", who, key, body(text));
    }

    private static String body(String text) {
        return ContractJson.writeText(Map.of("text", text));
    }

    private Reply post(String path, String who, @Nullable String key, @Nullable String body) {
        return exchange(path, bearer(who, Conversation.CLINIC), key, body == null ? "" : body);
    }

    private String bearer(String who, long organization) {
        return "Bearer " + tokens.token(who, organization, "clinic-staff");
    }

    /** A GET without a body. */
    private Reply exchange(String path, String bearer, @Nullable String key, @Nullable String body) {
        RestTestClient.RequestHeadersSpec<?> request;
        if (body == null) {
            request = http.get().uri(path);
        } else {
            var post = http.post().uri(path);
            if (!body.isEmpty()) {
                post.contentType(MediaType.APPLICATION_JSON).body(body);
            }
            request = post;
        }
        request.header("Authorization", bearer);
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        var result = request.exchange().expectBody(String.class).returnResult();
        return new Reply(result.getStatus().value(), Objects.requireNonNullElse(result.getResponseBody(), ""));
    }

    private record Reply(int status, String body) {

        JsonNode json() {
            return ContractJson.mapper().readTree(body);
        }

        String problem() {
            return json().path("type").asString("").replace("urn:ovhi:problem:", "");
        }
    }
}
