package com.ovhi.outreach.simulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class BehaviourTests {

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

    @AfterEach
    void reset() {
        assertThat(simulators.postJson("/simulators/reset", "").statusCode()).isEqualTo(204);
    }

    @Test
    void answersNothingButUnavailableInABlackout() {
        behave("{\"blackout\":true}");

        HttpResponse<String> response = send("14155550121", "dark");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("131016");
        assertThat(messages("dark")).isEmpty();
        assertThat(calls("dark"))
                .singleElement()
                .satisfies(
                        call -> assertThat(call.path("outcome").stringValue()).isEqualTo("fault"));
    }

    @Test
    void acceptsAMessageAndHangsUpWithoutAnAnswer() {
        behave("{\"accept_then_timeout\":1,\"hang_ms\":50}");

        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> send("14155550122", "lost-answer"));

        assertThat(messages("lost-answer")).hasSize(1);
        assertThat(calls("lost-answer"))
                .anySatisfy(
                        call -> assertThat(call.path("outcome").stringValue()).isEqualTo("accepted_unanswered"));
    }

    @ParameterizedTest
    @CsvSource({"accept_then_error,accepted_error,500", "accept_then_garble,accepted_garbled,200"})
    void acceptsAMessageAndAnswersSomethingElse(String fault, String outcome, int status) {
        behave("{\"" + fault + "\":1}");

        HttpResponse<String> response = send("14155550125", fault);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).doesNotContain("wamid");
        assertThat(messages(fault)).hasSize(1);
        assertThat(calls(fault))
                .singleElement()
                .satisfies(
                        call -> assertThat(call.path("outcome").stringValue()).isEqualTo(outcome));
    }

    @ParameterizedTest
    @CsvSource({"accept_then_reset,1", "hang,0"})
    void closesTheConnection(String fault, int accepted) {
        behave("{\"" + fault + "\":1,\"hang_ms\":20}");

        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> send("14155550126", fault));

        assertThat(messages(fault)).hasSize(accepted);
    }

    @Test
    void refusesWhatIsTooFastAndSaysForHowLong() {
        behave("{\"per_second\":2}");

        List<HttpResponse<String>> answers = IntStream.range(0, 8)
                .mapToObj(i -> send("14155550127", "fast-" + i))
                .toList();

        assertThat(answers).anySatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        });
        assertThat(answers.getFirst().statusCode()).isEqualTo(200);
        assertThat(IntStream.range(0, 8)
                        .mapToLong(i -> messages("fast-" + i).size())
                        .sum())
                .isBetween(2L, 6L);
    }

    @Test
    void comesBackAfterABlackoutThatWasToEnd() {
        behave("{\"blackout\":true,\"blackout_ms\":300}");
        assertThat(send("14155550128", "dark-for-a-while").statusCode()).isEqualTo(503);

        await().untilAsserted(() ->
                assertThat(send("14155550128", "dark-for-a-while").statusCode()).isEqualTo(200));
    }

    @Test
    void refusesTheSameCallsWhateverTheOrder() {
        behave("{\"errors\":[{\"http_status\":429,\"code\":\"130429\",\"rate\":0.5}]}");
        List<Integer> there = IntStream.range(0, 20)
                .mapToObj(i -> send("1415555" + (1000 + i), "once-" + i).statusCode())
                .toList();
        assertThat(there).contains(200, 429);

        for (int i = 19; i >= 0; i--) {
            HttpResponse<String> again = send("1415555" + (1000 + i), "once-" + i);
            assertThat(again.statusCode()).isIn(200, 429);
        }
        assertThat(simulators
                        .json("/simulators/behaviour/whatsapp")
                        .path("errors")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void sendsCallbacksTwiceWhenAskedTo() {
        behave("{\"duplicates\":1,\"disorder\":1,\"callback_delay_ms\":{\"min\":1,\"max\":5}}");

        send("14155550123", "twice");

        await().untilAsserted(
                        () -> assertThat(receiver.posts(post -> post.text().contains("twice")))
                                .hasSize(4));
        assertThat(simulators.ledger("whatsapp", "STATUS").stream()
                        .filter(status -> status.path("job_id").asString("").equals("twice")))
                .hasSize(2);
    }

    @Test
    void retriesACallbackUntilItIsReceived() {
        receiver.answers(post ->
                receiver.posts(one -> one.text().contains("stubborn")).size() < 5 ? 503 : 200);

        send("14155550124", "stubborn");

        await().untilAsserted(() -> {
            JsonNode callbacks = simulators.json("/simulators/summary").path("callbacks");
            assertThat(callbacks.path("whatsapp").path("waiting").intValue()).isZero();
            assertThat(receiver.posts(post -> post.text().contains("stubborn"))).hasSizeGreaterThan(4);
        });
        receiver.answers(post -> 200);
    }

    @Test
    void refusesABehaviourThatMakesNoSense() {
        assertThat(simulators
                        .put("/simulators/behaviour/whatsapp", "{\"duplicates\":7}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(simulators.put("/simulators/behaviour/pigeon", "{}").statusCode())
                .isEqualTo(404);
    }

    private static void behave(String behaviour) {
        assertThat(simulators.put("/simulators/behaviour/whatsapp", behaviour).statusCode())
                .isEqualTo(200);
    }

    private static HttpResponse<String> send(String to, String job) {
        return simulators.post(PATH, "application/json", "Bearer local-access-token", """
                {"messaging_product":"whatsapp","to":"%s","type":"template","biz_opaque_callback_data":"%s",
                 "template":{"name":"hello","language":{"code":"en_US"}}}
                """.formatted(to, job));
    }

    private static List<JsonNode> messages(String job) {
        return lines("MESSAGE", job);
    }

    private static List<JsonNode> calls(String job) {
        return lines("CALL", job);
    }

    private static List<JsonNode> lines(String kind, String job) {
        return simulators.ledger("whatsapp", kind).stream()
                .filter(line -> line.path("job_id").asString("").equals(job))
                .toList();
    }
}
