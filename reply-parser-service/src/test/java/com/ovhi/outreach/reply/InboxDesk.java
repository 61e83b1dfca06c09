package com.ovhi.outreach.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** The inbox of a clinic, as its staff see it. */
final class InboxDesk {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Conversation conversation;
    private final SettableClock clock;
    private final JdbcTemplate jdbc;
    private final TestTokens tokens;
    private final String base;

    InboxDesk(Conversation conversation, SettableClock clock, JdbcTemplate jdbc, TestTokens tokens, int port) {
        this.conversation = conversation;
        this.clock = clock;
        this.jdbc = jdbc;
        this.tokens = tokens;
        base = "http://127.0.0.1:" + port + "/api/v1/inbox";
    }

    /** An item that a message of a patient of the clinic has led to. */
    UUID item(PhoneNumber number, String text) {
        return item(number, "en", text);
    }

    UUID item(PhoneNumber number, String language, String text) {
        var patient = conversation.patient(number, language);
        await().until(() -> count("SELECT COUNT(*) FROM address_owners WHERE patient_id = " + patient) > 0);
        return item(conversation.wrote(number, text, clock.instant()));
    }

    private UUID item(UUID inbound) {
        await().until(() -> count("SELECT COUNT(*) FROM staff_inbox WHERE inbound_id = '" + inbound + "'") == 1);
        return UUID.fromString(String.valueOf(jdbc.queryForObject(
                "SELECT id FROM staff_inbox WHERE inbound_id = ?", String.class, inbound.toString())));
    }

    /** A message by a number that belongs to nobody we know. */
    UUID stranger(PhoneNumber number, String text) {
        return item(conversation.wrote(number, text, clock.instant()));
    }

    Long patientOf(UUID item) {
        return Objects.requireNonNull(
                jdbc.queryForObject("SELECT patient_id FROM staff_inbox WHERE id = ?", Long.class, item.toString()));
    }

    long count(String sql) {
        return Objects.requireNonNullElse(jdbc.queryForObject(sql, Long.class), 0L);
    }

    List<UUID> ids(String query) throws IOException, InterruptedException {
        return items(query).stream().map(InboxDesk::id).toList();
    }

    /** As somebody sees it. */
    List<UUID> ids(String query, String who) throws IOException, InterruptedException {
        return json(get(query, staff(who)))
                .path("items")
                .valueStream()
                .map(InboxDesk::id)
                .toList();
    }

    List<JsonNode> items(String query) throws IOException, InterruptedException {
        return json(get(query, staff("carla"))).path("items").valueStream().toList();
    }

    static UUID id(JsonNode item) {
        return UUID.fromString(item.path("id").asString());
    }

    String staff(String name) {
        return "Bearer " + tokens.token(name, Conversation.CLINIC, "clinic-staff");
    }

    static JsonNode json(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return ContractJson.mapper().readTree(response.body());
    }

    HttpResponse<String> get(String query, String bearer) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + query)).header("Authorization", bearer));
    }

    HttpResponse<String> post(UUID item, String step, String bearer) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + "/" + item + "/" + step))
                .header("Authorization", bearer)
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** @param body text or template */
    HttpResponse<String> answer(UUID item, String key, String body, String bearer)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + "/" + item + "/answer"))
                .header("Authorization", bearer)
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> assign(UUID item, String to, String bearer) throws IOException, InterruptedException {
        return send(item, "assign", "{\"to\":\"" + to + "\"}", bearer);
    }

    HttpResponse<String> label(UUID item, String intent, String bearer) throws IOException, InterruptedException {
        return send(item, "label", "{\"intent\":\"" + intent + "\"}", bearer);
    }

    private HttpResponse<String> send(UUID item, String step, String body, String bearer)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + "/" + item + "/" + step))
                .header("Authorization", bearer)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
