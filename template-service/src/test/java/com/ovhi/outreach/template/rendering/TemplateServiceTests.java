package com.ovhi.outreach.template.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.contract.api.RenderedMessage;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.template.TemplateCalls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** The whole service over HTTP on a real database. */
@ServiceTest(schema = "ovhi_template")
class TemplateServiceTests {

    private static final Map<String, String> VISIT = Map.of(
            "clinic_name", "Arizona Community Clinics",
            "clinic_phone", "(602) 555-0000",
            "visit_date", "Wed, Mar 25",
            "visit_time", "10:30 AM");
    private static final String RENDER = "/api/v1/templates/render";

    private final TestTokens tokens;
    private final int port;
    private final RestTestClient http;

    TemplateServiceTests(TestTokens tokens, @LocalServerPort int port) {
        this.tokens = tokens;
        this.port = port;
        http = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }

    @Test
    void rendersAReminderForAService() {
        var message = render(request(11, null, Purpose.APPT_REMINDER, Channel.SMS, "en", VISIT));

        assertThat(message.text())
                .isEqualTo("Arizona Community Clinics (602) 555-0000: visit Wed, Mar 25, 10:30 AM. Reply 1 to confirm,"
                        + " 2 to reschedule, 3 if you can't come. STOP to opt out");
        assertThat(message.segments()).isEqualTo(1);
        assertThat(message.marketing()).isFalse();
        assertThat(message.templateVersion()).isEqualTo(1);
        assertThat(message.whatsapp()).isNull();
    }

    @Test
    void rendersForWhatsAppWithParametersAndAnswers() {
        var message = render(request(11, null, Purpose.APPT_CONFIRM, Channel.WHATSAPP, "es-MX", VISIT));

        assertThat(message.language()).isEqualTo("es");
        assertThat(message.whatsapp()).isNotNull().satisfies(whatsapp -> {
            assertThat(whatsapp.name()).isEqualTo("appt_confirm_v1");
            assertThat(whatsapp.languageCode()).isEqualTo("es");
            assertThat(whatsapp.parameters()).containsExactly("Arizona Community Clinics", "(602) 555-0000");
            assertThat(whatsapp.quickReplies()).containsExactly("confirm", "reschedule", "cancel");
        });
    }

    @Test
    void rendersManyForAServiceEachByItself() {
        var good = request(11, null, Purpose.APPT_REMINDER, Channel.SMS, "en", VISIT);
        var bad = request(11, null, Purpose.APPT_REMINDER, Channel.SMS, "en", Map.of("clinic_name", "A"));
        var body = "{\"requests\":[" + json(good) + "," + json(bad) + "," + json(good) + "]}";

        var answers = read(exchange(HttpMethod.POST, RENDER + "/batch", tokens.service(), body));

        assertThat(ContractJson.read(answers.at("/answers/0/answer").toString(), RenderedMessage.class))
                .isEqualTo(render(good));
        assertThat(answers.at("/answers/1/problem").toString())
                .isEqualTo("{\"status\":422,\"slug\":\"missing-variable\","
                        + "\"variables\":[\"clinic_phone\",\"visit_date\",\"visit_time\"]}");
        assertThat(answers.at("/answers/2/answer")).isEqualTo(answers.at("/answers/0/answer"));
        exchange(HttpMethod.POST, RENDER + "/batch", tokens.bearer(11, "core-system"), body)
                .expectStatus()
                .isForbidden();
        exchange(HttpMethod.POST, RENDER + "/batch", tokens.service(), "{\"requests\":[null]}")
                .expectStatus()
                .isBadRequest();
    }

    @Test
    void fallsBackToEnglish() {
        assertThat(render(request(11, null, Purpose.APPT_REMINDER, Channel.EMAIL, "de-AT", VISIT))
                        .language())
                .isEqualTo("en");
    }

    @Test
    void rendersTheTemplateAskedForIfItFits() {
        var sms = seeded(Purpose.NO_SHOW, Channel.SMS, "es");
        var clinic = Map.of("clinic_name", "A", "clinic_phone", "602-555-0000");

        assertThat(render(request(11, sms, Purpose.NO_SHOW, Channel.SMS, "en", clinic))
                        .templateId())
                .isEqualTo(sms);
        assertProblem(request(11, sms, Purpose.URGENT, Channel.SMS, "en", clinic), 404, "unknown-template");
        assertProblem(request(11, sms, Purpose.NO_SHOW, Channel.EMAIL, "en", clinic), 404, "unknown-template");
        assertProblem(request(11, 999_999L, Purpose.NO_SHOW, Channel.SMS, "en", clinic), 404, "unknown-template");
    }

    @Test
    void namesMissingAndUndeclaredVariables() {
        assertThat(problem(
                                request(11, null, Purpose.APPT_REMINDER, Channel.SMS, "en", Map.of("clinic_name", "A")),
                                422,
                                "missing-variable")
                        .at("/variables")
                        .toString())
                .isEqualTo("[\"clinic_phone\",\"visit_date\",\"visit_time\"]");
        var tooMuch = new HashMap<>(VISIT);
        tooMuch.put("diagnosis", "E11.9");
        assertThat(problem(
                                request(11, null, Purpose.APPT_REMINDER, Channel.SMS, "en", tooMuch),
                                422,
                                "undeclared-variable")
                        .toString())
                .contains("diagnosis")
                .doesNotContain("E11.9");
    }

    @Test
    void keepsPhiInAndDoesNotRepeatIt() {
        var given = new HashMap<>(VISIT);
        given.put("clinic_name", "Clinic for E11.9");

        assertThat(problem(request(11, null, Purpose.APPT_REMINDER, Channel.SMS, "en", given), 422, "phi-in-channel")
                        .toString())
                .contains("diagnosis-code")
                .doesNotContain("E11.9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"organization_id\": 11}",
                "{\"organization_id\": 11, \"purpose\": \"party\", \"channel\": \"sms\"}",
                "{\"organization_id\": 11, \"purpose\": \"urgent\", \"channel\": \"fax\"}",
                "{\"organization_id\": 11, \"purpose\": \"urgent\", \"channel\": \"sms\", \"variables\": [1]}",
                "{\"purpose\": \"urgent\", \"channel\": \"sms\"}",
                "not json"
            })
    void refusesAMalformedRequest(String body) {
        exchange(HttpMethod.POST, RENDER, tokens.service(), body).expectStatus().isBadRequest();
    }

    @Test
    void takesLeftOutVariablesAndNullsForMissing() {
        var body = "{\"organization_id\": 11, \"purpose\": \"urgent\", \"channel\": \"sms\"%s}";

        assertThat(read(exchange(HttpMethod.POST, RENDER, tokens.service(), body.formatted("")))
                        .at("/type")
                        .asString())
                .endsWith("missing-variable");
        assertThat(read(exchange(
                                HttpMethod.POST,
                                RENDER,
                                tokens.service(),
                                body.formatted(", \"variables\": {\"clinic_name\": null}")))
                        .at("/type")
                        .asString())
                .endsWith("missing-variable");
    }

    @Test
    void rendersForPeopleOfTheOrganisationOnly() {
        var body = json(request(11, null, Purpose.APPT_REMINDER, Channel.SMS, "en", VISIT));

        exchange(HttpMethod.POST, RENDER, tokens.bearer(11, "core-system"), body)
                .expectStatus()
                .isOk();
        exchange(HttpMethod.POST, RENDER, tokens.bearer(12, "core-system"), body)
                .expectStatus()
                .isForbidden();
        exchange(HttpMethod.POST, RENDER, tokens.bearer(11, "compliance"), body)
                .expectStatus()
                .isForbidden();
        exchange(HttpMethod.POST, RENDER, null, body).expectStatus().isUnauthorized();
    }

    @Test
    void prefersTheOrganisationsOwnTemplateAndHidesItFromOthers() {
        var own = new TemplateCalls(port, tokens, 21)
                .published(TemplateCalls.sms(
                        "urgent", "en", "{{clinic_name}}: call {{clinic_phone}} now. STOP to opt out"));
        var values = Map.of("clinic_name", "Ours", "clinic_phone", "602-555-0000");

        assertThat(render(request(21, null, Purpose.URGENT, Channel.SMS, "en", values))
                        .text())
                .isEqualTo("Ours: call 602-555-0000 now. STOP to opt out");
        assertThat(render(request(22, null, Purpose.URGENT, Channel.SMS, "en", values))
                        .templateId())
                .isNotEqualTo(own);
        assertProblem(request(22, own, Purpose.URGENT, Channel.SMS, "en", values), 404, "unknown-template");
        var mine = tokens.bearer(21, "clinic-staff");
        var others = tokens.bearer(22, "clinic-staff");
        exchange(HttpMethod.GET, "/api/v1/templates/" + own, mine, null)
                .expectStatus()
                .isOk();
        exchange(HttpMethod.GET, "/api/v1/templates/" + own, others, null)
                .expectStatus()
                .isNotFound();
        exchange(HttpMethod.GET, "/api/v1/templates/" + own + "/versions", others, null)
                .expectStatus()
                .isNotFound();
        exchange(HttpMethod.POST, "/api/v1/templates/" + own + "/preview", others, null)
                .expectStatus()
                .isNotFound();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {{clinic_name}}: your insulin 20 units. STOP         | dose
            {{patient_name}} STOP                                | not declared
            {{#clinic_name}}x{{/clinic_name}} STOP               | tag
            {{clinic_name}}: reply CANCEL to cancel. STOP        | CANCEL
            {{clinic_name}}: hello                               | STOP
            """)
    void refusesABadTemplateAndSaysWhy(String body, String why) {
        var staff = tokens.bearer(11, "clinic-staff");

        var answer = read(exchange(HttpMethod.POST, "/api/v1/templates", staff, sms("urgent", body)));

        assertThat(answer.at("/type").asString()).endsWith("invalid-template");
        assertThat(answer.at("/errors").toString()).contains(why);
    }

    @Test
    void refusesADraftWithMissingFields() {
        var answer = read(exchange(HttpMethod.POST, "/api/v1/templates", tokens.bearer(11, "clinic-staff"), "{}"));

        assertThat(answer.at("/type").asString()).endsWith("invalid-request");
        assertThat(answer.at("/errors").size()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void letsOnlyStaffWrite() {
        exchange(HttpMethod.POST, "/api/v1/templates", tokens.bearer(11, "compliance"), sms("urgent", "STOP"))
                .expectStatus()
                .isForbidden();
    }

    @Test
    void previewsWithUsualValues() {
        var reminder = seeded(Purpose.APPT_REMINDER, Channel.SMS, "en");
        var uri = "/api/v1/templates/" + reminder + "/preview";
        var staff = tokens.bearer(11, "clinic-staff");

        assertThat(read(exchange(HttpMethod.POST, uri, staff, null)).at("/text").asString())
                .startsWith("Example Community Clinic (602) 555-0000: visit Wed, Mar 25, 10:30 AM.");
        assertThat(read(exchange(HttpMethod.POST, uri, staff, "{\"variables\": {\"visit_time\": \"9:00 AM\"}}"))
                        .at("/text")
                        .asString())
                .contains("9:00 AM");
    }

    @Test
    void listsTemplatesInPages() {
        var staff = tokens.bearer(31, "clinic-staff");
        var seen = new ArrayList<Long>();
        JsonNode page;
        var after = 0L;
        do {
            page = read(exchange(HttpMethod.GET, "/api/v1/templates?language=es&limit=4&after=" + after, staff, null));
            page.at("/items").forEach(each -> seen.add(each.at("/id").asLong()));
            after = page.at("/next_after").asLong(0);
        } while (after > 0);

        assertThat(seen).hasSize(27).doesNotHaveDuplicates();
        var filtered = read(
                exchange(HttpMethod.GET, "/api/v1/templates?purpose=rx_refill&channel=email&language=en", staff, null));
        assertThat(filtered.at("/items").size()).isEqualTo(1);
        exchange(HttpMethod.GET, "/api/v1/templates?purpose=party", staff, null)
                .expectStatus()
                .isBadRequest();
    }

    private RenderedMessage render(RenderRequest request) {
        var body = exchange(HttpMethod.POST, RENDER, tokens.service(), json(request))
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        return ContractJson.read(String.valueOf(body), RenderedMessage.class);
    }

    private void assertProblem(RenderRequest request, int status, String slug) {
        problem(request, status, slug);
    }

    private JsonNode problem(RenderRequest request, int status, String slug) {
        var response = exchange(HttpMethod.POST, RENDER, tokens.service(), json(request));
        response.expectStatus().isEqualTo(status);
        var body = read(response);
        assertThat(body.at("/type").asString()).isEqualTo("urn:ovhi:problem:" + slug);
        return body;
    }

    private long seeded(Purpose purpose, Channel channel, String language) {
        var found = read(exchange(
                HttpMethod.GET,
                "/api/v1/templates?purpose=%s&channel=%s&language=%s"
                        .formatted(purpose.code(), channel.code(), language),
                tokens.bearer(99, "clinic-staff"),
                null));
        return found.at("/items/0/id").asLong();
    }

    private RestTestClient.ResponseSpec exchange(
            HttpMethod method, String uri, @Nullable String bearer, @Nullable String body) {
        var request = http.method(method).uri(uri);
        if (bearer != null) {
            request.header("Authorization", bearer);
        }
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).body(body);
        }
        return request.exchange();
    }

    private static JsonNode read(RestTestClient.ResponseSpec response) {
        return ContractJson.mapper()
                .readTree(String.valueOf(
                        response.expectBody(String.class).returnResult().getResponseBody()));
    }

    private static String json(RenderRequest request) {
        return ContractJson.writeText(request);
    }

    private static RenderRequest request(
            long organization,
            @Nullable Long template,
            Purpose purpose,
            Channel channel,
            String language,
            Map<String, String> variables) {
        return new RenderRequest(organization, template, purpose, channel, language, variables);
    }

    private static String sms(String purpose, String body) {
        return ContractJson.writeText(Map.of(
                "name",
                "Ours",
                "purpose",
                purpose,
                "channel",
                "sms",
                "language",
                "en",
                "body",
                body,
                "variables",
                List.of("clinic_name", "clinic_phone")));
    }
}
