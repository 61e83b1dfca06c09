package com.ovhi.outreach.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.InboundReceived;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** What operators do with events that came: find those that belong to nothing, publish those of a time again. */
@ServiceTest(schema = "ovhi_webhook")
class ReplayServiceTests extends ProviderCalls {

    private final TestTokens tokens;
    private final JdbcTemplate jdbc;

    ReplayServiceTests(TestKafka kafka, TestTokens tokens, JdbcTemplate jdbc, @LocalServerPort int port) {
        super(kafka, jdbc, port);
        this.tokens = tokens;
        this.jdbc = jdbc;
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

        var outcome = replay("{\"from\":\"2000-01-01T00:00:00Z\",\"to\":\"2100-01-01T00:00:00Z\"}", ops);

        assertThat(outcome.statusCode()).as(outcome.body()).isEqualTo(200);
        assertThat(ContractJson.mapper().readTree(outcome.body()).path("events").asInt())
                .isGreaterThanOrEqualTo(2);
        await().untilAsserted(() -> assertThat(reports(job)).hasSize(2));
        await().untilAsserted(() -> assertThat(kafka.events(Topics.INBOUND, InboundReceived.class))
                .filteredOn(each -> each.inboundId().equals(inbound.inboundId()))
                .hasSize(2));
        assertThat(replay("{\"from\":\"2000-01-01T00:00:00Z\",\"to\":\"2001-01-01T00:00:00Z\"}", ops)
                        .body())
                .contains("\"events\":0");
        assertThat(replay("{\"from\":\"2001-01-01T00:00:00Z\",\"to\":\"2000-01-01T00:00:00Z\"}", ops)
                        .statusCode())
                .isEqualTo(400);
        assertThat(replay("{}", ops).statusCode()).isEqualTo(400);
        assertThat(replay("{}", tokens.bearer(1, "ops")).statusCode()).isIn(400, 403);
        assertThat(jdbc.queryForList(
                        "SELECT event_json FROM webhook_events WHERE event_json IS NOT NULL", String.class))
                .noneMatch(json -> json.contains("symptom") || json.contains("5551230009"));
    }

    private HttpResponse<String> replay(String json, String bearer) throws IOException, InterruptedException {
        return send(request("/api/v1/webhooks/replays")
                .header("Content-Type", "application/json")
                .header("Authorization", bearer)
                .POST(BodyPublishers.ofString(json)));
    }
}
