package com.ovhi.outreach.simulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class WhatsAppContractTests {

    private static final String PATH = "/v25.0/106540352242922/messages";

    @TempDir
    static Path directory = Path.of("");

    private static Receiver receiver = new Receiver(0);
    private static Simulators simulators;

    @BeforeAll
    static void start() {
        simulators = Simulators.start(directory, receiver, "--simulators.patients.enabled=false");
    }

    @AfterAll
    static void stop() {
        simulators.close();
        receiver.close();
    }

    @Test
    void acceptsATemplateAndReportsItsWayInSignedWebhooks() {
        HttpResponse<String> response = send(template("14155550111", "appt_reminder_v3", "job-11"));

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode body = Simulators.JSON.readTree(response.body());
        assertThat(body.path("contacts").path(0).path("wa_id").stringValue()).isEqualTo("14155550111");
        String wamid = body.path("messages").path(0).path("id").stringValue();
        assertThat(wamid).startsWith("wamid.");
        await().untilAsserted(() -> assertThat(statuses(wamid))
                .extracting(status -> status.path("status").stringValue())
                .containsExactlyInAnyOrder("sent", "delivered"));
        assertThat(statuses(wamid))
                .allSatisfy(status -> assertThat(
                                status.path("biz_opaque_callback_data").stringValue())
                        .isEqualTo("job-11"));
        assertThat(receiver.posts()).allMatch(WhatsAppContractTests::genuine);
    }

    @Test
    void deliversAButtonPressThatNamesTheMessageItAnswersInEscapedJson() {
        String wamid = wamid(send(template("14155550112", "appt_reminder_v3", "job-12")));

        simulators.postJson("/simulators/patients/reply", """
                {"channel":"whatsapp","from":"+14155550112","body":"Sí","reply_to":"%s","payload":"c:token"}
                """.formatted(wamid));

        await().untilAsserted(() -> assertThat(inbound("14155550112"))
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.path("type").stringValue()).isEqualTo("button");
                    assertThat(message.path("button").path("payload").stringValue())
                            .isEqualTo("c:token");
                    assertThat(message.path("button").path("text").stringValue())
                            .isEqualTo("Sí");
                    assertThat(message.path("context").path("id").stringValue()).isEqualTo(wamid);
                }));
        assertThat(receiver.posts()).allSatisfy(post -> assertThat(post.text()).isASCII());
        assertThat(receiver.posts()).allMatch(WhatsAppContractTests::genuine);
    }

    @Test
    void failsFreeFormTextUntilTheUserHasWritten() {
        String text = """
                {"messaging_product":"whatsapp","to":"+14155550113","type":"text","text":{"body":"Hello"}}
                """;

        String early = wamid(send(text));

        await().untilAsserted(() -> assertThat(statuses(early)).singleElement().satisfies(status -> {
            assertThat(status.path("status").stringValue()).isEqualTo("failed");
            assertThat(status.path("errors").path(0).path("code").intValue()).isEqualTo(131047);
        }));

        simulators.postJson(
                "/simulators/patients/reply", "{\"channel\":\"whatsapp\",\"from\":\"+14155550113\",\"body\":\"Hi\"}");
        await().untilAsserted(() -> assertThat(inbound("14155550113")).hasSize(1));
        String inTime = wamid(send(text));

        await().untilAsserted(() -> assertThat(statuses(inTime))
                .extracting(status -> status.path("status").stringValue())
                .containsExactlyInAnyOrder("sent", "delivered"));
    }

    @Test
    void doesNotDeliverMarketingToTheUnitedStates() {
        String home = wamid(send(template("14155550114", "campaign_education_flu", "job-14")));
        String abroad = wamid(send(template("4915112345678", "campaign_education_flu", "job-15")));

        await().untilAsserted(() -> assertThat(statuses(home))
                .singleElement()
                .satisfies(status -> assertThat(
                                status.path("errors").path(0).path("code").intValue())
                        .isEqualTo(131049)));
        await().untilAsserted(() -> assertThat(statuses(abroad)).hasSize(2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            100;    {"to":"14155550115","type":"text","text":{"body":"Hi"}}
            131008; {"messaging_product":"whatsapp","type":"text","text":{"body":"Hi"}}
            131009; {"messaging_product":"whatsapp","to":"12","type":"text","text":{"body":"Hi"}}
            131008; {"messaging_product":"whatsapp","to":"14155550115","type":"text","text":{}}
            132001; {"messaging_product":"whatsapp","to":"14155550115","type":"template","template":{"name":"No Such"}}
            131051; {"messaging_product":"whatsapp","to":"14155550115","type":"hologram"}
            """)
    void namesWhatIsWrongAsMetaDoes(int code, String body) {
        HttpResponse<String> response = send(body);

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode error = Simulators.JSON.readTree(response.body()).path("error");
        assertThat(error.path("code").intValue()).isEqualTo(code);
        assertThat(error.path("message").stringValue()).startsWith("(#" + code + ")");
        assertThat(error.path("fbtrace_id").stringValue()).isNotBlank();
    }

    @Test
    void refusesAnUnknownToken() {
        HttpResponse<String> response = simulators.post(PATH, "application/json", "Bearer wrong", "{}");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).contains("\"code\":190");
    }

    private static String template(String to, String name, String job) {
        return """
                {"messaging_product":"whatsapp","recipient_type":"individual","to":"%s","type":"template",
                 "biz_opaque_callback_data":"%s",
                 "template":{"name":"%s","language":{"policy":"deterministic","code":"en_US"},
                  "components":[{"type":"body","parameters":[{"type":"text","text":"Mon Mar 9"}]},
                   {"type":"button","sub_type":"quick_reply","index":"0",
                    "parameters":[{"type":"payload","payload":"c:token"}]}]}}
                """.formatted(to, job, name);
    }

    private static HttpResponse<String> send(String body) {
        return simulators.post(PATH, "application/json", "Bearer local-access-token", body);
    }

    private static String wamid(HttpResponse<String> response) {
        return Simulators.JSON
                .readTree(response.body())
                .path("messages")
                .path(0)
                .path("id")
                .stringValue();
    }

    private static List<JsonNode> statuses(String wamid) {
        return values("statuses").stream()
                .filter(status -> status.path("id").stringValue().equals(wamid))
                .toList();
    }

    private static List<JsonNode> inbound(String waId) {
        return values("messages").stream()
                .filter(message -> message.path("from").stringValue().equals(waId))
                .toList();
    }

    private static List<JsonNode> values(String field) {
        List<JsonNode> values = new ArrayList<>();
        for (Receiver.Post post : receiver.posts()) {
            JsonNode entry = Simulators.JSON.readTree(post.text()).path("entry").path(0);
            values.addAll(
                    entry.path("changes").path(0).path("value").path(field).values());
        }
        return values;
    }

    private static boolean genuine(Receiver.Post post) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("local-app-secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String expected = "sha256=" + HexFormat.of().formatHex(mac.doFinal(post.body()));
            return expected.equals(post.header("X-Hub-Signature-256"));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
