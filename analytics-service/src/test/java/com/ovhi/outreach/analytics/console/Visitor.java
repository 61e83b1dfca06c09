package com.ovhi.outreach.analytics.console;

import static com.ovhi.outreach.analytics.console.Outside.SERVICES;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.testing.FakeService.Response;
import com.ovhi.outreach.common.testing.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;

/** A person with a browser's cookies, who follows each redirect by hand. */
final class Visitor implements AutoCloseable {

    static final long ORGANIZATION = 11;
    static final String NAME = "nora";

    static final String START = "/console/sign-in/console";

    private final CookieManager cookies = new CookieManager();
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final AtomicInteger tokens = new AtomicInteger();
    private final TestTokens identity;
    private final String name;
    private final String base;
    private Map<String, String> asked = Map.of();
    private String csrf = "";

    Visitor(int port, TestTokens identity) {
        this(port, identity, NAME);
    }

    Visitor(int port, TestTokens identity, String name) {
        this.identity = identity;
        this.name = name;
        base = "http://127.0.0.1:" + port;
    }

    /** What the identity provider will give for a code; it cannot be renewed. */
    void identityGivesOnce(long seconds, String... roles) {
        SERVICES.respond(
                "POST",
                "/oauth2/token",
                _ -> new Response(200, """
                {"access_token":"%s","token_type":"Bearer","expires_in":%d}""".formatted(identity.token(name, ORGANIZATION, roles), seconds)));
    }

    /** What the identity provider will give for a code or a refresh token. */
    void identityGives(long seconds, String... roles) {
        SERVICES.respond(
                "POST",
                "/oauth2/token",
                _ -> new Response(200, """
                {"access_token":"%s","token_type":"Bearer","expires_in":%d,"refresh_token":"r%d"}""".formatted(
                                identity.token(name, ORGANIZATION, roles), seconds, tokens.incrementAndGet())));
    }

    /** Signs in from the front door to the first page. */
    Visitor signIn(String... roles) {
        identityGives(900, roles);
        assertThat(location(get("/console/"))).isEqualTo(START);
        assertThat(comeBack().headers().firstValue("Location")).hasValue("/console/");
        csrf = session().path("csrf_token").asString();
        return this;
    }

    /** Goes to the identity provider and comes back with a code. */
    HttpResponse<String> comeBack() {
        var authorize = location(get(START));
        assertThat(authorize).startsWith(SERVICES.url() + "/oauth2/authorize?");
        asked = new LinkedHashMap<>(UriComponentsBuilder.fromUriString(authorize)
                .build()
                .getQueryParams()
                .toSingleValueMap());
        return get("/console/signed-in?code=a-code&state=" + asked.get("state"));
    }

    /** The parameters with which the console sent the person to the identity provider. */
    Map<String, String> asked() {
        return asked;
    }

    JsonNode session() {
        var answer = get("/console/api/session");
        assertThat(answer.statusCode()).isEqualTo(200);
        return ContractJson.mapper().readTree(answer.body());
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path)));
    }

    HttpResponse<String> call(String name, String json) {
        return post("/console/api/calls/" + name, json, csrf);
    }

    HttpResponse<String> post(String path, String json, String csrfToken) {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .header("X-CSRF-TOKEN", csrfToken)
                .POST(BodyPublishers.ofString(json)));
    }

    String csrf() {
        return csrf;
    }

    HttpCookie cookie() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(each -> each.getName().equals("OUTREACH_CONSOLE"))
                .findFirst()
                .orElseThrow();
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    @Override
    public void close() {
        http.close();
    }
}
