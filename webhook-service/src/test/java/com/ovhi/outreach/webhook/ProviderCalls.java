package com.ovhi.outreach.webhook;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.InboundReceived;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.testing.TestKafka;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
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

    static final KeyPair SENDGRID = Signing.newKeys();
    static final KeyPair SENDGRID_NORTH = Signing.newKeys();

    /** When the suite's clock of tests stands still. */
    static final String NOW = "1772463600";

    private static final String PUBLIC_BASE = "https://hooks.example.org";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @DynamicPropertySource
    static void secrets(DynamicPropertyRegistry settings) {
        settings.add("outreach.webhook.sendgrid.accounts.main.public-keys", () -> publicKey(SENDGRID));
        settings.add("outreach.webhook.sendgrid.accounts.north.public-keys", () -> publicKey(SENDGRID_NORTH));
        settings.add("outreach.webhook.sendgrid.accounts.north.organizations", () -> "7");
        settings.add("outreach.webhook.twilio.accounts.north.account-sid", () -> "ACnorth");
        settings.add("outreach.webhook.twilio.accounts.north.auth-tokens", () -> "north-token");
        settings.add("outreach.webhook.twilio.accounts.north.organizations", () -> "7");
        settings.add("outreach.webhook.whatsapp.accounts.north.app-secrets", () -> "north-secret");
        settings.add("outreach.webhook.whatsapp.accounts.north.verify-token", () -> "north-verify");
        settings.add("outreach.webhook.whatsapp.accounts.north.business-accounts", () -> "4711");
        settings.add("outreach.webhook.whatsapp.accounts.north.organizations", () -> "7");
        settings.add("outreach.webhook.twilio.public-base", () -> PUBLIC_BASE);
        settings.add("outreach.webhook.twilio.accounts.main.auth-tokens", () -> "old-token,twilio-token");
        settings.add("outreach.webhook.whatsapp.accounts.main.app-secrets", () -> "meta-secret");
        settings.add("outreach.webhook.whatsapp.accounts.main.verify-token", () -> "verify-me");
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
        return sendGrid("events", SENDGRID, "application/json", NOW, body);
    }

    /** Posts anything as SendGrid does, to a path behind its own. */
    final HttpResponse<String> sendGrid(String path, KeyPair keys, String type, String time, byte[] body)
            throws IOException, InterruptedException {
        return send(request("/api/v1/webhooks/sendgrid/" + path)
                .header("Content-Type", type)
                .header("X-Twilio-Email-Event-Webhook-Signature", Signing.sendGrid(keys, time, body))
                .header("X-Twilio-Email-Event-Webhook-Timestamp", time)
                .POST(BodyPublishers.ofByteArray(body)));
    }

    final HttpResponse<String> twilio(String path, Map<String, String> form, String token)
            throws IOException, InterruptedException {
        return send(twilioRequest(path, form, token));
    }

    final HttpRequest.Builder twilioRequest(String path, Map<String, String> form, String token) {
        var body = form.entrySet().stream()
                .map(field -> Stream.of(field.getKey(), field.getValue())
                        .map(each -> URLEncoder.encode(each, StandardCharsets.UTF_8))
                        .collect(Collectors.joining("=")))
                .collect(Collectors.joining("&"));
        return request(path)
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .header("X-Twilio-Signature", Signing.twilio(token, PUBLIC_BASE + path, form))
                .POST(BodyPublishers.ofString(body));
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

    private static String publicKey(KeyPair keys) {
        return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
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

    /** The status line of the answer to a request whose body is only announced. */
    final String announced(String path, long length, String... headers) throws IOException {
        try (var socket = new Socket("127.0.0.1", URI.create(base).getPort())) {
            var head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n"
                    + Stream.of(headers).map(each -> each + "\r\n").collect(Collectors.joining()) + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            var answer = new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII);
            return String.valueOf(new BufferedReader(answer).readLine());
        }
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
