package com.ovhi.outreach.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Whatever a provider signs is taken and kept, however strange: it would not come again, or for ever. None of it does harm to
 * what comes after it.
 */
@ServiceTest(schema = "ovhi_webhook")
class OddBodyServiceTests extends ProviderCalls {

    OddBodyServiceTests(TestKafka kafka, JdbcTemplate jdbc, @LocalServerPort int port) {
        super(kafka, jdbc, port);
    }

    @Test
    void whateverSendGridSignsIsTaken() throws Exception {
        for (var odd : bodies().entrySet()) {
            assertThat(sendGrid("events", SENDGRID, "application/json", NOW, odd.getValue())
                            .statusCode())
                    .as(odd.getKey())
                    .isEqualTo(200);
        }
        assertThat(rejected("sendgrid")).isPositive();

        var job = Ids.next();
        sendGrid(sendGridEvent(job, "delivered"));
        awaitState(job, DeliveryState.DELIVERED);
    }

    @Test
    void whateverMetaSignsIsTaken() throws Exception {
        for (var odd : bodies().entrySet()) {
            var signature = Signing.hub("meta-secret", odd.getValue());
            assertThat(post("/api/v1/webhooks/whatsapp", odd.getValue(), "X-Hub-Signature-256", signature)
                            .statusCode())
                    .as(odd.getKey())
                    .isEqualTo(200);
        }
        assertThat(rejected("whatsapp")).isPositive();
    }

    @Test
    void whateverTwilioSignsIsTaken() throws Exception {
        for (var odd : values().entrySet()) {
            var sid = "SM" + UUID.randomUUID();
            var form = Map.of("MessageSid", sid, "MessageStatus", odd.getValue(), "ErrorCode", odd.getValue());
            assertThat(twilio("/api/v1/webhooks/twilio/status", form, "twilio-token")
                            .statusCode())
                    .as(odd.getKey())
                    .isEqualTo(204);
            var text = Map.of("MessageSid", "in" + sid, "From", odd.getValue(), "Body", odd.getValue());
            assertThat(twilio("/api/v1/webhooks/twilio/inbound", text, "twilio-token")
                            .statusCode())
                    .as(odd.getKey())
                    .isEqualTo(200);
        }
        assertThat(twilio("/api/v1/webhooks/twilio/status", Map.of("x", "y"), "twilio-token")
                        .statusCode())
                .isEqualTo(204);
    }

    /** Fields of providers that are longer, or made of other letters, than anything that was ever seen. */
    @Test
    void oddValuesInGoodEventsHoldUpNothing() throws Exception {
        for (var odd : values().entrySet()) {
            var job = Ids.next();
            var value = json(odd.getValue());
            var strange = event(value, json("s" + odd.getValue()), value);
            var bounce = event("\"bounce\"", json("b" + odd.getValue()), value);

            assertThat(sendGrid(strange + "," + bounce + "," + sendGridEvent(job, "delivered"))
                            .statusCode())
                    .as(odd.getKey())
                    .isEqualTo(200);

            assertThat(count("SELECT COUNT(*) FROM outbox WHERE event_key = '" + job + "'"))
                    .as(odd.getKey())
                    .isEqualTo(1);
        }
    }

    @Test
    void whatAPatientWroteIsToldWhateverTheIdsBesideIt() throws Exception {
        var before = count("SELECT COUNT(*) FROM outbox WHERE topic = 'outreach.inbound.v1'");
        for (var odd : values().entrySet()) {
            var id = "wamid." + UUID.randomUUID();
            var value = json(odd.getValue());
            var body = """
                    {"entry":[{"id":"1","changes":[{"field":"messages","value":{"messages":[{"from":"15551230091","id":%s,
                    "type":"button","button":{"text":"STOP","payload":%s},"context":{"id":%s}}]}}]}]}""".formatted(json(id + odd.getValue()), value, value).getBytes(StandardCharsets.UTF_8);

            assertThat(post("/api/v1/webhooks/whatsapp", body, "X-Hub-Signature-256", Signing.hub("meta-secret", body))
                            .statusCode())
                    .as(odd.getKey())
                    .isEqualTo(200);
        }

        assertThat(count("SELECT COUNT(*) FROM outbox WHERE topic = 'outreach.inbound.v1'"))
                .isEqualTo(before + values().size());
    }

    /** Signed text of another charset than it says, shapes that no parser expects, and nothing at all. */
    private static Map<String, byte[]> bodies() {
        var bodies = new LinkedHashMap<String, byte[]>();
        bodies.put("nothing", new byte[0]);
        bodies.put("nested arrays", ("[".repeat(500_000) + "]".repeat(500_000)).getBytes(StandardCharsets.US_ASCII));
        bodies.put("nested objects", "{\"entry\":[".repeat(100_000).getBytes(StandardCharsets.US_ASCII));
        bodies.put("a number of digits", ("[" + "9".repeat(1_000_000) + "]").getBytes(StandardCharsets.US_ASCII));
        bodies.put(
                "an exponent", "[{\"timestamp\":1e999999999,\"event\":\"open\"}]".getBytes(StandardCharsets.US_ASCII));
        bodies.put(
                "a name of a megabyte",
                ("[{\"" + "n".repeat(1_000_000) + "\":1}]").getBytes(StandardCharsets.US_ASCII));
        bodies.put("null bytes", new byte[1_000]);
        bodies.put("no UTF-8", joined("[{\"event\":\"", new byte[] {(byte) 0xc3, (byte) 0x28, (byte) 0xff}, "\"}]"));
        for (var charset : List.of("UTF-16", "UTF-16LE", "UTF-32BE", "IBM1047", "windows-1252")) {
            bodies.put(charset, "[{\"event\":\"geöffnet\",\"entry\":[]}]".getBytes(Charset.forName(charset)));
        }
        bodies.put("a byte order mark", joined("", new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf}, "[{}]"));
        bodies.put("half a body", "[{\"event\":\"op".getBytes(StandardCharsets.US_ASCII));
        bodies.put("two bodies", "[{}][{}]".getBytes(StandardCharsets.US_ASCII));
        bodies.put(
                "values of other kinds",
                "{\"entry\":[{\"id\":{},\"changes\":[{\"field\":[],\"value\":[]},{\"field\":\"messages\",\"value\":{\"statuses\":{},\"messages\":[[],7,null,{\"id\":{}}]}}]}]}"
                        .getBytes(StandardCharsets.US_ASCII));
        return bodies;
    }

    private static Map<String, String> values() {
        return Map.of(
                "empty", "",
                "blank", " \t ",
                "long", "x".repeat(20_000),
                "other letters", "прочитано 已读 👍🏽",
                "controls", "a\u0000b\r\nc\u0007",
                "no character", "\uFFFF\u202E",
                "half a character", "a\uD83D",
                "SQL", "'); DROP TABLE webhook_events; --",
                "a path", "../../../etc/passwd");
    }

    private static String event(String word, String id, String value) {
        return "{\"event\":%s,\"sg_event_id\":%s,\"sg_message_id\":%s,\"job_id\":%s,\"reason\":%s,\"status\":%s}"
                .formatted(word, id, value, value, value, value);
    }

    private static String json(String text) {
        var quoted = new StringBuilder("\"");
        text.chars().forEach(each -> quoted.append("\\u%04x".formatted(each)));
        return quoted.append('"').toString();
    }

    private static byte[] joined(String before, byte[] middle, String after) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(before.getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(middle);
        bytes.writeBytes(after.getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }

    private long rejected(String provider) {
        return count("SELECT COUNT(*) FROM webhook_events WHERE state = 'rejected' AND provider = '" + provider + "'");
    }
}
