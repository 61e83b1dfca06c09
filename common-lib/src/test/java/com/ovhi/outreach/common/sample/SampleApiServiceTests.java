package com.ovhi.outreach.common.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestTokens;
import java.time.Instant;
import java.util.Date;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

/** HTTP as a service meets it: who may call, and how errors are told. */
@ServiceTest(schema = "ovhi_sample")
class SampleApiServiceTests {

    private final TestTokens tokens;
    private final RestTestClient http;

    SampleApiServiceTests(TestTokens tokens, @LocalServerPort int port) {
        this.tokens = tokens;
        http = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }

    @Test
    void tellsWhoseTokenItIs() {
        http.get()
                .uri("/api/v1/mine")
                .header("Authorization", tokens.bearer(16, "clinic-staff"))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.organization_id")
                .isEqualTo(16);
    }

    @Test
    void refusesACallerWithoutTheRole() {
        problem("/api/v1/mine", tokens.bearer(16, "campaign-manager"), 403, "forbidden");
    }

    @Test
    void refusesACallerWithoutOrganization() {
        problem("/api/v1/mine", "Bearer " + tokens.token("someone", null, "clinic-staff"), 403, "no-organization");
    }

    @ParameterizedTest
    @MethodSource("badTokens")
    void refusesABadToken(String name, UnaryOperator<JWTClaimsSet.Builder> spoil) {
        var claims = spoil.apply(tokens.claims("someone", 16L, "clinic-staff")).build();

        problem("/api/v1/mine", "Bearer " + tokens.sign(claims), 401, "unauthorized");
    }

    static Stream<Arguments> badTokens() {
        return Stream.of(
                spoilt("other issuer", claims -> claims.issuer("https://evil.example")),
                spoilt("other audience", claims -> claims.audience("another-api")),
                spoilt("no audience", claims -> claims.audience((String) null)),
                spoilt("expired", claims -> claims.expirationTime(Date.from(Instant.EPOCH))),
                spoilt(
                        "not yet valid",
                        claims -> claims.notBeforeTime(Date.from(Instant.now().plusSeconds(600)))));
    }

    @Test
    void answersWithoutTokenOnlyWhereItIsMeantTo() {
        problem("/api/v1/mine", null, 401, "unauthorized");
        problem("/api/v1/nowhere", null, 401, "unauthorized");
        http.get().uri("/api/v1/public/ping").exchange().expectStatus().isOk();
        http.get().uri("/actuator/health/readiness").exchange().expectStatus().isOk();
        problem("/actuator/env", null, 401, "unauthorized");
        problem("/actuator/info", null, 401, "unauthorized");
        problem("/actuator/prometheus", null, 401, "unauthorized");
        problem("/v3/api-docs", null, 401, "unauthorized");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ops", "monitoring"})
    void showsHowItIsDoingToWhomThatIsFor(String role) {
        http.get()
                .uri("/actuator/info")
                .header("Authorization", tokens.bearer(16, role))
                .exchange()
                .expectStatus()
                .isOk();
    }

    @ParameterizedTest
    @ValueSource(strings = {"core-system", "clinic-staff", "campaign-manager", "compliance", "service"})
    void showsHowItIsDoingToNobodyElse(String role) {
        problem("/actuator/prometheus", tokens.bearer(16, role), 403, "forbidden");
        problem("/actuator/info", tokens.bearer(16, role), 403, "forbidden");
    }

    @Test
    void showsNothingElseToWhoMonitors() {
        problem("/api/v1/mine", tokens.bearer(16, "monitoring"), 403, "forbidden");
    }

    @Test
    void namesTheFieldsAtFaultAndEchoesNothing() {
        http.post()
                .uri("/api/v1/patients")
                .header("Authorization", tokens.bearer(16, "clinic-staff"))
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"patient_id\": -1, \"given_name\": \"\"}")
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.errors.length()")
                .isEqualTo(2)
                .jsonPath("$.type")
                .isEqualTo("urn:ovhi:problem:invalid-request");
    }

    @Test
    void answersUnreadableJsonWithTheFieldAndNotItsValue() {
        http.post()
                .uri("/api/v1/patients")
                .header("Authorization", tokens.bearer(16, "clinic-staff"))
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"patient_id\": \"+12125550100\", \"given_name\": \"Ann\"}")
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody(String.class)
                .value(body -> assertThat(body).contains("patient_id").doesNotContain("555"));
    }

    @Test
    void answersACallCutOffAsAnOutage() {
        problem("/api/v1/cut-off", tokens.bearer(16, "clinic-staff"), 503, "unavailable");
    }

    @Test
    void hidesWhatWentWrongInside() {
        http.get()
                .uri("/api/v1/broken")
                .header("Authorization", tokens.bearer(16, "clinic-staff"))
                .exchange()
                .expectStatus()
                .is5xxServerError()
                .expectBody(String.class)
                .value(body -> assertThat(body)
                        .contains("internal-error")
                        .doesNotContain("555")
                        .doesNotContain("SELECT"));
    }

    @Test
    void answersOtherHttpErrorsAsProblemsToo() {
        problem("/api/v1/nowhere", tokens.bearer(16, "clinic-staff"), 404, null);
        problem("/api/v1/number/abc", tokens.bearer(16, "clinic-staff"), 400, null);
        problem("/api/v1/patients", tokens.bearer(16, "clinic-staff"), 405, null);
    }

    @Test
    void describesItself() {
        http.get()
                .uri("/v3/api-docs")
                .header("Authorization", tokens.bearer(16, "clinic-staff"))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .value(body -> assertThat(body).contains("/api/v1/patients").contains("given_name"));
    }

    private void problem(String uri, @Nullable String bearer, int status, @Nullable String slug) {
        var request = http.get().uri(uri);
        if (bearer != null) {
            request.header("Authorization", bearer);
        }
        var body = request.exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody();
        if (slug != null) {
            body.jsonPath("$.type").isEqualTo("urn:ovhi:problem:" + slug);
        }
    }

    private static Arguments spoilt(String name, UnaryOperator<JWTClaimsSet.Builder> spoil) {
        return Arguments.of(name, spoil);
    }
}
