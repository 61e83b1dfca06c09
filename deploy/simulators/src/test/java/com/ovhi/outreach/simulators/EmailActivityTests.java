package com.ovhi.outreach.simulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** SendGrid's feed of what it has accepted. */
class EmailActivityTests {

    @TempDir
    Path directory = Path.of("");

    private final Receiver receiver = new Receiver(0);

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    void showsWhatWasAcceptedWhateverWasAnsweredAndAlsoAfterARestart() {
        String answered = sendAndFind("{}", "ann@example.org");
        String failed = sendAndFind("{\"accept_then_error\":1}", "bob@example.org");

        try (Simulators simulators = start("--simulators.sendgrid.activity-delay=0s")) {
            assertThat(found(simulators, answered)).hasSize(1);
            assertThat(found(simulators, failed)).singleElement().satisfies(message -> {
                assertThat(message.path("msg_id").stringValue()).matches("[\\w-]{22}\\.recvd-.+");
                assertThat(message.path("to_email").stringValue()).isEqualTo("bob@example.org");
                assertThat(message.path("from_email").stringValue()).isEqualTo("clinic@example.org");
                assertThat(message.path("subject").stringValue()).isEqualTo("Hello");
                assertThat(message.path("opens_count").intValue()).isZero();
                assertThat(message.path("clicks_count").intValue()).isZero();
                assertThat(message.path("last_event_time").stringValue()).endsWith("Z");
                assertThat(message.has("unique_args")).isFalse();
            });
        }
    }

    private String sendAndFind(String behaviour, String to) {
        try (Simulators simulators = start("--simulators.sendgrid.activity-delay=0s")) {
            simulators.put("/simulators/behaviour/sendgrid", behaviour);
            String job = send(simulators, to);
            assertThat(found(simulators, job)).hasSize(1);
            return job;
        }
    }

    @Test
    void doesNotShowWhatWasRefusedAndShowsTheRestAfterAWhile() {
        try (Simulators simulators = start("--simulators.sendgrid.activity-delay=1s")) {
            simulators.put("/simulators/behaviour/sendgrid", "{\"blackout\":true}");
            String refused = send(simulators, "ann@example.org");
            simulators.put("/simulators/behaviour/sendgrid", "{}");
            String accepted = send(simulators, "bob@example.org");

            assertThat(found(simulators, accepted)).isEmpty();
            await().until(() -> !found(simulators, accepted).isEmpty());
            assertThat(found(simulators, refused)).isEmpty();
            await().untilAsserted(() -> assertThat(found(simulators, accepted))
                    .singleElement()
                    .satisfies(message ->
                            assertThat(message.path("status").stringValue()).isEqualTo("delivered")));
        }
    }

    @Test
    void answersNoMoreThanSixQuestionsAMinute() {
        try (Simulators simulators = Simulators.start(directory, receiver)) {
            for (int i = 0; i < 6; i++) {
                assertThat(ask(simulators, "status=\"delivered\"", "10").statusCode())
                        .isEqualTo(200);
            }

            HttpResponse<String> refused = ask(simulators, "status=\"delivered\"", "10");

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("X-RateLimit-Limit")).contains("6");
            assertThat(refused.headers().firstValue("X-RateLimit-Remaining")).contains("0");
            assertThat(refused.headers().firstValue("X-RateLimit-Reset")).isPresent();
        }
    }

    @Test
    void refusesAKeyThatMayNotReadIt() {
        try (Simulators simulators = start("--simulators.sendgrid.activity=false")) {
            assertThat(ask(simulators, "status=\"delivered\"", "10").statusCode())
                    .isEqualTo(403);
            assertThat(simulators.get("/v3/messages").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void namesWhatIsWrongWithAQuestion() {
        try (Simulators simulators = start()) {
            assertThat(wrong(ask(simulators, "status=delivered", "10"))).isEqualTo("query");
            for (String limit : List.of("0", "1001", "x")) {
                assertThat(wrong(ask(simulators, "status=\"delivered\"", limit)))
                        .isEqualTo("limit");
            }
        }
    }

    private static String wrong(HttpResponse<String> refused) {
        assertThat(refused.statusCode()).isEqualTo(400);
        return Simulators.JSON
                .readTree(refused.body())
                .path("errors")
                .path(0)
                .path("field")
                .stringValue();
    }

    private Simulators start(String... more) {
        var arguments = new ArrayList<>(List.of(more));
        arguments.add("--simulators.patients.enabled=false");
        arguments.add("--simulators.sendgrid.activity-per-minute=10000");
        return Simulators.start(directory, receiver, arguments.toArray(String[]::new));
    }

    private static String send(Simulators simulators, String to) {
        String job = UUID.randomUUID().toString();
        simulators.post(
                "/v3/mail/send", "application/json", "Bearer " + Simulators.SENDGRID_KEY, """
                {"personalizations":[{"to":[{"email":"%s"}],"custom_args":{"job_id":"%s","attempt":"1"}}],
                 "from":{"email":"clinic@example.org"},"subject":"Hello",
                 "content":[{"type":"text/plain","value":"See you soon"}]}""".formatted(to, job));
        return job;
    }

    private static List<JsonNode> found(Simulators simulators, String job) {
        String query = "(unique_args['job_id']=\"" + job + "\" AND unique_args['attempt']=\"1\")";
        return List.copyOf(Simulators.JSON
                .readTree(ask(simulators, query, "10").body())
                .path("messages")
                .values());
    }

    private static HttpResponse<String> ask(Simulators simulators, String query, String limit) {
        return simulators.get(
                "/v3/messages?limit=" + limit + "&query=" + URLEncoder.encode(query, StandardCharsets.UTF_8),
                "Bearer " + Simulators.SENDGRID_KEY);
    }
}
