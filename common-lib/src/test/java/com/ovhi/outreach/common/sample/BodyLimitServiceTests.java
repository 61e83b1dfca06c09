package com.ovhi.outreach.common.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestTokens;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServiceTest(schema = "ovhi_sample")
class BodyLimitServiceTests {

    private static final int MOST = 1024 * 1024;

    private final TestTokens tokens;
    private final int port;

    BodyLimitServiceTests(TestTokens tokens, @LocalServerPort int port) {
        this.tokens = tokens;
        this.port = port;
    }

    @Test
    void takesWhatJustFits() throws IOException, InterruptedException {
        var answer = post(BodyPublishers.ofByteArray(body(MOST)));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void refusesWhatSaysThatItIsTooLarge() throws IOException, InterruptedException {
        assertTooLarge(post(BodyPublishers.ofByteArray(body(MOST + 1))));
        assertTooLarge(post(BodyPublishers.ofByteArray(body(10 * MOST))));
    }

    @Test
    void refusesWhatTurnsOutToBeTooLarge() throws IOException, InterruptedException {
        var large = body(10 * MOST);

        assertTooLarge(post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))));
    }

    private static void assertTooLarge(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(413);
        var problem = ContractJson.mapper().readTree(answer.body());
        assertThat(problem.path("type").asString()).isEqualTo("urn:ovhi:problem:body-too-large");
        assertThat(problem.path("max_bytes").asInt()).isEqualTo(MOST);
    }

    private HttpResponse<String> post(BodyPublisher body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/patients"))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", tokens.bearer(11, "clinic-staff"))
                .header("Content-Type", "application/json")
                .POST(body)
                .build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString());
        }
    }

    private static byte[] body(int bytes) {
        var start = "{\"patient_id\":1,\"given_name\":\"";
        return (start + "a".repeat(bytes - start.length() - 2) + "\"}").getBytes(StandardCharsets.US_ASCII);
    }
}
