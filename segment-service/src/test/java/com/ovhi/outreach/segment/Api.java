package com.ovhi.outreach.segment;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.testing.TestTokens;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** Calls the service as people of one organisation. */
public final class Api {

    private final RestTestClient http;
    private final String bearer;

    private Api(RestTestClient http, String bearer) {
        this.http = http;
        this.bearer = bearer;
    }

    /** A campaign manager of an organisation. */
    public static Api of(int port, TestTokens tokens, long organization) {
        return of(port, tokens.bearer(organization, "campaign-manager"));
    }

    /** Whoever the header says. */
    public static Api of(int port, String bearer) {
        var http = RestTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .build();
        return new Api(http, bearer);
    }

    public JsonNode get(String uri) {
        return call(HttpMethod.GET, uri, null, 200);
    }

    public JsonNode post(String uri, String json, int status) {
        return call(HttpMethod.POST, uri, json, status);
    }

    public JsonNode put(String uri, String json, int status) {
        return call(HttpMethod.PUT, uri, json, status);
    }

    /** Fails unless the status is the expected one; returns the answer. */
    public JsonNode call(HttpMethod method, String uri, @Nullable String json, int status) {
        var request = http.method(method).uri(uri).header("Authorization", bearer);
        if (json != null) {
            request.contentType(MediaType.APPLICATION_JSON).body(json);
        }
        return answer(request, status);
    }

    /** Changes what has a version, as somebody who has just read it. */
    public JsonNode change(String uri, String json, int status) {
        return conditional(HttpMethod.PUT, uri, json, get(uri).path("version").asInt(), status);
    }

    /** Calls with the version the caller has seen. */
    public JsonNode conditional(HttpMethod method, String uri, @Nullable String json, int version, int status) {
        var request =
                http.method(method).uri(uri).header("Authorization", bearer).header("If-Match", "\"" + version + "\"");
        if (json != null) {
            request.contentType(MediaType.APPLICATION_JSON).body(json);
        }
        return answer(request, status);
    }

    /** What is no JSON. */
    public String text(String uri) {
        var text = http.get()
                .uri(uri)
                .header("Authorization", bearer)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        return text == null ? "" : text;
    }

    private static JsonNode answer(RestTestClient.RequestHeadersSpec<?> request, int status) {
        var body = request.exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        return ContractJson.mapper().readTree(body == null ? "null" : body);
    }

    /** Makes a segment and returns its id. */
    public long segment(String name, String rules) {
        return post("/api/v1/segments", "{\"name\": \"" + name + "\", \"rules\": " + rules + "}", 201)
                .path("id")
                .asLong();
    }
}
