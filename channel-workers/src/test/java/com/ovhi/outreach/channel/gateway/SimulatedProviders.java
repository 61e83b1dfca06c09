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
import java.util.List;
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
        try {
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException("The simulators answer " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
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
