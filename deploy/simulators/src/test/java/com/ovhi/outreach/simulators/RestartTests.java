package com.ovhi.outreach.simulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RestartTests {

    private static final String MESSAGES = "/2010-04-01/Accounts/" + Simulators.ACCOUNT + "/Messages";
    private static final String AUTHORIZATION = Simulators.basic(Simulators.ACCOUNT, Simulators.TOKEN);

    private static final int MANY = 20;

    @TempDir
    Path directory = Path.of("");

    @Test
    void remembersMessagesAndOptOutsAndDeliversWhatWasNotDelivered() throws Exception {
        String sid;
        String publicKey;
        int port;
        try (Receiver receiver = new Receiver(0);
                Simulators simulators = start(receiver)) {
            port = receiver.port();
            receiver.answers(post -> 503);
            publicKey = simulators.get("/simulators/sendgrid/public-key").body();
            sid = Simulators.JSON
                    .readTree(send(simulators, "+14155550131", receiver.url("/status?job=kept"))
                            .body())
                    .path("sid")
                    .stringValue();
            simulators.postJson(
                    "/simulators/patients/reply", "{\"channel\":\"sms\",\"from\":\"+14155550131\",\"body\":\"STOP\"}");
            await().until(() -> !simulators.ledger("twilio", "BLOCK").isEmpty());
            await().until(() -> simulators.ledger("twilio", "STATUS").size() == 2);
        }
        Files.writeString(directory.resolve("twilio.ndjson"), "{\"seq\":99,\"ki", StandardOpenOption.APPEND);

        try (Receiver receiver = new Receiver(port);
                Simulators simulators = start(receiver)) {
            await().untilAsserted(() -> assertThat(statuses(receiver)).contains("sent", "delivered"));
            await().untilAsserted(
                            () -> assertThat(receiver.posts(post -> post.uri().equals("/inbound")))
                                    .hasSize(1));
            assertThat(simulators.ledger("twilio", "INBOUND")).hasSize(1);
            assertThat(send(simulators, "+14155550131", "").body()).contains("21610");
            assertThat(simulators
                            .post(MESSAGES + ".json", "application/x-www-form-urlencoded", AUTHORIZATION, "")
                            .body())
                    .contains("21604");
            assertThat(simulators.get("/simulators/sendgrid/public-key").body()).isEqualTo(publicKey);
            List<JsonNode> messages = simulators.ledger("twilio", "MESSAGE");
            assertThat(messages)
                    .singleElement()
                    .satisfies(message ->
                            assertThat(message.path("message_id").stringValue()).isEqualTo(sid));
        }
    }

    @Test
    void plansWhatAcceptedMessagesStillLack() throws Exception {
        int port;
        try (Receiver receiver = new Receiver(0);
                Simulators simulators = start(receiver)) {
            port = receiver.port();
            for (int i = 0; i < MANY; i++) {
                send(simulators, "+1415555" + (3000 + i), receiver.url("/status?job=orphan"));
            }
            await().until(() -> receiver.posts().size() == 2 * MANY);
        }
        Files.delete(directory.resolve("callbacks.ndjson"));

        try (Receiver receiver = new Receiver(port);
                Simulators simulators = start(receiver)) {
            await().untilAsserted(() -> assertThat(statuses(receiver)).hasSize(2 * MANY));
            assertThat(simulators.ledger("twilio", "MESSAGE")).hasSize(MANY);
        }
    }

    @Test
    void postsInTimeAlthoughTheClockIsQuickenedWhileACallbackWaits() throws Exception {
        var clock = directory.resolve("clock.properties");
        runClock(clock, 0.001);
        try (Receiver receiver = new Receiver(0);
                Simulators simulators = Simulators.start(
                        directory,
                        receiver,
                        "--simulators.patients.enabled=false",
                        "--outreach.clock.speed=1",
                        "--outreach.clock.file=" + clock)) {
            send(simulators, "+14155550177", receiver.url("/status?job=slow"));
            assertThat(statuses(receiver)).doesNotContain("delivered");

            runClock(clock, 1_000);

            await().untilAsserted(() -> assertThat(statuses(receiver)).contains("sent", "delivered"));
        }
    }

    private static void runClock(Path file, double speed) throws IOException {
        var now = Instant.now();
        Files.writeString(file, "origin=" + now + "\nstart=" + now + "\nspeed=" + speed + "\n");
    }

    private Simulators start(Receiver receiver) {
        return Simulators.start(directory, receiver, "--simulators.patients.enabled=false");
    }

    private static HttpResponse<String> send(Simulators simulators, String to, String callback) {
        String form = "From=%2B15005550006&Body=Hi&To=" + to.replace("+", "%2B")
                + (callback.isEmpty()
                        ? ""
                        : "&StatusCallback=" + callback.replace("?", "%3F").replace("=", "%3D"));
        return simulators.post(MESSAGES + ".json", "application/x-www-form-urlencoded", AUTHORIZATION, form);
    }

    private static List<String> statuses(Receiver receiver) {
        return receiver.posts(post -> post.uri().startsWith("/status")).stream()
                .map(post -> post.form().getOrDefault("MessageStatus", ""))
                .toList();
    }
}
