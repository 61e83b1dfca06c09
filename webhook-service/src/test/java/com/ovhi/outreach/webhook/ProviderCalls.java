package com.ovhi.outreach.webhook;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.InboundReceived;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.testing.TestKafka;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The providers' side of the webhooks: what they send and how they sign it, and what the suite learns of it. */
abstract class ProviderCalls {

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

    final TestKafka kafka;

    private final JdbcTemplate jdbc;
    private final String base;

    ProviderCalls(TestKafka kafka, JdbcTemplate jdbc, int port) {
        this.kafka = kafka;
        this.jdbc = jdbc;
        base = "http://127.0.0.1:" + port;
    }

    final DeliveryReported awaitState(UUID job, DeliveryState state) {
        return kafka.await(
                Topics.DELIVERY,
                DeliveryReported.class,
                report -> job.equals(report.jobId()) && report.state() == state);
    }

    final InboundReceived awaitInbound(String messageId) {
        return kafka.await(
                Topics.INBOUND,
                InboundReceived.class,
                inbound -> inbound.providerMessageId().equals(messageId));
    }

    final long count(String sql) {
        var count = jdbc.queryForObject(sql, Long.class);
        return count == null ? 0 : count;
    }

    final HttpResponse<String> sendGrid(String events) throws IOException, InterruptedException {
        var body = ("[" + events + "]\r\n").getBytes(StandardCharsets.UTF_8);
        var signature = Signing.sendGrid(SENDGRID, "1772463600", body);
        return send(request("/api/v1/webhooks/sendgrid/events")
                .header("Content-Type", "application/json")
                .header("X-Twilio-Email-Event-Webhook-Signature", signature)
                .header("X-Twilio-Email-Event-Webhook-Timestamp", "1772463600")
                .POST(BodyPublishers.ofByteArray(body)));
    }

    final HttpResponse<String> twilio(String path, Map<String, String> form, String token)
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

    final HttpResponse<String> post(String path, byte[] body, String header, String value)
            throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header(header, value)
                .POST(BodyPublishers.ofByteArray(body)));
    }

    final HttpResponse<String> get(String path, String bearer) throws IOException, InterruptedException {
        var request = request(path).GET();
        return send(bearer.isEmpty() ? request : request.header("Authorization", bearer));
    }

    final List<DeliveryReported> reports(UUID job) {
        return kafka.events(Topics.DELIVERY, DeliveryReported.class).stream()
                .filter(report -> job.equals(report.jobId()))
                .toList();
    }

    static String sendGridEvent(UUID job, String event) {
        return sendGridEvent(job, event, job + "-" + event);
    }

    static String sendGridEvent(UUID job, String event, String id) {
        return "{\"email\":\"jane@example.com\",\"event\":\"" + event + "\",\"timestamp\":1772463000,\"sg_event_id\":\""
                + id + "\",\"sg_message_id\":\"" + job + ".recvd-1\",\"job_id\":\"" + job + "\",\"attempt\":\"1\"}";
    }

    final HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path));
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
