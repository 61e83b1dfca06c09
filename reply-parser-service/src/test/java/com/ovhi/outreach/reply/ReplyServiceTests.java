package com.ovhi.outreach.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** From what a patient writes to what the suite learns of it, over real servers. */
@ServiceTest(schema = "ovhi_reply")
class ReplyServiceTests {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final TestKafka kafka;
    private final SettableClock clock;
    private final JdbcTemplate jdbc;
    private final TestTokens tokens;
    private final Conversation conversation;
    private final Hearing hearing;
    private final String base;

    ReplyServiceTests(
            TestKafka kafka,
            SettableClock clock,
            JdbcTemplate jdbc,
            TestTokens tokens,
            FieldCipher cipher,
            AddressHash hashes,
            @Value("${local.server.port}") int port) {
        this.kafka = kafka;
        this.clock = clock;
        this.jdbc = jdbc;
        this.tokens = tokens;
        conversation = new Conversation(kafka, cipher, hashes);
        hearing = new Hearing(kafka, jdbc);
        base = "http://127.0.0.1:" + port;
    }

    @ParameterizedTest
    @CsvSource({
        "en,1,CONFIRM", "en,Yes,CONFIRM", "es,sí,CONFIRM", "es,'Si, confirmo',CONFIRM",
        "en,2,RESCHEDULE", "es,otro día por favor,RESCHEDULE", "en,3,CANCEL", "es,3,CANCEL"
    })
    void anAnswerIsTiedToWhatWasAsked(String language, String text, Intent intent) {
        var number = Conversation.newNumber();
        var patient = conversation.patient(number, language);
        var job = conversation.asked(patient, 10, now().minusSeconds(60));
        hearing.awaitPrompt(job);

        var reply = hearing.understood(conversation.wrote(number, text, now()));

        assertThat(reply.intent()).isEqualTo(intent);
        assertThat(reply.jobId()).isEqualTo(job);
        assertThat(reply.patientId()).isEqualTo(patient);
        assertThat(reply.organizationId()).isEqualTo(Conversation.CLINIC);
    }

    @ParameterizedTest
    @CsvSource({"en,STOP", "es,ALTO", "es,no me envíen más mensajes"})
    void aStopIsKnownAtOnceAndNeedsNoQuestion(String language, String text) {
        var number = Conversation.newNumber();
        var patient = conversation.patient(number, language);
        hearing.awaitOwner(patient);

        var reply = hearing.understood(conversation.wrote(number, text, now()));

        assertThat(reply.intent()).isEqualTo(Intent.STOP);
        assertThat(reply.patientId()).isEqualTo(patient);
        assertThat(reply.addressHash()).isEqualTo(conversation.hash(number));
    }

    @Test
    void anAnswerWithoutAQuestionGoesToAPersonAfterAMoment() {
        var number = Conversation.newNumber();
        var patient = conversation.patient(number, "en");
        hearing.awaitOwner(patient);
        var old = conversation.asked(patient, 50, now().minus(Duration.ofHours(73)));
        hearing.awaitPrompt(old);
        var inbound = conversation.wrote(number, "yes", now());
        hearing.awaitWaiting(inbound);

        clock.advance(Duration.ofSeconds(11));

        var reply = hearing.understood(inbound);
        assertThat(reply.intent()).isEqualTo(Intent.OTHER);
        assertThat(reply.matchedRule()).isEqualTo("no-open-prompt");
        assertThat(reply.patientId()).isEqualTo(patient);
    }

    @Test
    void anAnswerThatOvertookTheNewsOfItsQuestionWaitsForIt() {
        var number = Conversation.newNumber();
        var patient = conversation.patient(number, "en");
        hearing.awaitOwner(patient);
        var inbound = conversation.wrote(number, "1", now());
        hearing.awaitWaiting(inbound);

        var job = conversation.asked(patient, 60, now().minusSeconds(5));

        var reply = hearing.understood(inbound);
        assertThat(reply.intent()).isEqualTo(Intent.CONFIRM);
        assertThat(reply.jobId()).isEqualTo(job);
    }

    @Test
    void aQuestionThatWasAnsweredOrWithdrawnIsClosed() {
        var number = Conversation.newNumber();
        var patient = conversation.patient(number, "en");
        var job = conversation.asked(patient, 70, now().minusSeconds(60));
        conversation.happened(job, patient, 70, Milestone.CANCELLED, now());
        await().until(() ->
                hearing.count("SELECT COUNT(*) FROM prompts WHERE job_id = ? AND state = 'closed'", job) == 1);
        var inbound = conversation.wrote(number, "1", now());
        hearing.awaitWaiting(inbound);

        clock.advance(Duration.ofSeconds(11));

        assertThat(hearing.understood(inbound).intent()).isEqualTo(Intent.OTHER);
    }

    @Test
    void theSameMessageToldThreeTimesIsReadOnce() {
        var number = Conversation.newNumber();
        var id = Ids.next();
        for (var time = 0; time < 3; time++) {
            conversation.wrote(id, number, "STOP", "STOP", now());
        }
        var last = conversation.wrote(number, "START", now());

        hearing.understood(last);

        assertThat(kafka.events(Topics.REPLY, ReplyUnderstood.class))
                .filteredOn(reply -> reply.inboundId().equals(id))
                .hasSize(1);
    }

    @Test
    void whatNobodyCanReadGoesToTheDeadLetters() {
        var number = Conversation.newNumber();
        kafka.publish(Topics.INBOUND, "poison", "inbound.received", "this is no JSON object");
        var foreign = new ProducerRecord<>(
                Topics.INBOUND, "poison", "no headers at all".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        kafka.send(foreign);

        var reply = hearing.understood(conversation.wrote(number, "STOP", now()));

        assertThat(reply.intent()).isEqualTo(Intent.STOP);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(
                                kafka.records(Topics.deadLetters(Topics.INBOUND, "reply-parser-service.inbound")))
                        .extracting(each -> each.header("dlt_code"))
                        .contains("unreadable-inbound-received", "bad-header-ce-type"));
    }

    @Test
    void staffSeeTheirOwnInboxAndReadingIsAudited() throws Exception {
        var number = Conversation.newNumber();
        var patient = conversation.patient(number, "en");
        hearing.awaitOwner(patient);
        var inbound = conversation.wrote(number, "Is Dr. Lee in on Friday?", now());
        assertThat(hearing.understood(inbound).intent()).isEqualTo(Intent.QUESTION);
        var staff = tokens.bearer(Conversation.CLINIC, "clinic-staff");

        var item = item(json(get("/api/v1/inbox?limit=500", staff)), inbound);
        var text = json(get("/api/v1/inbound/" + inbound, staff));
        var closed = json(post("/api/v1/inbox/" + item.path("id").asString() + "/close", staff));

        assertThat(item.path("reason").asString()).isEqualTo("question");
        assertThat(item.toString()).doesNotContain("Lee").doesNotContain(number.e164());
        assertThat(text.path("body").asString()).isEqualTo("Is Dr. Lee in on Friday?");
        assertThat(text.path("from_address").asString()).isEqualTo(number.e164());
        assertThat(closed.path("state").asString()).isEqualTo("closed");
        var audit = kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> each.action() == AuditAction.ACCESS
                        && inbound.toString().equals(each.details().get("inbound_id")));
        assertThat(audit.patientId()).isEqualTo(patient);
        assertThat(audit.actor()).isEqualTo("test-caller");
        assertThat(ContractJson.writeText(audit)).doesNotContain("Lee");
        var looked = kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> Objects.equals(each.patientId(), patient)
                        && "staff-inbox".equals(each.details().get("resource")));
        assertThat(looked.action()).isEqualTo(AuditAction.ACCESS);
    }

    @Test
    void anotherClinicsMessagesDoNotExist() throws Exception {
        var number = Conversation.newNumber();
        var patient = conversation.patient(number, "en");
        hearing.awaitOwner(patient);
        var inbound = conversation.wrote(number, "What time?", now());
        hearing.understood(inbound);
        var stranger = tokens.bearer(8, "clinic-staff");

        assertThat(get("/api/v1/inbound/" + inbound, stranger).statusCode()).isEqualTo(404);
        assertThat(withoutTrace(get("/api/v1/inbound/" + inbound, stranger)))
                .isEqualTo(withoutTrace(get("/api/v1/inbound/" + Ids.next(), stranger)));
        assertThat(json(get("/api/v1/inbox?limit=500", stranger)).path("items").size())
                .isZero();
        assertThat(get("/api/v1/inbox", tokens.bearer(Conversation.CLINIC, "campaign-manager"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(get("/api/v1/inbox", "Bearer nonsense").statusCode()).isEqualTo(401);
        assertThat(get("/api/v1/inbox?state=half", stranger).statusCode()).isEqualTo(400);
    }

    @Test
    void whatIsKeptIsEncrypted() {
        var number = Conversation.newNumber();
        var inbound = conversation.wrote(number, "my secret symptom?", now());
        hearing.understood(inbound);

        var row = jdbc.queryForMap("SELECT * FROM comm_inbound WHERE id = ?", inbound.toString());

        assertThat(row.toString()).doesNotContain("symptom").doesNotContain(number.e164());
    }

    private Instant now() {
        return clock.instant();
    }

    private static JsonNode item(JsonNode page, UUID inbound) {
        return page.path("items")
                .valueStream()
                .filter(each -> each.path("inbound_id").asString().equals(inbound.toString()))
                .findFirst()
                .orElseThrow();
    }

    private static String withoutTrace(HttpResponse<String> response) {
        return response.body().replaceAll("urn:trace:[0-9a-f]+", "");
    }

    private static JsonNode json(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return ContractJson.mapper().readTree(response.body());
    }

    private HttpResponse<String> get(String path, String bearer) throws IOException, InterruptedException {
        return send(request(path, bearer).GET());
    }

    private HttpResponse<String> post(String path, String bearer) throws IOException, InterruptedException {
        return send(request(path, bearer).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private HttpRequest.Builder request(String path, String bearer) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", bearer);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
