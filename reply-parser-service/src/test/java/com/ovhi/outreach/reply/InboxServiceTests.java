package com.ovhi.outreach.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.InboxChanged;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** How staff share the replies that need a person, and say what the parser got wrong. */
@ServiceTest(schema = "ovhi_reply")
class InboxServiceTests {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** What no rule understands, and the model does. */
    private static final String UNHEARD_STOP = "please do not bother my phone with this any longer";

    private static final String UNHEARD_EMERGENCY = "he swallowed a whole bottle of tablets";

    private final TestKafka kafka;
    private final SettableClock clock;
    private final JdbcTemplate jdbc;
    private final TestTokens tokens;
    private final MeterRegistry meters;
    private final Conversation conversation;
    private final String base;

    InboxServiceTests(
            TestKafka kafka,
            SettableClock clock,
            JdbcTemplate jdbc,
            TestTokens tokens,
            MeterRegistry meters,
            FieldCipher cipher,
            AddressHash hashes,
            @Value("${local.server.port}") int port) {
        this.kafka = kafka;
        this.clock = clock;
        this.jdbc = jdbc;
        this.tokens = tokens;
        this.meters = meters;
        conversation = new Conversation(kafka, cipher, hashes);
        base = "http://127.0.0.1:" + port + "/api/v1/inbox";
    }

    @Test
    void anItemIsOnePersonsUntilItIsGivenBack() throws Exception {
        var item = item(Conversation.newNumber(), "Is Dr. Lee in on Friday?");

        assertThat(json(post(item, "claim", staff("anna"))).path("claimed_by").asString())
                .isEqualTo("anna");
        assertThat(post(item, "claim", staff("anna")).statusCode()).isEqualTo(200);
        assertThat(post(item, "claim", staff("bert")).statusCode()).isEqualTo(409);
        assertThat(json(post(item, "release", staff("bert"))).path("claimed_by").isNull())
                .isTrue();
        assertThat(json(post(item, "claim", staff("bert"))).path("claimed_by").asString())
                .isEqualTo("bert");
        assertThat(json(post(item, "close", staff("bert"))).path("state").asString())
                .isEqualTo("closed");
        assertThat(post(item, "claim", staff("anna")).statusCode()).isEqualTo(409);
    }

    @Test
    void theListIsFilteredByWhatPeopleLookFor() throws Exception {
        var number = Conversation.newNumber();
        var question = item(number, "Where do I park?");
        var patient = patientOf(question);
        post(question, "claim", staff("carla"));

        assertThat(ids("?patient=" + patient)).containsExactly(question);
        assertThat(ids("?patient=" + patient + "&intent=question&channel=sms")).containsExactly(question);
        assertThat(ids("?patient=" + patient + "&intent=other")).isEmpty();
        assertThat(ids("?patient=" + patient + "&channel=whatsapp")).isEmpty();
        assertThat(ids("?patient=" + patient + "&claimed=nobody")).isEmpty();
        assertThat(ids("?patient=" + patient + "&claimed=me")).containsExactly(question);
        assertThat(get("?intent=wish", staff("carla")).statusCode()).isEqualTo(400);
        assertThat(get("?channel=fax", staff("carla")).statusCode()).isEqualTo(400);
        assertThat(get("?claimed=all", staff("carla")).statusCode()).isEqualTo(400);
    }

    @Test
    void aCorrectionIsKeptForJudgingTheParser() throws Exception {
        var item = item(Conversation.newNumber(), "I moved to Ohio");

        var labelled = json(label(item, "cancel", staff("dora")));
        label(item, "wrong_person", staff("dora"));

        assertThat(labelled.path("label").asString()).isEqualTo("cancel");
        var row = jdbc.queryForMap("""
                SELECT l.* FROM reply_labels l JOIN staff_inbox i ON i.inbound_id = l.inbound_id WHERE i.id = ?\
                """, item.toString());
        assertThat(row)
                .containsEntry("read_as", "other")
                .containsEntry("rule", "not-understood")
                .containsEntry("label", "wrong_person")
                .containsEntry("labelled_by", "dora");
        assertThat(label(item, "wish", staff("dora")).statusCode()).isEqualTo(400);
        assertThat(label(item, "", staff("dora")).statusCode()).isEqualTo(400);
    }

    @Test
    void tellsWhatWaitsAndWhatIsDealtWithOnce() throws Exception {
        var item = item(Conversation.newNumber(), "Where is the entrance?");
        var inbound = UUID.fromString(Objects.requireNonNull(
                jdbc.queryForObject("SELECT inbound_id FROM staff_inbox WHERE id = ?", String.class, item.toString())));

        assertThat(post(item, "close", staff("hugo")).statusCode()).isEqualTo(200);
        assertThat(post(item, "close", staff("hugo")).statusCode()).isEqualTo(200);

        await().untilAsserted(() -> assertThat(told(inbound)).containsExactly(true, false));
        assertThat(kafka.await(
                                Topics.REPLY,
                                InboxChanged.class,
                                each -> each.inboundId().equals(inbound))
                        .organizationId())
                .isNotNull();
    }

    private List<Boolean> told(UUID inbound) {
        return kafka.events(Topics.REPLY, InboxChanged.class).stream()
                .filter(each -> each.inboundId().equals(inbound))
                .map(InboxChanged::waiting)
                .toList();
    }

    @Test
    void anOptOutThatOnlyAPersonRecognisedTakesEffect() throws Exception {
        var number = Conversation.newNumber();
        var item = item(number, "I told you people three times already");

        label(item, "stop", staff("emil"));

        var reply = kafka.await(
                Topics.REPLY,
                ReplyUnderstood.class,
                each -> each.addressHash().equals(conversation.hash(number)) && each.intent() == Intent.STOP);
        assertThat(reply.matchedRule()).isEqualTo("person");
        assertThat(reply.patientId()).isEqualTo(patientOf(item));
    }

    /** What no rule understands may still be pressing: it comes before what has waited longer, and nothing follows from it. */
    @Test
    void whatMayBeAnOptOutOrAnEmergencyIsShownFirst() throws Exception {
        var number = Conversation.newNumber();
        var question = item(number, "Where do I park?");
        var stop = item(number, UNHEARD_STOP);
        var danger = item(number, UNHEARD_EMERGENCY);

        var items = items("?limit=500").stream()
                .filter(each -> List.of(question, stop, danger).contains(id(each)))
                .toList();

        assertThat(items.stream().map(InboxServiceTests::id)).containsExactly(danger, stop, question);
        assertThat(items.getFirst().path("urgent").asBoolean()).isTrue();
        assertThat(items.get(1).path("urgent").asBoolean()).isFalse();
        assertThat(items.get(1).path("intent").asString()).isEqualTo("other");
        var suggestion = items.get(1).path("suggestion");
        assertThat(suggestion.path("intent").asString()).isEqualTo("stop");
        assertThat(suggestion.path("language").asString()).isEqualTo("en");
        assertThat(suggestion.path("confidence").asDouble()).isBetween(0.4, 1.0);
        assertThat(suggestion.path("model").asString()).hasSize(12);
        assertThat(items.getLast().path("suggestion").isNull()).isTrue();
        assertThat(kafka.events(Topics.REPLY, ReplyUnderstood.class).stream()
                        .filter(each -> each.addressHash().equals(conversation.hash(number)))
                        .map(ReplyUnderstood::intent))
                .doesNotContain(Intent.STOP, Intent.EMERGENCY);
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> {
            assertThat(gauge("outreach.inbox.emergencies.unclaimed")).isPositive();
            assertThat(gauge("outreach.inbox.emergencies.oldest")).isNotNegative();
            assertThat(gauge("outreach.inbox.stops.oldest")).isNotNegative();
        });

        label(stop, "stop", staff("gina"));

        assertThat(jdbc.queryForMap("SELECT l.* FROM reply_labels l JOIN staff_inbox i ON i.inbound_id = l.inbound_id"
                        + " WHERE i.id = '" + stop + "'"))
                .containsEntry("suggested", "stop")
                .containsEntry("label", "stop");
    }

    @Test
    void anotherClinicsItemsDoNotExistAndEveryStepIsAudited() throws Exception {
        var item = item(Conversation.newNumber(), "What time?");
        var stranger = "Bearer " + tokens.token("mallory", 8L, "clinic-staff");

        for (var step : new String[] {"claim", "release", "close"}) {
            assertThat(post(item, step, stranger).statusCode()).as(step).isEqualTo(404);
        }
        assertThat(label(item, "stop", stranger).statusCode()).isEqualTo(404);
        assertThat(post(item, "claim", "Bearer " + tokens.token("nobody", 7L, "campaign-manager"))
                        .statusCode())
                .isEqualTo(403);
        post(item, "claim", staff("fina"));
        var audit = kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> item.toString().equals(each.details().get("item_id")));
        assertThat(audit.actor()).isEqualTo("fina");
        assertThat(audit.details()).containsEntry("step", "claimed");
        assertThat(audit.patientId()).isEqualTo(patientOf(item));
    }

    /** Of the clinic; fails where it has none. */
    private double gauge(String name) {
        return meters.get(name)
                .tag("organization", Long.toString(Conversation.CLINIC))
                .gauge()
                .value();
    }

    private UUID item(PhoneNumber number, String text) {
        var patient = conversation.patient(number, "en");
        await().until(() -> count("SELECT COUNT(*) FROM address_owners WHERE patient_id = " + patient) > 0);
        var inbound = conversation.wrote(number, text, clock.instant());
        await().until(() -> count("SELECT COUNT(*) FROM staff_inbox WHERE inbound_id = '" + inbound + "'") == 1);
        return UUID.fromString(String.valueOf(jdbc.queryForObject(
                "SELECT id FROM staff_inbox WHERE inbound_id = ?", String.class, inbound.toString())));
    }

    private Long patientOf(UUID item) {
        return Objects.requireNonNull(
                jdbc.queryForObject("SELECT patient_id FROM staff_inbox WHERE id = ?", Long.class, item.toString()));
    }

    private long count(String sql) {
        return Objects.requireNonNullElse(jdbc.queryForObject(sql, Long.class), 0L);
    }

    private List<UUID> ids(String query) throws IOException, InterruptedException {
        return items(query).stream().map(InboxServiceTests::id).toList();
    }

    private List<JsonNode> items(String query) throws IOException, InterruptedException {
        return json(get(query, staff("carla"))).path("items").valueStream().toList();
    }

    private static UUID id(JsonNode item) {
        return UUID.fromString(item.path("id").asString());
    }

    private String staff(String name) {
        return "Bearer " + tokens.token(name, Conversation.CLINIC, "clinic-staff");
    }

    private static JsonNode json(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return ContractJson.mapper().readTree(response.body());
    }

    private HttpResponse<String> get(String query, String bearer) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + query)).header("Authorization", bearer));
    }

    private HttpResponse<String> post(UUID item, String step, String bearer) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + "/" + item + "/" + step))
                .header("Authorization", bearer)
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    private HttpResponse<String> label(UUID item, String intent, String bearer)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + "/" + item + "/label"))
                .header("Authorization", bearer)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"intent\":\"" + intent + "\"}")));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
