package com.ovhi.outreach.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.InboundReceived;
import com.ovhi.outreach.common.contract.TemplateStatusReported;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** From a provider's signed request to what the suite learns of it, over real servers. */
@ServiceTest(schema = "ovhi_webhook")
class WebhookServiceTests {

    private static final KeyPair SENDGRID = Signing.newKeys();
    private static final String PUBLIC_BASE = "https://hooks.example.org";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @DynamicPropertySource
    static void secrets(DynamicPropertyRegistry settings) {
        settings.add(
                "outreach.webhook.sendgrid.public-keys",
                () -> Base64.getEncoder().encodeToString(SENDGRID.getPublic().getEncoded()));
        settings.add("outreach.webhook.twilio.public-base", () -> PUBLIC_BASE);
        settings.add("outreach.webhook.twilio.auth-tokens", () -> "old-token,twilio-token");
        settings.add("outreach.webhook.whatsapp.app-secrets", () -> "meta-secret");
        settings.add("outreach.webhook.whatsapp.verify-token", () -> "verify-me");
        settings.add("outreach.webhook.generic.secrets", () -> "generic-secret");
        settings.add("outreach.webhook.spool.directory", () -> "target/webhook-spool");
    }

    private final TestKafka kafka;
    private final TestTokens tokens;
    private final JdbcTemplate jdbc;
    private final FieldCipher cipher;
    private final AddressHash hashes;
    private final String base;

    WebhookServiceTests(
            TestKafka kafka,
            TestTokens tokens,
            JdbcTemplate jdbc,
            FieldCipher cipher,
            AddressHash hashes,
            @Value("${local.server.port}") int port) {
        this.kafka = kafka;
        this.tokens = tokens;
        this.jdbc = jdbc;
        this.cipher = cipher;
        this.hashes = hashes;
        base = "http://127.0.0.1:" + port;
    }

    @Test
    void sendGridEventsToldThreeTimesInAnyOrderAreReportedOnce() throws Exception {
        var job = Ids.next();
        var events = new ArrayList<>(
                List.of(sendGridEvent(job, "processed"), sendGridEvent(job, "delivered"), sendGridEvent(job, "open")));

        for (var time = 0; time < 3; time++) {
            assertThat(sendGrid(String.join(",", events)).statusCode()).isEqualTo(200);
            Collections.reverse(events);
        }

        var last = sendGridEvent(job, "click");
        sendGrid(last);
        awaitState(job, DeliveryState.CLICKED);
        assertThat(reports(job))
                .extracting(DeliveryReported::state)
                .containsExactly(
                        DeliveryState.ACCEPTED, DeliveryState.DELIVERED, DeliveryState.OPENED, DeliveryState.CLICKED);
        assertThat(kafka.records(Topics.DELIVERY))
                .filteredOn(each -> each.as(DeliveryReported.class).jobId() != null)
                .allMatch(each ->
                        String.valueOf(each.as(DeliveryReported.class).jobId()).equals(each.key()));
    }

    @Test
    void aBadEventDoesNotHoldUpTheGoodOnesAroundIt() throws Exception {
        var job = Ids.next();

        var response = sendGrid(
                sendGridEvent(job, "processed") + ",{\"nonsense\":\"" + job + "\"}," + sendGridEvent(job, "delivered"));

        assertThat(response.statusCode()).isEqualTo(200);
        awaitState(job, DeliveryState.DELIVERED);
        assertThat(count("SELECT COUNT(*) FROM webhook_events WHERE state = 'rejected'"))
                .isPositive();
    }

    @Test
    void aThousandEventsInOneRequestAreAllReported() throws Exception {
        var job = Ids.next();
        var body = IntStream.range(0, 1_000)
                .mapToObj(each -> sendGridEvent(job, "open", job + "-" + each))
                .collect(Collectors.joining(","));

        assertThat(sendGrid(body).statusCode()).isEqualTo(200);
        assertThat(sendGrid(body).statusCode()).isEqualTo(200);

        assertThat(count("SELECT COUNT(*) FROM webhook_events WHERE job_id = '" + job + "'"))
                .isEqualTo(1_000);
        assertThat(count("SELECT COUNT(*) FROM outbox WHERE event_key = '" + job + "'"))
                .isEqualTo(1_000);
    }

    @Test
    void theSameEventsFromManySidesAtOnceAreReportedOnce() throws Exception {
        var job = Ids.next();
        var events = IntStream.range(0, 40)
                .mapToObj(each -> sendGridEvent(job, "open", job + "-" + each))
                .toList();
        Callable<Integer> delivery = () -> {
            var shuffled = new ArrayList<>(events);
            Collections.shuffle(shuffled);
            return sendGrid(String.join(",", shuffled)).statusCode();
        };

        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : senders.invokeAll(Collections.nCopies(8, delivery))) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }

        assertThat(count("SELECT COUNT(*) FROM outbox WHERE event_key = '" + job + "'"))
                .isEqualTo(40);
    }

    @Test
    void aTwilioStatusIsTiedToItsJobAndAnsweredWithNothing() throws Exception {
        var job = Ids.next();
        var form = Map.of(
                "MessageSid", "SM" + job, "MessageStatus", "undelivered", "ErrorCode", "30006", "To", "+15551234567");

        var response = twilio("/api/v1/webhooks/twilio/status?job=" + job + "&a=1", form, "twilio-token");
        var again = twilio("/api/v1/webhooks/twilio/status?job=" + job + "&a=1", form, "old-token");

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(again.statusCode()).isEqualTo(204);
        var report = awaitState(job, DeliveryState.FAILED);
        assertThat(report.failureCode()).isEqualTo("30006");
        assertThat(report.channel()).isEqualTo(Channel.SMS);
        assertThat(reports(job)).hasSize(1);
    }

    @Test
    void aTextIsSealedAndAnsweredWithAnEmptyResponse() throws Exception {
        var sid = "SM" + UUID.randomUUID();
        var form = Map.of("MessageSid", sid, "From", "+15551230001", "To", "+15005550006", "Body", "Sí, por favor");

        var response = twilio("/api/v1/webhooks/twilio/inbound", form, "twilio-token");
        twilio("/api/v1/webhooks/twilio/inbound", form, "twilio-token");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/xml");
        assertThat(response.body()).isEqualTo("<Response/>");
        var inbound = awaitInbound(sid);
        assertThat(inbound.fromHash()).isEqualTo(hashes.of(new PhoneNumber("+15551230001")));
        assertThat(cipher.open(inbound.body(), "inbound|body|" + inbound.inboundId()))
                .isEqualTo("Sí, por favor");
        assertThat(cipher.open(inbound.from(), "inbound|from|" + inbound.inboundId()))
                .isEqualTo("+15551230001");
        assertThat(ContractJson.writeText(inbound)).doesNotContain("5551230001").doesNotContain("favor");
        assertThat(count("SELECT COUNT(*) FROM outbox WHERE event_key = '" + inbound.fromHash() + "'"))
                .isEqualTo(1);
    }

    @Test
    void whatsAppStatusesAndMessagesArriveTogether() throws Exception {
        var job = Ids.next();
        var wamid = "wamid." + job;
        var body = """
            {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{
            "metadata":{"display_phone_number":"15550051310"},
            "statuses":[{"id":"%s","status":"read","timestamp":"1772463000","biz_opaque_callback_data":"%s:1"}],
            "messages":[{"from_user_id":"US.1349","id":"%s-in","timestamp":"1772463000","type":"text","text":{"body":"Jos\\u00e9 👍"}}]
            }}]}]}\
            """.formatted(wamid, job, wamid).getBytes(StandardCharsets.UTF_8);

        var response = post("/api/v1/webhooks/whatsapp", body, "X-Hub-Signature-256", Signing.hub("meta-secret", body));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(awaitState(job, DeliveryState.OPENED).attempt()).isEqualTo(1);
        var inbound = awaitInbound(wamid + "-in");
        assertThat(inbound.channel()).isEqualTo(Channel.WHATSAPP);
        assertThat(cipher.open(inbound.body(), "inbound|body|" + inbound.inboundId()))
                .isEqualTo("José 👍");
    }

    @Test
    void whatMetaThinksOfATemplateIsPublishedOncePerEvent() throws Exception {
        var name = "t" + Ids.next().toString().replace("-", "");
        var body = """
            {"object":"whatsapp_business_account","entry":[{"id":"102290129340398","time":1772463000,"changes":[{
            "field":"message_template_status_update","value":{"event":"PAUSED","message_template_id":594425479261596,
            "message_template_name":"%s","message_template_language":"en_US","reason":"NONE"}}]}]}\
            """.formatted(name).getBytes(StandardCharsets.UTF_8);
        var signature = Signing.hub("meta-secret", body);

        assertThat(post("/api/v1/webhooks/whatsapp", body, "X-Hub-Signature-256", signature)
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("/api/v1/webhooks/whatsapp", body, "X-Hub-Signature-256", signature)
                        .statusCode())
                .isEqualTo(200);

        var report =
                kafka.await(Topics.TEMPLATE_STATUS, TemplateStatusReported.class, each -> name.equals(each.name()));
        assertThat(report.state()).isEqualTo("PAUSED");
        assertThat(report.templateId()).isEqualTo("594425479261596");
        assertThat(count("SELECT COUNT(*) FROM outbox WHERE event_key = '" + name + ".en_US'"))
                .isEqualTo(1);
    }

    @Test
    void metaCanRegisterTheWebhookWithTheRightTokenOnly() throws Exception {
        var path = "/api/v1/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=115820&hub.verify_token=";

        assertThat(get(path + "verify-me", "").body()).isEqualTo("115820");
        assertThat(get(path + "wrong", "").statusCode()).isEqualTo(403);
        assertThat(get("/api/v1/webhooks/whatsapp", "").statusCode()).isEqualTo(403);
    }

    @Test
    void theGenericFormatOfTheDesignWorksForBothDirections() throws Exception {
        var job = Ids.next();
        var status = """
            {"provider":"twilio","message_id":"SM%s","status":"delivered","timestamp":"2026-03-02T14:59:00Z",
             "event_data":{"job_id":"%s","attempt":1}}\
            """.formatted(job, job);
        var inbound = """
            {"provider":"whatsapp","from":"15551230002","to":"15550051310","body":"STOP",
             "timestamp":"2026-03-02T14:59:00Z","message_id":"in-%s"}\
            """.formatted(job);

        assertThat(generic("/api/v1/comm/webhook/outbound-status", status).statusCode())
                .isEqualTo(200);
        assertThat(generic("/api/v1/comm/webhook/inbound", inbound).statusCode())
                .isEqualTo(200);

        assertThat(awaitState(job, DeliveryState.DELIVERED).occurredAt()).isEqualTo("2026-03-02T14:59:00Z");
        assertThat(awaitInbound("in-" + job).fromHash()).isEqualTo(hashes.of(new PhoneNumber("+15551230002")));
    }

    @Test
    void theGenericFormatSaysWhatIsWrong() throws Exception {
        var path = "/api/v1/comm/webhook/outbound-status";

        assertThat(generic(path, "{").statusCode()).isEqualTo(400);
        assertThat(generic(path, "{\"provider\":\"pigeon\",\"message_id\":\"1\",\"status\":\"x\"}")
                        .body())
                .contains("unknown-provider");
        assertThat(generic(path, "{\"provider\":\"twilio\",\"status\":\"sent\"}")
                        .body())
                .contains("message_id");
        assertThat(generic("/api/v1/comm/webhook/inbound", "{\"provider\":\"sendgrid\"}")
                        .statusCode())
                .isEqualTo(400);
        var old = "{}".getBytes(StandardCharsets.UTF_8);
        assertThat(post(
                                path,
                                old,
                                "X-OVHI-Signature",
                                Signing.ovhi("generic-secret", Instant.now().minusSeconds(400), old))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void nothingUnsignedIsRead() throws Exception {
        var body = "[]".getBytes(StandardCharsets.UTF_8);
        var before = count("SELECT COUNT(*) FROM webhook_events");

        for (var path : List.of(
                "/api/v1/webhooks/sendgrid/events",
                "/api/v1/webhooks/twilio/status",
                "/api/v1/webhooks/twilio/inbound",
                "/api/v1/webhooks/whatsapp",
                "/api/v1/comm/webhook/outbound-status",
                "/api/v1/comm/webhook/inbound")) {
            var response = post(path, body, "X-Nothing", "here");
            assertThat(response.statusCode()).as(path).isEqualTo(403);
            assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
            assertThat(response.body()).contains("urn:ovhi:problem:bad-signature");
        }
        assertThat(count("SELECT COUNT(*) FROM webhook_events")).isEqualTo(before);
    }

    @Test
    void whatIsTooLargeIsRefused() throws Exception {
        assertThat(post("/api/v1/webhooks/whatsapp", new byte[3 * 1024 * 1024 + 1], "X-Nothing", "here")
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void opsSeeIdsAndStatesAndNothingElse() throws Exception {
        var sid = "SM" + UUID.randomUUID();
        twilio(
                "/api/v1/webhooks/twilio/inbound",
                Map.of("MessageSid", sid, "From", "+15551230003", "Body", "secret symptom"),
                "twilio-token");
        var ops = "Bearer " + tokens.token("operator", null, "ops");

        var first = get("/api/v1/webhooks/events?provider=twilio&limit=1", ops);
        var all = get("/api/v1/webhooks/events?limit=1000", ops);

        assertThat(first.statusCode()).isEqualTo(200);
        var page = ContractJson.mapper().readTree(first.body());
        assertThat(page.path("events").size()).isEqualTo(1);
        assertThat(page.path("next").isNull()).isFalse();
        assertThat(all.body())
                .doesNotContain("symptom")
                .doesNotContain("5551230003")
                .contains("\"kind\":\"inbound\"");
        assertThat(get("/api/v1/webhooks/events", tokens.bearer(1, "clinic-staff"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(get("/api/v1/webhooks/events", tokens.bearer(1, "ops")).statusCode())
                .isEqualTo(403);
        assertThat(get("/api/v1/webhooks/events?provider=pigeon", ops).statusCode())
                .isEqualTo(400);
        assertThat(get("/api/v1/webhooks/events?state=lost", ops).statusCode()).isEqualTo(400);
        assertThat(get("/api/v1/webhooks/events", "").statusCode()).isEqualTo(401);
        assertThat(jdbc.queryForList("SELECT raw FROM webhook_events", String.class))
                .noneMatch(raw -> raw.contains("symptom"));
    }

    @Test
    void opsFindWhatBelongsToNoMessageAndWhatCameWhen() throws Exception {
        var id = "orphan-" + UUID.randomUUID();
        sendGrid("{\"event\":\"delivered\",\"timestamp\":1772463000,\"sg_event_id\":\"" + id + "\"}");
        var ops = "Bearer " + tokens.token("operator", null, "ops");
        var path = "/api/v1/webhooks/events?limit=1000";

        assertThat(get(path + "&state=unknown", ops).body())
                .contains("uncorrelated-delivered")
                .doesNotContain("\"state\":\"published\"");
        assertThat(get(path + "&state=unknown&from=2000-01-01T00:00:00Z&to=2001-01-01T00:00:00Z", ops)
                        .body())
                .doesNotContain("uncorrelated");
        assertThat(get(path + "&from=yesterday", ops).statusCode()).isEqualTo(400);
    }

    @Test
    void operatorsPublishTheEventsOfATimeAgain() throws Exception {
        var job = Ids.next();
        var sid = "SM" + UUID.randomUUID();
        sendGrid(sendGridEvent(job, "delivered"));
        twilio(
                "/api/v1/webhooks/twilio/inbound",
                Map.of("MessageSid", sid, "From", "+15551230009", "Body", "secret symptom"),
                "twilio-token");
        awaitState(job, DeliveryState.DELIVERED);
        var inbound = awaitInbound(sid);
        var ops = "Bearer " + tokens.token("operator", null, "ops");
        var path = "/api/v1/webhooks/replays";

        var outcome = replay(path, "{\"from\":\"2000-01-01T00:00:00Z\",\"to\":\"2100-01-01T00:00:00Z\"}", ops);

        assertThat(outcome.statusCode()).as(outcome.body()).isEqualTo(200);
        assertThat(ContractJson.mapper().readTree(outcome.body()).path("events").asInt())
                .isGreaterThanOrEqualTo(2);
        await().untilAsserted(() -> assertThat(reports(job)).hasSize(2));
        await().untilAsserted(() -> assertThat(kafka.events(Topics.INBOUND, InboundReceived.class))
                .filteredOn(each -> each.inboundId().equals(inbound.inboundId()))
                .hasSize(2));
        assertThat(replay(path, "{\"from\":\"2000-01-01T00:00:00Z\",\"to\":\"2001-01-01T00:00:00Z\"}", ops)
                        .body())
                .contains("\"events\":0");
        assertThat(replay(path, "{\"from\":\"2001-01-01T00:00:00Z\",\"to\":\"2000-01-01T00:00:00Z\"}", ops)
                        .statusCode())
                .isEqualTo(400);
        assertThat(replay(path, "{}", ops).statusCode()).isEqualTo(400);
        assertThat(replay(path, "{}", tokens.bearer(1, "ops")).statusCode()).isIn(400, 403);
        assertThat(jdbc.queryForList(
                        "SELECT event_json FROM webhook_events WHERE event_json IS NOT NULL", String.class))
                .noneMatch(json -> json.contains("symptom") || json.contains("5551230009"));
    }

    private HttpResponse<String> replay(String path, String json, String bearer)
            throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header("Authorization", bearer)
                .POST(BodyPublishers.ofString(json)));
    }

    private DeliveryReported awaitState(UUID job, DeliveryState state) {
        return kafka.await(
                Topics.DELIVERY,
                DeliveryReported.class,
                report -> job.equals(report.jobId()) && report.state() == state);
    }

    private List<DeliveryReported> reports(UUID job) {
        return kafka.events(Topics.DELIVERY, DeliveryReported.class).stream()
                .filter(report -> job.equals(report.jobId()))
                .toList();
    }

    private InboundReceived awaitInbound(String messageId) {
        return kafka.await(
                Topics.INBOUND,
                InboundReceived.class,
                inbound -> inbound.providerMessageId().equals(messageId));
    }

    private long count(String sql) {
        var count = jdbc.queryForObject(sql, Long.class);
        return count == null ? 0 : count;
    }

    private static String sendGridEvent(UUID job, String event) {
        return sendGridEvent(job, event, job + "-" + event);
    }

    private static String sendGridEvent(UUID job, String event, String id) {
        return "{\"email\":\"jane@example.com\",\"event\":\"" + event + "\",\"timestamp\":1772463000,\"sg_event_id\":\""
                + id + "\",\"sg_message_id\":\"" + job + ".recvd-1\",\"job_id\":\"" + job + "\",\"attempt\":\"1\"}";
    }

    private HttpResponse<String> sendGrid(String events) throws IOException, InterruptedException {
        var body = ("[" + events + "]\r\n").getBytes(StandardCharsets.UTF_8);
        var signature = Signing.sendGrid(SENDGRID, "1772463600", body);
        return send(request("/api/v1/webhooks/sendgrid/events")
                .header("Content-Type", "application/json")
                .header("X-Twilio-Email-Event-Webhook-Signature", signature)
                .header("X-Twilio-Email-Event-Webhook-Timestamp", "1772463600")
                .POST(BodyPublishers.ofByteArray(body)));
    }

    private HttpResponse<String> twilio(String path, Map<String, String> form, String token)
            throws IOException, InterruptedException {
        var body = form.entrySet().stream()
                .map(field -> Stream.of(field.getKey(), field.getValue())
                        .map(each -> URLEncoder.encode(each, StandardCharsets.UTF_8))
                        .collect(Collectors.joining("=")))
                .collect(Collectors.joining("&"));
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .header("X-Twilio-Signature", Signing.twilio(token, PUBLIC_BASE + path, form))
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> generic(String path, String json) throws IOException, InterruptedException {
        var body = json.getBytes(StandardCharsets.UTF_8);
        return post(path, body, "X-OVHI-Signature", Signing.ovhi("generic-secret", Instant.now(), body));
    }

    private HttpResponse<String> post(String path, byte[] body, String header, String value)
            throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header(header, value)
                .POST(BodyPublishers.ofByteArray(body)));
    }

    private HttpResponse<String> get(String path, String bearer) throws IOException, InterruptedException {
        var request = request(path).GET();
        return send(bearer.isEmpty() ? request : request.header("Authorization", bearer));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
