package com.ovhi.outreach.analytics.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.testing.FakeService.Request;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestTokens;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The console as seen from the network: who gets in, what goes out, and what a page can make it do. */
@ServiceTest(schema = "ovhi_analytics")
class ConsoleTests implements Outside {

    private final TestTokens tokens;
    private final MeterRegistry meters;
    private final int port;
    private final Visitor visitor;

    ConsoleTests(TestTokens tokens, MeterRegistry meters, @LocalServerPort int port) {
        this.tokens = tokens;
        this.meters = meters;
        this.port = port;
        visitor = new Visitor(port, tokens);
    }

    @BeforeEach
    void forget() {
        SERVICES.reset();
    }

    @AfterEach
    void leave() {
        visitor.close();
    }

    @Test
    void signsInWithPkceAndKeepsTheTokenFromTheBrowser() {
        visitor.signIn("ops", "clinic-staff");

        assertThat(visitor.asked())
                .containsEntry("response_type", "code")
                .containsEntry("client_id", "outreach-console")
                .containsEntry("code_challenge_method", "S256")
                .doesNotContainKey("nonce");
        var exchange = form(SERVICES.requests().getFirst());
        assertThat(exchange).containsEntry("grant_type", "authorization_code").containsEntry("code", "a-code");
        assertThat(visitor.asked()).containsEntry("code_challenge", s256(exchange.get("code_verifier")));
        var session = visitor.get("/console/api/session").body();
        assertThat(session).contains("\"name\":\"nora\"").doesNotContain("access_token", "eyJ");
        assertThat(visitor.cookie().isHttpOnly()).isTrue();
        assertThat(visitor.cookie().getPath()).isEqualTo("/console");
    }

    @Test
    void marksTheCookieForThisSiteAlone() {
        var cookie = visitor.get("/console/sign-in/console").headers().firstValue("Set-Cookie");

        assertThat(cookie).hasValueSatisfying(value -> assertThat(value).contains("HttpOnly", "SameSite=Lax"));
    }

    @Test
    void tellsStrangersNothing() {
        var answer = visitor.get("/console/api/session");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(visitor.get("/console/js/console.js").statusCode()).isEqualTo(302);
        assertThat(visitor.get("/console/signed-out.html").statusCode()).isEqualTo(200);
    }

    @Test
    void aBearerTokenIsNoSession() {
        var request = java.net.http.HttpRequest.newBuilder(
                        java.net.URI.create("http://127.0.0.1:" + port + "/console/api/session"))
                .header("Authorization", tokens.bearer(11, "ops"));

        assertThat(visitor.send(request).statusCode()).isEqualTo(401);
    }

    @Test
    void aSessionIsNoBearerToken() {
        visitor.signIn("ops");

        assertThat(visitor.get("/api/v1/analytics/stats").statusCode()).isEqualTo(401);
    }

    @Test
    void doesNotLetInWhomNoServiceWouldKnow() {
        var claims = tokens.claims("mallory", 11L, "ops").audience("somebody-else");
        SERVICES.answer("POST", "/oauth2/token", 200, """
                {"access_token":"%s","token_type":"Bearer","expires_in":900}""".formatted(tokens.sign(claims.build())));

        assertThat(visitor.comeBack().headers().firstValue("Location")).hasValue("/console/signed-out.html?failed");
        assertThat(visitor.get("/console/api/session").statusCode()).isEqualTo(401);
    }

    @Test
    void doesNotTakeTheCodeOfSomebodyElsesSignIn() {
        visitor.identityGives(900, "ops");

        var answer = visitor.get("/console/signed-in?code=stolen&state=guessed");

        assertThat(answer.headers().firstValue("Location")).hasValue("/console/signed-out.html?failed");
        assertThat(SERVICES.requests()).isEmpty();
    }

    @Test
    void asksTheServiceInTheNameOfWhoeverIsSignedIn() {
        visitor.signIn("clinic-staff");
        SERVICES.answer("GET", "/api/v1/comm/jobs", 200, "{\"jobs\":[],\"next\":null}");

        var answer = visitor.call("jobs", "{\"query\":{\"patient_id\":\"4711\",\"limit\":\"50\"}}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"jobs\":[],\"next\":null}");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        var asked = SERVICES.requests().getLast();
        assertThat(asked.query()).isEqualTo("limit=50&patient_id=4711");
        assertThat(asked.headers()).containsKey("User-Agent").doesNotContainKey("Cookie");
        assertThat(subject(asked)).contains("\"sub\":\"nora\"", "\"org\":11", "clinic-staff");
    }

    @Test
    void handsOrdersOnWithTheirKey() {
        visitor.signIn("clinic-staff");
        SERVICES.answer("POST", "/api/v1/inbox/7-a/answer", 202, "{}");

        visitor.call("inbox-answer", """
                {"id":"7-a","body":{"text":"Sí, a las ocho"},"idempotency_key":"key-12345"}""");

        var asked = SERVICES.requests().getLast();
        assertThat(asked.body()).isEqualTo("{\"text\":\"Sí, a las ocho\"}");
        assertThat(asked.headers()).containsEntry("Idempotency-Key", "key-12345");
    }

    @Test
    void doesNothingForAPageOfAnotherSite() {
        visitor.signIn("ops");
        var before = SERVICES.requests().size();

        var answer = visitor.post("/console/api/calls/proposal-approve", "{\"id\":\"1-2\"}", "guessed");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(SERVICES.requests()).hasSize(before);
        assertThat(visitor.get("/console/api/session").statusCode())
                .as("and cannot end the session either")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            no-such-call,      `{}`,                                          404
            job,               `{}`,                                          400
            job,               `{"id":"../settings"}`,                        400
            jobs,              `{"id":"1"}`,                                  400
            jobs,              `{"query":{"organization_id":"12"}}`,          400
            jobs,              `{"query":{"status":null}}`,                   400
            inbox-answer,      `{"id":"1","idempotency_key":"short"}`,        400
            jobs,              `not json`,                                    400""")
    void makesNoCallThatNoPageNeeds(String call, String ask, int status) {
        visitor.signIn("ops");
        var before = SERVICES.requests().size();

        assertThat(visitor.call(call, ask).statusCode()).isEqualTo(status);
        assertThat(SERVICES.requests()).hasSize(before);
    }

    @Test
    void tellsWhatAServiceRefused() {
        visitor.signIn("ops");
        SERVICES.answer(
                "POST", "/api/v1/comm/dlq/reviews", 409, "{\"type\":\"urn:ovhi:problem:outdated\",\"detail\":\"No\"}");

        var answer = visitor.call("dead-letter-review", "{\"body\":{\"action\":\"retry\",\"all\":true}}");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("urn:ovhi:problem:outdated");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void renewsATokenThatHasRunOut() {
        visitor.identityGives(1, "ops");
        visitor.comeBack();
        var csrf = visitor.session().path("csrf_token").asString();
        visitor.identityGives(900, "ops", "compliance");
        SERVICES.answer("GET", "/api/v1/campaigns", 200, "{}");

        assertThat(visitor.post("/console/api/calls/campaigns", "{}", csrf).statusCode())
                .isEqualTo(200);

        assertThat(SERVICES.requests().stream()
                        .filter(each -> each.path().equals("/oauth2/token"))
                        .map(each -> form(each).get("grant_type")))
                .containsExactly("authorization_code", "refresh_token");
        assertThat(subject(SERVICES.requests().getLast())).contains("compliance");
    }

    @Test
    void aRequestDoesNotChooseWhatItsTokenMayDo() {
        visitor.identityGives(1, "ops");
        visitor.comeBack();
        var csrf = visitor.session().path("csrf_token").asString();
        SERVICES.answer("GET", "/api/v1/campaigns", 200, "{}");

        visitor.post("/console/api/calls/campaigns?scope=everything", "{}", csrf);

        assertThat(SERVICES.requests().stream()
                        .filter(each -> each.path().equals("/oauth2/token"))
                        .map(Request::body))
                .hasSize(2)
                .noneMatch(body -> body.contains("everything"));
    }

    @Test
    void showsEverybodyTheirOwnPages() {
        visitor.signIn("compliance");

        assertThat(visitor.session().path("pages").valueStream().map(each -> each.asString()))
                .containsExactly("jobs", "dead-letters", "campaigns", "templates", "experiments");
        assertThat(Page.of(List.of("service", "monitoring"))).isEmpty();
    }

    /** Dashboards and an alert rest on it in every service. */
    @Test
    void itsRequestsAreMeasured() {
        visitor.get("/console/signed-out.html");

        assertThat(meters.find("http.server.requests").timers()).isNotEmpty();
    }

    @Test
    void servesPagesThatRunNothingButTheirOwnFiles() {
        visitor.signIn("ops");

        var page = visitor.get("/console/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe"));
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(page.body())
                .doesNotContain("<style", "style=", "onclick")
                .doesNotContainPattern("<script(?![^>]*src=)");
        assertThat(visitor.get("/console/js/console.js").headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/javascript"));
        assertThat(visitor.get("/console/js/none.js").statusCode()).isEqualTo(404);
    }

    private static Map<String, String> form(Request request) {
        return Arrays.stream(request.body().split("&"))
                .map(each -> each.split("=", 2))
                .collect(Collectors.toMap(each -> each[0], each -> each[1]));
    }

    /** The claims of the token a request carried. */
    private static String subject(Request request) {
        var token = String.valueOf(request.headers().get("Authorization")).replace("Bearer ", "");
        return new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
    }

    private static String s256(@org.jspecify.annotations.Nullable String verifier) {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.valueOf(verifier).getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
