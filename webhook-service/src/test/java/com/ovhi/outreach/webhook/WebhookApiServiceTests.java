package com.ovhi.outreach.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** The webhooks beside what providers report: the design document's format, registration, refusals, inspection. */
@ServiceTest(schema = "ovhi_webhook")
class WebhookApiServiceTests extends ProviderCalls {

    private final TestTokens tokens;
    private final JdbcTemplate jdbc;
    private final AddressHash hashes;

    WebhookApiServiceTests(
            TestKafka kafka, TestTokens tokens, JdbcTemplate jdbc, AddressHash hashes, @LocalServerPort int port) {
        super(kafka, jdbc, port);
        this.tokens = tokens;
        this.jdbc = jdbc;
        this.hashes = hashes;
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
                 "event_data":{"job_id":"%s","attempt":1}}""".formatted(job, job);
        var inbound = """
                {"provider":"whatsapp","from":"15551230002","to":"15550051310","body":"STOP",
                 "timestamp":"2026-03-02T14:59:00Z","message_id":"in-%s"}""".formatted(job);

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

    /** A provider is never wrong: it comes again when our limit is mended. Our own senders are told. */
    @Test
    void whatIsTooLargeIsNotRead() throws Exception {
        assertThat(announced("/api/v1/webhooks/whatsapp", 3 * 1024 * 1024 + 1)).contains(" 503 ");
        assertThat(announced("/api/v1/webhooks/twilio/status", 3 * 1024 * 1024 + 1))
                .contains(" 503 ");
        assertThat(announced("/api/v1/webhooks/sendgrid/events", 3 * 1024 * 1024 + 1))
                .contains(" 503 ");
        assertThat(announced("/api/v1/comm/webhook/inbound", 3 * 1024 * 1024 + 1))
                .contains(" 413 ");
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

    private HttpResponse<String> generic(String path, String json) throws IOException, InterruptedException {
        var body = json.getBytes(StandardCharsets.UTF_8);
        return post(path, body, "X-OVHI-Signature", Signing.ovhi("generic-secret", Instant.now(), body));
    }
}
