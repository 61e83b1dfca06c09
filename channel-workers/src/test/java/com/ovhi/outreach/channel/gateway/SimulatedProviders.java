package com.ovhi.outreach.channel.gateway;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.simulators.SimulatorsApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The simulators of all providers, which share no code with the gateways; one instance for all tests of the JVM. */
public final class SimulatedProviders {

    private static final SimulatedProviders SHARED = new SimulatedProviders();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI url;

    private SimulatedProviders() {
        url = URI.create("http://127.0.0.1:" + port(start()));
    }

    public static SimulatedProviders shared() {
        return SHARED;
    }

    public URI url() {
        return url;
    }

    /** Makes a provider behave so. */
    public void behave(String provider, String json) {
        send(HttpRequest.newBuilder(url.resolve("/simulators/behaviour/" + provider))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** Makes all providers behave well. */
    public void reset() {
        send(HttpRequest.newBuilder(url.resolve("/simulators/reset")).POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** Hands a call over as it came and gives back what a provider answers. */
    public FakeProvider.Answer forward(FakeProvider.Request request) {
        var forwarded = HttpRequest.newBuilder(url.resolve(request.uri()))
                .method(request.method(), HttpRequest.BodyPublishers.ofString(request.body()));
        for (var name : List.of("Authorization", "Content-Type", "Accept")) {
            var value = request.header(name);
            if (!value.isEmpty()) {
                forwarded.header(name, value);
            }
        }
        var answer = exchange(forwarded);
        var headers = new HashMap<String, String>();
        answer.headers().firstValue("X-Message-Id").ifPresent(id -> headers.put("X-Message-Id", id));
        return new FakeProvider.Json(answer.statusCode(), headers, answer.body());
    }

    /** A patient writes. */
    public void reply(String channel, String from, String text) {
        send(HttpRequest.newBuilder(url.resolve("/simulators/patients/reply"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        ContractJson.writeText(Map.of("channel", channel, "from", from, "body", text)))));
    }

    /** What a provider wrote down about a job: of kind CALL or MESSAGE. */
    public List<JsonNode> ledger(String provider, String kind, String job) {
        var answer = send(
                HttpRequest.newBuilder(url.resolve("/simulators/ledger/" + provider + "?limit=5000&kind=" + kind)));
        var found = new ArrayList<JsonNode>();
        for (var entry : ContractJson.mapper().readTree(answer).path("entries")) {
            if (entry.path("job_id").asString("").startsWith(job)) {
                found.add(entry);
            }
        }
        return found;
    }

    private String send(HttpRequest.Builder request) {
        var answer = exchange(request);
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException("The simulators answer " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static ConfigurableApplicationContext start() {
        try {
            var nobody = "http://127.0.0.1:9/";
            return SimulatorsApplication.builder()
                    .run(
                            "--server.port=0",
                            "--simulators.data-dir=" + Files.createTempDirectory("simulators"),
                            "--simulators.patients.enabled=false",
                            "--simulators.sendgrid.webhook-url=" + nobody,
                            "--simulators.sendgrid.activity-delay=0s",
                            "--simulators.sendgrid.activity-per-minute=100000",
                            "--simulators.twilio.inbound-url=" + nobody,
                            "--simulators.whatsapp.webhook-url=" + nobody);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int port(ConfigurableApplicationContext context) {
        var server = ((WebServerApplicationContext) context).getWebServer();
        if (server == null) {
            throw new IllegalStateException("The simulators have no server");
        }
        return server.getPort();
    }
}
