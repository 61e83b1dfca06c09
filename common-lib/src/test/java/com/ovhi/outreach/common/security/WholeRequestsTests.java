package com.ovhi.outreach.common.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.common.testing.FakeService;
import com.ovhi.outreach.common.testing.FakeService.Response;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/** How services ask each other. */
class WholeRequestsTests {

    private static final Duration USUAL = Duration.ofSeconds(20);
    private static final String LONG_BODY = "\"" + "long ".repeat(100_000) + "\"";

    private final FakeService service = FakeService.start();
    private final CountDownLatch letGo = new CountDownLatch(1);

    @AfterEach
    void close() {
        letGo.countDown();
        service.close();
    }

    @Test
    void bodiesAndHeadersArriveBothWays() {
        service.respond("POST", "/ask", request -> new Response(200, request.body()));

        var answer = client(USUAL)
                .post()
                .uri("/ask?which=1")
                .header(HttpHeaders.AUTHORIZATION, "Bearer token")
                .contentType(MediaType.APPLICATION_JSON)
                .body(LONG_BODY)
                .retrieve()
                .toEntity(String.class);

        assertThat(answer.getBody()).isEqualTo(LONG_BODY);
        assertThat(answer.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_JSON);
        assertThat(service.requests()).singleElement().satisfies(request -> {
            assertThat(request.query()).isEqualTo("which=1");
            assertThat(request.headers())
                    .containsEntry(HttpHeaders.AUTHORIZATION, "Bearer token")
                    .containsEntry(HttpHeaders.CONTENT_TYPE, "application/json")
                    .containsEntry(HttpHeaders.CONTENT_LENGTH, Integer.toString(LONG_BODY.length()));
        });
    }

    @Test
    void whatIsRefusedIsHeardWithItsReason() {
        service.answer("GET", "/ask", 404, "{\"type\":\"urn:ovhi:problem:unknown-patient\"}");

        assertThatThrownBy(() -> client(USUAL).get().uri("/ask").retrieve().toBodilessEntity())
                .isInstanceOfSatisfying(
                        HttpClientErrorException.NotFound.class,
                        refusal -> assertThat(refusal.getResponseBodyAsString()).contains("unknown-patient"));
    }

    @Test
    void whoDoesNotAnswerIsNotWaitedForLongerThanAllowed() {
        service.respond("GET", "/ask", _ -> {
            await(letGo);
            return new Response(200, "{}");
        });

        assertThatThrownBy(() -> client(Duration.ofMillis(50))
                        .get()
                        .uri("/ask")
                        .retrieve()
                        .toBodilessEntity())
                .isInstanceOf(ResourceAccessException.class)
                .hasCauseInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void whoHangsUpHasNotAnswered() {
        service.respond("GET", "/ask", _ -> {
            throw new IllegalStateException("Hangs up");
        });

        assertThatThrownBy(() -> client(USUAL).get().uri("/ask").retrieve().toBodilessEntity())
                .isInstanceOf(ResourceAccessException.class);
    }

    @Test
    void whoIsNotThereIsToldFromWhoDoesNotAnswer() {
        service.close();

        assertThatThrownBy(() -> client(USUAL).get().uri("/ask").retrieve().toBodilessEntity())
                .isInstanceOf(ResourceAccessException.class)
                .hasCauseInstanceOf(ConnectException.class);
    }

    private RestClient client(Duration patience) {
        return RestClient.builder()
                .baseUrl(service.url())
                .requestFactory(new WholeRequests(HttpClient.newHttpClient(), patience))
                .build();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
