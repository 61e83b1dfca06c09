package com.ovhi.outreach.simulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

class IdentityTests {

    private static final String FORM = "application/x-www-form-urlencoded";

    @TempDir
    static Path directory = Path.of("");

    private static Receiver receiver = new Receiver(0);
    private static Simulators simulators;

    @BeforeAll
    static void start() {
        simulators = Simulators.start(directory, receiver, "--outreach.clock.start=2027-03-08T12:00:00Z");
    }

    @AfterAll
    static void stop() {
        simulators.close();
        receiver.close();
    }

    @Test
    void givesAServiceAShortLivedTokenInRealTime() {
        HttpResponse<String> response = simulators.post(
                "/oauth2/token",
                FORM,
                Simulators.basic("scheduler-service", "local-service-secret"),
                "grant_type=client_credentials");

        Jwt token = decoded(response);
        assertThat(token.getHeaders()).containsEntry("typ", "at+jwt").containsEntry("alg", "RS256");
        assertThat(token.getSubject()).isEqualTo("scheduler-service");
        assertThat(token.getAudience()).containsExactly("ovhi-outreach");
        assertThat(token.getClaimAsString("iss")).isEqualTo("http://127.0.0.1:8099");
        assertThat(token.getClaimAsStringList("roles")).containsExactly("service");
        assertThat(token.hasClaim("org")).isFalse();
        assertThat(token.getId()).isNotBlank();
        assertThat(token.getExpiresAt()).isBetween(Instant.now(), Instant.now().plus(Duration.ofMinutes(5)));
    }

    @Test
    void knowsTheCoreSystemOfEachOrganisation() {
        HttpResponse<String> response = simulators.post(
                "/oauth2/token",
                FORM,
                "",
                "grant_type=client_credentials&client_id=ovhi-core-42&client_secret=local-core-secret");

        Jwt token = decoded(response);
        assertThat(token.getClaimAsStringList("roles")).containsExactly("core-system");
        assertThat(token.<Long>getClaim("org")).isEqualTo(42L);
    }

    @Test
    void refusesAWrongSecretAndAnotherGrant() {
        String basic = Simulators.basic("scheduler-service", "wrong");

        assertThat(simulators.post("/oauth2/token", FORM, basic, "grant_type=client_credentials"))
                .satisfies(response -> assertThat(response.statusCode()).isEqualTo(401))
                .satisfies(response -> assertThat(response.body()).contains("invalid_client"));
        assertThat(simulators
                        .post("/oauth2/token", FORM, basic, "grant_type=password")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void mintsATokenForAPerson() {
        Jwt token = decoded(simulators.postJson("/simulators/identity/token", """
                {"subject":"nora","org":7,"roles":["clinic-staff","compliance"],"ttl_seconds":60}
                """));

        assertThat(token.getSubject()).isEqualTo("nora");
        assertThat(token.getClaimAsStringList("roles")).containsExactly("clinic-staff", "compliance");
    }

    @Test
    void describesItself() {
        var configuration = simulators.json("/.well-known/openid-configuration");

        assertThat(configuration.path("issuer").stringValue()).isEqualTo("http://127.0.0.1:8099");
        assertThat(configuration.path("jwks_uri").stringValue()).isEqualTo("http://127.0.0.1:8099/oauth2/jwks");
        assertThat(simulators.get("/oauth2/jwks").body()).doesNotContain("\"d\":");
        assertThat(simulators.get("/actuator/health").body()).contains("UP");
        assertThat(simulators.get("/actuator/prometheus").body()).contains("jvm_memory");
    }

    private static Jwt decoded(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        String token =
                Simulators.JSON.readTree(response.body()).path("access_token").stringValue();
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSetUri("http://" + simulators.authority() + "/oauth2/jwks")
                .validateType(false)
                .build();
        decoder.setJwtValidator(
                new DelegatingOAuth2TokenValidator<>(new JwtTimestampValidator(), new JwtTypeValidator("at+jwt")));
        return decoder.decode(token);
    }
}
