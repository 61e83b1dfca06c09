package com.ovhi.outreach.simulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** People sign in as RFC 6749 and RFC 7636 say; the pair of verifier and challenge is that of RFC 7636, appendix B. */
class SignInTests {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final String BACK = "http://127.0.0.1:8089/console/signed-in";
    private static final Pattern CODE = Pattern.compile("code=([^&]+)&state=a%22b");

    @TempDir
    static Path directory = Path.of("");

    private static Receiver receiver = new Receiver(0);
    private static Simulators simulators;

    @BeforeAll
    static void start() {
        simulators = Simulators.start(directory, receiver);
    }

    @AfterAll
    static void stop() {
        simulators.close();
        receiver.close();
    }

    @Test
    void asksWhoSomebodyIsWithoutBelievingWhatTheAddressSays() {
        HttpResponse<String> page = simulators.get("/oauth2/authorize?" + form(request(Map.of())));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Local sign-in", "value=\"a&quot;b\"").doesNotContain("value=\"a\"b\"");
        assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
    }

    @Test
    void givesAPersonTokensForACodeOnce() {
        String code = code();

        HttpResponse<String> first = redeem(code, VERIFIER);

        Jwt token = decoded(first);
        assertThat(token.getSubject()).isEqualTo("nora");
        assertThat(token.getClaimAsStringList("roles")).containsExactly("ops", "compliance");
        assertThat(token.<Long>getClaim("org")).isEqualTo(7L);
        assertThat(redeem(code, VERIFIER).body()).contains("invalid_grant");
    }

    @Test
    void givesNothingToWhoeverStoleTheCode() {
        String code = code();

        assertThat(redeem(code, VERIFIER.replace('d', 'e')).statusCode()).isEqualTo(400);
        assertThat(redeem(code, VERIFIER).statusCode()).isEqualTo(400);
    }

    @Test
    void renewsOnceForEachRefreshToken() {
        String refresh = Simulators.JSON
                .readTree(redeem(code(), VERIFIER).body())
                .path("refresh_token")
                .stringValue();
        String body = form(Map.of("grant_type", "refresh_token", "refresh_token", refresh));

        HttpResponse<String> renewed = simulators.post("/oauth2/token", FORM, "", body);

        assertThat(decoded(renewed).getSubject()).isEqualTo("nora");
        assertThat(renewed.body()).contains("refresh_token").doesNotContain(refresh);
        assertThat(simulators.post("/oauth2/token", FORM, "", body).statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            client_id,             somebody-else
            redirect_uri,          http://evil.example/console/signed-in
            redirect_uri,          http://127.0.0.1:8089/console/signed-in/more
            response_type,         token
            code_challenge_method, plain
            code_challenge,        short
            state,                 ''""")
    void sendsNobodyToAnApplicationItDoesNotKnow(String parameter, String value) {
        String query = form(request(Map.of(parameter, value)));

        assertThat(simulators.get("/oauth2/authorize?" + query).statusCode()).isEqualTo(400);
        HttpResponse<String> posted = simulators.post("/oauth2/authorize", FORM, "", query + "&subject=nora");
        assertThat(posted.statusCode()).isEqualTo(400);
        assertThat(posted.headers().firstValue("Location")).isEmpty();
    }

    private static String code() {
        HttpResponse<String> answer = simulators.post(
                "/oauth2/authorize",
                FORM,
                "",
                form(request(Map.of())) + "&subject=nora&org=7&role=ops&role=compliance");
        assertThat(answer.statusCode()).isEqualTo(302);
        String location = answer.headers().firstValue("Location").orElseThrow();
        Matcher found = CODE.matcher(location);
        assertThat(location).startsWith(BACK + "?");
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private static HttpResponse<String> redeem(String code, String verifier) {
        return simulators.post(
                "/oauth2/token",
                FORM,
                "",
                form(Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "client_id",
                        "outreach-console",
                        "redirect_uri",
                        BACK,
                        "code_verifier",
                        verifier)));
    }

    private static Map<String, String> request(Map<String, String> changes) {
        Map<String, String> parameters = new LinkedHashMap<>(Map.of(
                "response_type",
                "code",
                "client_id",
                "outreach-console",
                "redirect_uri",
                BACK,
                "state",
                "a\"b",
                "code_challenge",
                CHALLENGE,
                "code_challenge_method",
                "S256"));
        parameters.putAll(changes);
        return parameters;
    }

    private static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + '=' + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static Jwt decoded(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSetUri("http://" + simulators.authority() + "/oauth2/jwks")
                .validateType(false)
                .build();
        decoder.setJwtValidator(new JwtTypeValidator("at+jwt"));
        return decoder.decode(
                Simulators.JSON.readTree(response.body()).path("access_token").stringValue());
    }
}
