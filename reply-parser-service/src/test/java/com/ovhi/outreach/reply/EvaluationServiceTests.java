package com.ovhi.outreach.reply;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** What staff say replies meant judges the rules of today. */
@ServiceTest(schema = "ovhi_reply")
class EvaluationServiceTests {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final TestKafka kafka;
    private final SettableClock clock;
    private final JdbcTemplate jdbc;
    private final TestTokens tokens;
    private final TransactionTemplate transactions;
    private final InboxDesk desk;
    private final String address;

    EvaluationServiceTests(
            TestKafka kafka,
            SettableClock clock,
            JdbcTemplate jdbc,
            TestTokens tokens,
            TransactionTemplate transactions,
            FieldCipher cipher,
            AddressHash hashes,
            @Value("${local.server.port}") int port) {
        this.kafka = kafka;
        this.clock = clock;
        this.jdbc = jdbc;
        this.tokens = tokens;
        this.transactions = transactions;
        desk = new InboxDesk(new Conversation(kafka, cipher, hashes), clock, jdbc, tokens, port);
        address = "http://127.0.0.1:" + port + "/api/v1/inbox/evaluation";
    }

    @Test
    void labelledRepliesAreReadOnceMore() throws Exception {
        var began = clock.instant();
        var understood = desk.item(Conversation.newNumber(), "ht", "No more messages please, and where do I park?");
        var missed = desk.item(Conversation.newNumber(), "ht", "Zanmi mwen gen yon lòt lide sou sa");
        desk.label(understood, "stop", desk.staff("greta"));
        desk.label(missed, "stop", desk.staff("greta"));
        // As a version of the rules read it that did not know these words.
        transactions.executeWithoutResult(
                _ -> jdbc.update("UPDATE reply_labels SET read_as = 'other' WHERE labelled_by = 'greta'"));

        var creole = language(InboxDesk.json(get("?from=" + began, desk.staff("greta"))), "ht");
        var stop = creole.path("intents")
                .valueStream()
                .filter(each -> each.path("intent").asString().equals("stop"))
                .findFirst()
                .orElseThrow();

        assertThat(stop.path("meant").asInt()).isEqualTo(2);
        assertThat(stop.path("before").path("right").asInt()).isZero();
        assertThat(stop.path("now").path("right").asInt()).isEqualTo(1);
        assertThat(stop.path("now").path("recall").asDouble()).isEqualTo(0.5);
        var audit = kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> "reply-evaluation".equals(each.details().get("resource")) && "greta".equals(each.actor()));
        assertThat(audit.organizationId()).isEqualTo(Conversation.CLINIC);
    }

    @Test
    void peopleGetATableWithoutAWordOfAPatient() throws Exception {
        var item = desk.item(Conversation.newNumber(), "pl", "Gdzie mogę zaparkować samochód?");
        desk.label(item, "question", desk.staff("hedda"));

        var table = send(HttpRequest.newBuilder(URI.create(address))
                .header("Authorization", desk.staff("hedda"))
                .header("Accept", "text/plain"));

        assertThat(table.statusCode()).isEqualTo(200);
        assertThat(table.body())
                .contains("labelled replies", "== pl:", "meant \\ read")
                .doesNotContain("zaparkować", "samochód", item.toString());
    }

    @Test
    void anotherClinicSeesNothingOfItAndOthersAreRefused() throws Exception {
        var item = desk.item(Conversation.newNumber(), "Where is the entrance?");
        desk.label(item, "question", desk.staff("iris"));

        var stranger = InboxDesk.json(get("", "Bearer " + tokens.token("zoe", 4_711L, "clinic-staff")));

        assertThat(stranger.path("replies").asInt()).isZero();
        assertThat(get("", "Bearer " + tokens.token("nobody", 7L, "campaign-manager"))
                        .statusCode())
                .isEqualTo(403);
        for (var wrong :
                new String[] {"?from=yesterday", "?from=" + clock.instant().plus(Duration.ofDays(1))}) {
            assertThat(get(wrong, desk.staff("iris")).statusCode()).as(wrong).isEqualTo(400);
        }
    }

    private static JsonNode language(JsonNode evaluation, String tag) {
        return evaluation
                .path("languages")
                .valueStream()
                .filter(each -> each.path("language").asString().equals(tag))
                .findFirst()
                .orElseThrow();
    }

    private HttpResponse<String> get(String query, String bearer) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(address + query)).header("Authorization", bearer));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
