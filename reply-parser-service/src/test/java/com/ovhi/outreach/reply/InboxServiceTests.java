package com.ovhi.outreach.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.InboxChanged;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.JdbcTemplate;

/** How staff share the replies that need a person, and say what the parser got wrong. */
@ServiceTest(schema = "ovhi_reply")
class InboxServiceTests {

    /** What no rule understands, and the model does. */
    private static final String UNHEARD_STOP = "please do not bother my phone with this any longer";

    private static final String UNHEARD_EMERGENCY = "he swallowed a whole bottle of tablets";

    private final TestKafka kafka;
    private final JdbcTemplate jdbc;
    private final TestTokens tokens;
    private final MeterRegistry meters;
    private final Conversation conversation;
    private final InboxDesk desk;

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
        this.jdbc = jdbc;
        this.tokens = tokens;
        this.meters = meters;
        conversation = new Conversation(kafka, cipher, hashes);
        desk = new InboxDesk(conversation, clock, jdbc, tokens, port);
    }

    @Test
    void anItemIsOnePersonsUntilItIsGivenBack() throws Exception {
        var item = desk.item(Conversation.newNumber(), "Is Dr. Lee in on Friday?");

        assertThat(InboxDesk.json(desk.post(item, "claim", desk.staff("anna")))
                        .path("claimed_by")
                        .asString())
                .isEqualTo("anna");
        assertThat(desk.post(item, "claim", desk.staff("anna")).statusCode()).isEqualTo(200);
        assertThat(desk.post(item, "claim", desk.staff("bert")).statusCode()).isEqualTo(409);
        assertThat(InboxDesk.json(desk.post(item, "release", desk.staff("bert")))
                        .path("claimed_by")
                        .isNull())
                .isTrue();
        assertThat(InboxDesk.json(desk.post(item, "claim", desk.staff("bert")))
                        .path("claimed_by")
                        .asString())
                .isEqualTo("bert");
        assertThat(InboxDesk.json(desk.post(item, "close", desk.staff("bert")))
                        .path("state")
                        .asString())
                .isEqualTo("closed");
        assertThat(desk.post(item, "claim", desk.staff("anna")).statusCode()).isEqualTo(409);
    }

    @Test
    void theListIsFilteredByWhatPeopleLookFor() throws Exception {
        var number = Conversation.newNumber();
        var question = desk.item(number, "Where do I park?");
        var patient = desk.patientOf(question);
        desk.post(question, "claim", desk.staff("carla"));

        assertThat(desk.ids("?patient=" + patient)).containsExactly(question);
        assertThat(desk.ids("?patient=" + patient + "&intent=question&channel=sms"))
                .containsExactly(question);
        assertThat(desk.ids("?patient=" + patient + "&intent=other")).isEmpty();
        assertThat(desk.ids("?patient=" + patient + "&channel=whatsapp")).isEmpty();
        assertThat(desk.ids("?patient=" + patient + "&claimed=nobody")).isEmpty();
        assertThat(desk.ids("?patient=" + patient + "&claimed=me")).containsExactly(question);
        assertThat(desk.get("?intent=wish", desk.staff("carla")).statusCode()).isEqualTo(400);
        assertThat(desk.get("?channel=fax", desk.staff("carla")).statusCode()).isEqualTo(400);
        assertThat(desk.get("?claimed=all", desk.staff("carla")).statusCode()).isEqualTo(400);
    }

    @Test
    void aCorrectionIsKeptForJudgingTheParser() throws Exception {
        var item = desk.item(Conversation.newNumber(), "I moved to Ohio");

        var labelled = InboxDesk.json(desk.label(item, "cancel", desk.staff("dora")));
        desk.label(item, "wrong_person", desk.staff("dora"));

        assertThat(labelled.path("label").asString()).isEqualTo("cancel");
        var row = jdbc.queryForMap("""
                SELECT l.* FROM reply_labels l JOIN staff_inbox i ON i.inbound_id = l.inbound_id WHERE i.id = ?\
                """, item.toString());
        assertThat(row)
                .containsEntry("read_as", "other")
                .containsEntry("rule", "not-understood")
                .containsEntry("label", "wrong_person")
                .containsEntry("labelled_by", "dora");
        assertThat(desk.label(item, "wish", desk.staff("dora")).statusCode()).isEqualTo(400);
        assertThat(desk.label(item, "", desk.staff("dora")).statusCode()).isEqualTo(400);
    }

    @Test
    void tellsWhatWaitsAndWhatIsDealtWithOnce() throws Exception {
        var item = desk.item(Conversation.newNumber(), "Where is the entrance?");
        var inbound = UUID.fromString(Objects.requireNonNull(
                jdbc.queryForObject("SELECT inbound_id FROM staff_inbox WHERE id = ?", String.class, item.toString())));

        assertThat(desk.post(item, "close", desk.staff("hugo")).statusCode()).isEqualTo(200);
        assertThat(desk.post(item, "close", desk.staff("hugo")).statusCode()).isEqualTo(200);

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
        var item = desk.item(number, "I told you people three times already");

        desk.label(item, "stop", desk.staff("emil"));

        var reply = kafka.await(
                Topics.REPLY,
                ReplyUnderstood.class,
                each -> each.addressHash().equals(conversation.hash(number)) && each.intent() == Intent.STOP);
        assertThat(reply.matchedRule()).isEqualTo("person");
        assertThat(reply.patientId()).isEqualTo(desk.patientOf(item));
    }

    /** What no rule understands may still be pressing: it comes before what has waited longer, and nothing follows from it. */
    @Test
    void whatMayBeAnOptOutOrAnEmergencyIsShownFirst() throws Exception {
        var number = Conversation.newNumber();
        var question = desk.item(number, "Where do I park?");
        var stop = desk.item(number, UNHEARD_STOP);
        var danger = desk.item(number, UNHEARD_EMERGENCY);

        var items = desk.items("?limit=500").stream()
                .filter(each -> List.of(question, stop, danger).contains(InboxDesk.id(each)))
                .toList();

        assertThat(items.stream().map(InboxDesk::id)).containsExactly(danger, stop, question);
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

        desk.label(stop, "stop", desk.staff("gina"));

        assertThat(jdbc.queryForMap("SELECT l.* FROM reply_labels l JOIN staff_inbox i ON i.inbound_id = l.inbound_id"
                        + " WHERE i.id = '" + stop + "'"))
                .containsEntry("suggested", "stop")
                .containsEntry("label", "stop");
    }

    @Test
    void anotherClinicsItemsDoNotExistAndEveryStepIsAudited() throws Exception {
        var item = desk.item(Conversation.newNumber(), "What time?");
        var stranger = "Bearer " + tokens.token("mallory", 8L, "clinic-staff");

        for (var step : new String[] {"claim", "release", "close"}) {
            assertThat(desk.post(item, step, stranger).statusCode()).as(step).isEqualTo(404);
        }
        assertThat(desk.label(item, "stop", stranger).statusCode()).isEqualTo(404);
        assertThat(desk.post(item, "claim", "Bearer " + tokens.token("nobody", 7L, "campaign-manager"))
                        .statusCode())
                .isEqualTo(403);
        desk.post(item, "claim", desk.staff("fina"));
        var audit = kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> item.toString().equals(each.details().get("item_id")));
        assertThat(audit.actor()).isEqualTo("fina");
        assertThat(audit.details()).containsEntry("step", "claimed");
        assertThat(audit.patientId()).isEqualTo(desk.patientOf(item));
    }

    /** What strangers write is read as well, and nobody's name tells by whom. */
    @Test
    void aLookAtWhatBelongsToNobodyIsAudited() throws Exception {
        desk.stranger(Conversation.newNumber(), "Do you open on Saturday?");
        var ops = "Bearer " + tokens.token("oscar", Conversation.CLINIC, "ops");

        var shown = InboxDesk.json(desk.get("?limit=500", ops))
                .path("items")
                .valueStream()
                .filter(each -> each.path("patient_id").isNull())
                .count();

        assertThat(shown).isPositive();
        var audit = kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> each.actor().equals("oscar") && each.details().containsKey("items"));
        assertThat(audit.patientId()).isNull();
        assertThat(audit.organizationId()).isNull();
        assertThat(audit.details()).isEqualTo(Map.of("resource", "staff-inbox", "items", Long.toString(shown)));
    }

    /** Of the clinic; fails where it has none. */
    private double gauge(String name) {
        return meters.get(name)
                .tag("organization", Long.toString(Conversation.CLINIC))
                .gauge()
                .value();
    }
}
