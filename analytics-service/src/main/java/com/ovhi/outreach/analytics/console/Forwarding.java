package com.ovhi.outreach.analytics.console;

import com.ovhi.outreach.common.security.ServiceClientProperties;
import com.ovhi.outreach.common.security.ServiceClients;
import com.ovhi.outreach.common.web.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/**
 * Makes the pages' calls of the services, in the name of whoever is signed in. Hands answers on as they are: status and
 * JSON, no header but {@code Retry-After}. Thread-safe.
 */
@Component
class Forwarding {

    private static final String METER = "outreach.console.calls";
    private static final int MOST = 4 * 1024 * 1024;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Map<String, RestClient> questions;
    private final Map<String, RestClient> patient;
    private final String addressHeader;
    private final MeterRegistry meters;

    /** @throws IllegalStateException when {@code outreach.clients.addresses} lacks a service that a call names */
    Forwarding(
            RestClient.Builder builder,
            ServiceClientProperties properties,
            ConsoleProperties console,
            @Value("${outreach.web.client-address-header:}") String addressHeader,
            MeterRegistry meters) {
        this.addressHeader = addressHeader.strip();
        this.meters = meters;
        questions = clients(builder, properties, properties.readTimeout());
        patient = clients(builder, properties, console.orderTimeout());
    }

    private static Map<String, RestClient> clients(
            RestClient.Builder builder, ServiceClientProperties properties, Duration patience) {
        return Arrays.stream(Call.values())
                .map(Call::service)
                .distinct()
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(), service -> client(builder, properties, patience, service)));
    }

    private static RestClient client(
            RestClient.Builder builder, ServiceClientProperties properties, Duration patience, String service) {
        var address = properties.addresses().get(service);
        if (address == null) {
            throw new IllegalStateException("outreach.clients.addresses has no entry for " + service);
        }
        var requests = ServiceClients.requests(properties);
        requests.setReadTimeout(patience);
        return builder.clone().baseUrl(address).requestFactory(requests).build();
    }

    /**
     * Makes a call.
     *
     * @throws ProblemException 400 when the call does not take what is asked; 503 when the service does not answer; 504
     *     when it has an order and does not say what became of it; 502 when its answer is no JSON, or too much of it
     */
    Answer send(Call call, Ask ask, Person person) {
        var request = Objects.requireNonNull((call.takesTime() ? patient : questions).get(call.service()))
                .method(call.method())
                .uri(ask.template(call), ask.variables())
                .headers(headers -> headers(headers, ask, person));
        var body = ask.body();
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).body(body.toString().getBytes(StandardCharsets.UTF_8));
        }
        try {
            var answer = request.exchangeForRequiredValue((_, response) -> new Answer(
                    response.getStatusCode(),
                    response.getHeaders().getContentType(),
                    response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER),
                    response.getBody().readNBytes(MOST + 1)));
            count(call, answer.status());
            return answer.checked();
        } catch (ResourceAccessException e) {
            count(call, HttpStatus.SERVICE_UNAVAILABLE);
            throw silence(call, e);
        }
    }

    /** An order that arrived may be carried out though nobody says so: whoever repeats it blindly orders twice. */
    private static ProblemException silence(Call call, ResourceAccessException failure) {
        return call.isOrder() && !neverArrived(failure.getCause())
                ? ProblemException.of(
                        HttpStatus.GATEWAY_TIMEOUT,
                        "order-unanswered",
                        "The " + call.service()
                                + " has not answered and may carry it out all the same; look before you repeat it")
                : ProblemException.unavailable("service-away", "The " + call.service() + " does not answer", PAUSE);
    }

    private static boolean neverArrived(@Nullable Throwable failure) {
        return failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException;
    }

    /** What the service's own audit of accesses wants to know, as if the person had called it without us. */
    private void headers(HttpHeaders headers, Ask ask, Person person) {
        headers.setBearerAuth(person.token());
        headers.setAccept(List.of(MediaType.APPLICATION_JSON, MediaType.APPLICATION_PROBLEM_JSON));
        set(headers, HttpHeaders.USER_AGENT, person.userAgent());
        set(headers, "Idempotency-Key", ask.idempotencyKey());
        if (!addressHeader.isEmpty()) {
            set(headers, addressHeader, person.address());
        }
    }

    private static void set(HttpHeaders headers, String name, @Nullable String value) {
        if (value != null) {
            headers.set(name, value);
        }
    }

    private void count(Call call, HttpStatusCode status) {
        meters.counter(METER, "call", call.code(), "status", status.value() / 100 + "xx")
                .increment();
    }

    /**
     * Who asks.
     *
     * @param token their access token
     * @param address of their browser
     */
    record Person(
            String token,
            @Nullable String address,
            @Nullable String userAgent) {

        @Override
        public String toString() {
            return "Person[]";
        }
    }

    /**
     * What a service said.
     *
     * @param retryAfter when it may be asked again, as it says
     */
    record Answer(
            HttpStatusCode status,
            @Nullable MediaType type,
            @Nullable String retryAfter,
            byte[] body) {

        private Answer checked() {
            if (body.length > MOST) {
                throw unexpected("It answers with more than a page can show");
            }
            if (body.length > 0 && !isJson()) {
                throw unexpected("It answers with something else than JSON");
            }
            return this;
        }

        private boolean isJson() {
            return type != null
                    && (type.isCompatibleWith(MediaType.APPLICATION_JSON)
                            || type.isCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON));
        }

        private static ProblemException unexpected(String detail) {
            return ProblemException.of(HttpStatus.BAD_GATEWAY, "unexpected-answer", detail);
        }
    }
}
