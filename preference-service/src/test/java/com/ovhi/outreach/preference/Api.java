package com.ovhi.outreach.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.EffectivePreferences.ChannelPreference;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.testing.TestTokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The service as its callers meet it. */
public final class Api {

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final TestTokens tokens;

    public Api(int port, TestTokens tokens) {
        base = "http://127.0.0.1:" + port + "/api/v1";
        this.tokens = tokens;
    }

    public Answer get(String path, @Nullable String bearer) {
        return send("GET", path, bearer, null, null, null);
    }

    public Answer put(String path, String bearer, String json, @Nullable String ifMatch) {
        return send("PUT", path, bearer, "application/json", json, ifMatch);
    }

    public Answer patch(String path, String bearer, String json, @Nullable String ifMatch) {
        return send("PATCH", path, bearer, "application/merge-patch+json", json, ifMatch);
    }

    public Answer delete(String path, String bearer) {
        return send("DELETE", path, bearer, null, null, null);
    }

    /** As a table rather than as JSON. */
    public Answer getCsv(String path, String bearer) {
        return send("GET", path, bearer, null, null, null, "text/csv");
    }

    public Answer post(String path, @Nullable String bearer, String contentType, String body) {
        return send("POST", path, bearer, contentType, body, null);
    }

    /** As front-desk staff of an organisation. */
    public String staff(long organization) {
        return tokens.bearer(organization, "clinic-staff");
    }

    /** As another service. */
    public String service() {
        return tokens.service();
    }

    /** Effective preferences as another service sees them. */
    public Answer effective(long patient, long organization) {
        return get("/preferences/" + patient + "/effective?organization_id=" + organization, tokens.service());
    }

    /** Waits until what holds for a patient fits. */
    public EffectivePreferences awaitEffective(long patient, Consumer<EffectivePreferences> fits) {
        var found = new EffectivePreferences[1];
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> {
                    var answer = effective(patient, Patients.ORGANIZATION);
                    assertThat(answer.status()).isEqualTo(200);
                    found[0] = ContractJson.read(answer.body(), EffectivePreferences.class);
                    fits.accept(found[0]);
                });
        return found[0];
    }

    /** Waits until a channel is open, or closed for a reason. */
    public EffectivePreferences awaitChannel(long patient, Channel channel, @Nullable String reason) {
        return awaitEffective(
                patient,
                preferences ->
                        assertThat(channel(preferences, channel).reason()).isEqualTo(reason));
    }

    public static ChannelPreference channel(EffectivePreferences preferences, Channel channel) {
        var found = preferences.channels().get(channel);
        if (found == null) {
            throw new AssertionError("no " + channel);
        }
        return found;
    }

    private Answer send(
            String method,
            String path,
            @Nullable String bearer,
            @Nullable String contentType,
            @Nullable String body,
            @Nullable String ifMatch) {
        return send(method, path, bearer, contentType, body, ifMatch, null);
    }

    private Answer send(
            String method,
            String path,
            @Nullable String bearer,
            @Nullable String contentType,
            @Nullable String body,
            @Nullable String ifMatch,
            @Nullable String accept) {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        header(request, "Authorization", bearer);
        header(request, "Content-Type", contentType);
        header(request, "If-Match", ifMatch);
        header(request, "Accept", accept);
        try {
            return new Answer(http.send(request.build(), BodyHandlers.ofString()));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void header(HttpRequest.Builder request, String name, @Nullable String value) {
        if (value != null) {
            request.header(name, value);
        }
    }

    /** What came back. */
    public record Answer(HttpResponse<String> response) {

        public int status() {
            return response.statusCode();
        }

        public String body() {
            return response.body();
        }

        public String header(String name) {
            return String.join(",", response.headers().allValues(name));
        }

        public JsonNode json() {
            return ContractJson.mapper().readTree(body());
        }

        /** The last part of a problem's type. */
        public String problem() {
            return json().path("type").asString().replace("urn:ovhi:problem:", "");
        }
    }
}
