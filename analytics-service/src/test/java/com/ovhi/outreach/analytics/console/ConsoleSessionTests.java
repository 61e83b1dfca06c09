package com.ovhi.outreach.analytics.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.testing.FakeService.Response;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestTokens;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import org.apache.catalina.Context;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** How sessions of the console begin and end. */
@ServiceTest(schema = "ovhi_analytics")
class ConsoleSessionTests implements Outside {

    private final MeterRegistry meters;
    private final ServletWebServerApplicationContext context;
    private final Visitor visitor;

    ConsoleSessionTests(
            TestTokens tokens,
            MeterRegistry meters,
            ServletWebServerApplicationContext context,
            @LocalServerPort int port) {
        this.meters = meters;
        this.context = context;
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
    void signsOut() {
        visitor.signIn("ops");

        assertThat(visitor.post("/console/sign-out", "", visitor.csrf()).statusCode())
                .isEqualTo(204);
        assertThat(visitor.get("/console/api/session").statusCode()).isEqualTo(401);
        assertThat(visitor.call("campaigns", "{}").statusCode()).isEqualTo(401);
    }

    /** Whoever uses the browser next is somebody else, though the identity provider may still know the one before. */
    @Test
    void givesTheRefreshTokenBackAndAsksWhoSignsInNext() {
        SERVICES.answer("POST", "/oauth2/revoke", 200, "");
        visitor.signIn("ops");
        assertThat(visitor.asked()).doesNotContainKey("prompt");

        visitor.post("/console/sign-out", "", visitor.csrf());

        assertThat(SERVICES.requests())
                .filteredOn(each -> each.path().equals("/oauth2/revoke"))
                .singleElement()
                .satisfies(each -> assertThat(each.body())
                        .matches("token=r\\d+&token_type_hint=refresh_token&client_id=outreach-console"));
        visitor.signIn("ops");
        assertThat(visitor.asked()).containsEntry("prompt", "login").containsEntry("code_challenge_method", "S256");
        visitor.comeBack();
        assertThat(visitor.asked()).as("asked once").doesNotContainKey("prompt");
    }

    @ParameterizedTest
    @CsvSource({"503, {}", "400, {}", "400, nothing anybody could read", "200, neither"})
    void signsOutThoughNobodyTakesTheRefreshTokenBack(int status, String answer) {
        SERVICES.answer("POST", "/oauth2/revoke", status, answer);
        visitor.signIn("ops");

        assertThat(visitor.post("/console/sign-out", "", visitor.csrf()).statusCode())
                .isEqualTo(204);
        assertThat(visitor.get("/console/api/session").statusCode()).isEqualTo(401);
    }

    @Test
    void tellsWhoCannotBeRenewedToSignInAgain() {
        visitor.identityGives(1, "ops");
        visitor.comeBack();
        var csrf = visitor.session().path("csrf_token").asString();
        SERVICES.respond("POST", "/oauth2/token", _ -> new Response(400, "{\"error\":\"invalid_grant\"}"));

        var answer = visitor.post("/console/api/calls/campaigns", "{}", csrf);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("urn:ovhi:problem:signed-out");
        leadsToTheIdentityProvider();
    }

    @Test
    void aTokenThatCannotBeRenewedEndsTheSessionWithIt() {
        visitor.identityGivesOnce(1, "ops");
        visitor.comeBack();
        var csrf = visitor.session().path("csrf_token").asString();
        SERVICES.answer("GET", "/api/v1/campaigns", 200, "{}");

        await().until(() ->
                visitor.post("/console/api/calls/campaigns", "{}", csrf).statusCode() == 401);

        leadsToTheIdentityProvider();
    }

    @Test
    void aTokenThatAServiceDoesNotTakeEndsTheSession() {
        visitor.signIn("ops");
        SERVICES.answer("GET", "/api/v1/campaigns", 401, "{\"type\":\"urn:ovhi:problem:unauthorized\"}");

        assertThat(visitor.call("campaigns", "{}").body()).contains("urn:ovhi:problem:signed-out");

        leadsToTheIdentityProvider();
    }

    /** The page itself too: served from a session that is good for nothing, it would only repeat that one must sign in. */
    private void leadsToTheIdentityProvider() {
        assertThat(visitor.get("/console/").headers().firstValue("Location")).hasValue(Visitor.START);
        assertThat(visitor.get("/console/api/session").statusCode()).isEqualTo(401);
        visitor.signIn("ops");
    }

    /** Anybody may come to the door: neither that nor a call without a session may cost memory for long. */
    @Test
    void remembersLittleAboutStrangers() {
        assertThat(visitor.get("/console/").headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(visitor.get("/console/js/console.js").headers().firstValue("Set-Cookie"))
                .isEmpty();
        var before = sessions();

        visitor.get(Visitor.START);
        assertThat(sessions()).isEqualTo(before + 1);
        assertThat(patience()).isEqualTo(Sessions.STRANGER);

        visitor.signIn("ops");
        assertThat(sessions()).isEqualTo(before + 1);
        assertThat(patience()).isEqualTo(Duration.ofMinutes(15));

        visitor.post("/console/sign-out", "", visitor.csrf());
        assertThat(sessions()).isEqualTo(before);
    }

    private double sessions() {
        return meters.get("outreach.console.sessions").gauge().value();
    }

    /** How long the visitor's session lasts when nothing happens. */
    private Duration patience() {
        try {
            var server = (TomcatWebServer) Objects.requireNonNull(context.getWebServer());
            var web = (Context) server.getTomcat().getHost().findChildren()[0];
            var session = web.getManager().findSession(visitor.cookie().getValue());
            return Duration.ofSeconds(session.getMaxInactiveInterval());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
