package com.ovhi.outreach.simulators;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole application on a free port, with its files in a given folder and its clock running fast. */
final class Simulators implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.shared();
    static final String SENDGRID_KEY = "SG.local-development-key";
    static final String ACCOUNT = "AC00000000000000000000000000000001";
    static final String TOKEN = "local-auth-token";

    private final ConfigurableApplicationContext context;
    private final HttpClient http = HttpClient.newHttpClient();

    private Simulators(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static Simulators start(Path directory, Receiver receiver, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--simulators.data-dir=" + directory,
                "--simulators.callbacks.first-backoff=50ms",
                "--simulators.callbacks.max-backoff=200ms",
                "--simulators.sendgrid.webhook-url=" + receiver.url("/sendgrid"),
                "--simulators.sendgrid.parse-url=" + receiver.url("/parse"),
                "--simulators.twilio.inbound-url=" + receiver.url("/inbound"),
                "--simulators.whatsapp.webhook-url=" + receiver.url("/whatsapp")));
        arguments.addAll(Arrays.asList(more));
        if (arguments.stream().noneMatch(argument -> argument.startsWith("--outreach.clock.speed"))) {
            arguments.add("--outreach.clock.speed=20");
        }
        return new Simulators(
                SimulatorsApplication.builder().registerShutdownHook(false).run(arguments.toArray(String[]::new)));
    }

    String authority() {
        WebServerApplicationContext web = (WebServerApplicationContext) context;
        return "127.0.0.1:"
                + java.util.Objects.requireNonNull(web.getWebServer()).getPort();
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    HttpResponse<String> get(String path, String authorization) {
        return send(request(path).header("Authorization", authorization).GET());
    }

    JsonNode json(String path) {
        return JSON.readTree(get(path).body());
    }

    HttpResponse<String> post(String path, String type, String authorization, String body) {
        HttpRequest.Builder request = request(path).header("Content-Type", type);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return send(request.POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> postJson(String path, String body) {
        return post(path, "application/json", "", body);
    }

    HttpResponse<String> put(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    List<JsonNode> ledger(String provider, String kind) {
        return List.copyOf(json("/simulators/ledger/" + provider + "?limit=5000&kind=" + kind)
                .path("entries")
                .values());
    }

    static String basic(String name, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        http.shutdownNow();
        context.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + authority() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
