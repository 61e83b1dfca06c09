package com.ovhi.outreach.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** How the work in an inbox is shared: who has what, how much there is, and what happens to what somebody left lying. */
@ServiceTest(schema = "ovhi_reply")
class InboxSharingServiceTests {

    private static final String DANGER = "I have chest pain";

    private final TestKafka kafka;
    private final SettableClock clock;
    private final JdbcTemplate jdbc;
    private final TestTokens tokens;
    private final TransactionTemplate transactions;
    private final MeterRegistry meters;
    private final InboxDesk desk;

    InboxSharingServiceTests(
            TestKafka kafka,
            SettableClock clock,
            JdbcTemplate jdbc,
            TestTokens tokens,
            TransactionTemplate transactions,
            MeterRegistry meters,
            FieldCipher cipher,
            AddressHash hashes,
            @Value("${local.server.port}") int port) {
        this.kafka = kafka;
        this.clock = clock;
        this.jdbc = jdbc;
        this.tokens = tokens;
        this.transactions = transactions;
        this.meters = meters;
        desk = new InboxDesk(new Conversation(kafka, cipher, hashes), clock, jdbc, tokens, port);
    }

    @Test
    void anItemCanBeHandedOverWhoeverHasIt() throws Exception {
        var item = desk.item(Conversation.newNumber(), "Is Dr. Lee in on Friday?");
        desk.post(item, "claim", desk.staff("anna"));
        desk.ids("", "bert");

        var assigned = InboxDesk.json(desk.assign(item, "bert", desk.staff("carla")));

        assertThat(assigned.path("claimed_by").asString()).isEqualTo("bert");
        assertThat(desk.post(item, "claim", desk.staff("anna")).statusCode()).isEqualTo(409);
        assertThat(desk.post(item, "claim", desk.staff("bert")).statusCode()).isEqualTo(200);
        var audit = kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> item.toString().equals(each.details().get("item_id"))
                        && "assigned".equals(each.details().get("step")));
        assertThat(audit.actor()).isEqualTo("carla");
        assertThat(audit.details()).containsEntry("to", "bert");
        desk.post(item, "close", desk.staff("bert"));
        assertThat(desk.assign(item, "anna", desk.staff("carla")).statusCode()).isEqualTo(409);
    }

    @Test
    void nobodyIsHandedWhatIsNotThereOrNotTheirs() throws Exception {
        var item = desk.item(Conversation.newNumber(), "What time?");

        assertThat(desk.assign(UUID.randomUUID(), "bert", desk.staff("carla")).statusCode())
                .isEqualTo(404);
        assertThat(desk.assign(item, "bert", "Bearer " + tokens.token("mallory", 8L, "clinic-staff"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(desk.assign(item, "bert", "Bearer " + tokens.token("nobody", 7L, "campaign-manager"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(desk.assign(item, " ", desk.staff("carla")).statusCode()).isEqualTo(400);
        assertThat(desk.assign(item, "x".repeat(201), desk.staff("carla")).statusCode())
                .isEqualTo(400);
        assertThat(jdbc.queryForMap("SELECT claimed_by FROM staff_inbox WHERE id = ?", item.toString()))
                .containsEntry("claimed_by", null);
    }

    /** A name mistyped, or of another clinic, would take the item out of everybody's sight. */
    @Test
    void itemsAreHandedOnlyToWhoWorksWithTheInbox() throws Exception {
        var item = desk.item(Conversation.newNumber(), "Is the entrance open?");
        desk.ids("", "flora");
        desk.get("?limit=1", "Bearer " + tokens.token("mallory", 8L, "clinic-staff"));

        for (var wrong : List.of("Flora", "floar", "mallory")) {
            var refused = desk.assign(item, wrong, desk.staff("carla"));
            assertThat(refused.statusCode()).as(wrong).isEqualTo(422);
            assertThat(refused.body()).contains("unknown-colleague").doesNotContain(wrong);
        }

        assertThat(colleagues(desk.staff("carla"))).contains("flora", "carla").doesNotContain("mallory");
        assertThat(desk.get("/colleagues", "Bearer " + tokens.token("nobody", 7L, "campaign-manager"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(desk.assign(item, "flora", desk.staff("carla")).statusCode()).isEqualTo(200);
    }

    @Test
    void whoHasLeftIsHandedNothing() throws Exception {
        var item = desk.item(Conversation.newNumber(), "Is there a lift?");
        desk.ids("", "gone");
        var then = Timestamp.from(clock.instant().minus(Duration.ofDays(91)));
        transactions.executeWithoutResult(
                _ -> jdbc.update("UPDATE inbox_staff SET seen_at = ? WHERE subject = 'gone'", then));

        assertThat(desk.assign(item, "gone", desk.staff("carla")).statusCode()).isEqualTo(422);
        assertThat(colleagues(desk.staff("carla"))).doesNotContain("gone");
        desk.ids("", "gone");
        assertThat(desk.assign(item, "gone", desk.staff("carla")).statusCode()).isEqualTo(200);
    }

    @Test
    void theListIsFilteredByLanguageAndUrgency() throws Exception {
        var question = desk.item(Conversation.newNumber(), "es-MX", "¿Dónde me puedo estacionar?");
        var danger = desk.item(Conversation.newNumber(), "en", DANGER);

        assertThat(desk.ids("?limit=500&language=es")).contains(question).doesNotContain(danger);
        assertThat(desk.ids("?limit=500&language=es-MX")).contains(question);
        assertThat(desk.ids("?limit=500&urgent=true")).contains(danger).doesNotContain(question);
        assertThat(desk.ids("?limit=500&urgent=false")).contains(question).doesNotContain(danger);
        assertThat(desk.items("?limit=500&language=es"))
                .allSatisfy(item -> assertThat(item.path("language").asString()).startsWith("es"));
        for (var wrong : List.of("?language=e", "?language=spanish!", "?language=es%25", "?urgent=perhaps")) {
            assertThat(desk.get(wrong, desk.staff("carla")).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    /** Each page goes on where the last one ended, urgent items before the others. */
    @Test
    void pagesShowEveryItemOnce() throws Exception {
        desk.item(Conversation.newNumber(), DANGER);
        desk.item(Conversation.newNumber(), "Where do I park?");
        desk.item(Conversation.newNumber(), "What should I bring?");
        var whole = desk.ids("?limit=500");
        var paged = new ArrayList<UUID>();

        for (var next = ""; !next.equals("null"); ) {
            var page = InboxDesk.json(desk.get("?limit=2" + next, desk.staff("carla")));
            page.path("items").valueStream().map(InboxDesk::id).forEach(paged::add);
            next = page.path("next").isNull()
                    ? "null"
                    : "&after=" + page.path("next").asString();
        }

        assertThat(paged).containsExactlyElementsOf(whole);
    }

    @Test
    void tellsHowMuchThereIsToDo() throws Exception {
        var before = counts("dora");
        desk.item(Conversation.newNumber(), DANGER);
        var question = desk.item(Conversation.newNumber(), "Where do I park?");
        desk.post(question, "claim", desk.staff("dora"));

        var after = counts("dora");

        assertThat(after.path("open").asLong()).isEqualTo(before.path("open").asLong() + 2);
        assertThat(after.path("urgent").asLong())
                .isEqualTo(before.path("urgent").asLong() + 1);
        assertThat(after.path("unclaimed").asLong())
                .isEqualTo(before.path("unclaimed").asLong() + 1);
        assertThat(after.path("mine").asLong()).isEqualTo(before.path("mine").asLong() + 1);
        assertThat(after.path("oldest_unclaimed").isNull()).isFalse();
        assertThat(after.path("intents").path("emergency").asLong())
                .isEqualTo(before.path("intents").path("emergency").asLong() + 1);
        assertThat(desk.get("/counts", "Bearer " + tokens.token("nobody", 7L, "campaign-manager"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(InboxDesk.json(desk.get("/counts", "Bearer " + tokens.token("zoe", 4_711L, "clinic-staff")))
                        .path("open")
                        .asLong())
                .isZero();
    }

    /** Whoever claimed an emergency and went home would silence its alarm for ever. */
    @Test
    void whatSomebodyLeavesLyingIsGivenBack() throws Exception {
        var danger = desk.item(Conversation.newNumber(), DANGER);
        var question = desk.item(Conversation.newNumber(), "Where do I park?");
        desk.post(danger, "claim", desk.staff("emil"));
        desk.post(question, "claim", desk.staff("emil"));

        clock.advance(Duration.ofMinutes(31));

        await().atMost(Duration.ofSeconds(40))
                .until(() -> desk.ids("?limit=500&claimed=nobody").contains(danger));
        assertThat(desk.ids("?limit=500&claimed=nobody")).doesNotContain(question);
        assertThat(meters.get("outreach.inbox.claims.released").counter().count())
                .isPositive();
    }

    /** An answer that did not get to the patient is none; one that is on its way is. */
    @Test
    void aClaimWhoseAnswerFailedIsGivenBack() throws Exception {
        var failed = desk.item(Conversation.newNumber(), DANGER);
        var under = desk.item(Conversation.newNumber(), DANGER);
        for (var item : List.of(failed, under)) {
            desk.post(item, "claim", desk.staff("ida"));
        }
        answered(failed, "refused");
        answered(under, "ordered");

        clock.advance(Duration.ofMinutes(31));

        await().atMost(Duration.ofSeconds(40))
                .until(() -> desk.ids("?limit=500&claimed=nobody").contains(failed));
        assertThat(desk.ids("?limit=500&claimed=nobody")).doesNotContain(under);

        // Nothing was ever heard of it, and by now it would not be sent any more.
        clock.advance(Duration.ofMinutes(61));

        await().atMost(Duration.ofSeconds(40))
                .until(() -> desk.ids("?limit=500&claimed=nobody").contains(under));
    }

    /** It waits for daylight: whoever answers meanwhile would have the patient hear twice. */
    @Test
    void aClaimWhoseTemplateWaitsIsKept() throws Exception {
        var template = desk.item(Conversation.newNumber(), "Where do I park?");
        var words = desk.item(Conversation.newNumber(), "Where do I park?");
        for (var item : List.of(template, words)) {
            desk.post(item, "claim", desk.staff("ida"));
        }
        answered(template, "ordered", "call-us");
        answered(words, "ordered");

        clock.advance(Duration.ofHours(13).plusMinutes(1));

        await().atMost(Duration.ofSeconds(40))
                .until(() -> desk.ids("?limit=500&claimed=nobody").contains(words));
        assertThat(desk.ids("?limit=500&claimed=nobody")).doesNotContain(template);

        clock.advance(Duration.ofDays(2));

        await().atMost(Duration.ofSeconds(40))
                .until(() -> desk.ids("?limit=500&claimed=nobody").contains(template));
    }

    private void answered(UUID item, String state) {
        answered(item, state, null);
    }

    private void answered(UUID item, String state, @Nullable String template) {
        var answer = UUID.randomUUID().toString();
        transactions.executeWithoutResult(_ -> {
            jdbc.update(
                    """
                INSERT INTO answers (answer_id, kind, inbound_id, channel, address_hash, state, ordered_by, ordered_at, template)
                SELECT ?, 'staff', inbound_id, channel, ?, ?, 'ida', ?, ? FROM staff_inbox WHERE id = ?""",
                    answer,
                    answer.replace("-", ""),
                    state,
                    Timestamp.from(clock.instant()),
                    template,
                    item.toString());
            jdbc.update("UPDATE staff_inbox SET answer_id = ? WHERE id = ?", answer, item.toString());
        });
    }

    private List<String> colleagues(String bearer) throws Exception {
        return InboxDesk.json(desk.get("/colleagues", bearer))
                .path("colleagues")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private JsonNode counts(String who) throws Exception {
        return InboxDesk.json(desk.get("/counts", desk.staff(who)));
    }
}
