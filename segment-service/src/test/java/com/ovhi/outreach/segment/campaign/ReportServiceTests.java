package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.testing.FakeService;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionOperations;

/** What the report finds about texts, with a template-service at the other end of a real connection. */
@DirtiesContext // its pollers would take the campaigns of other tests
@ServiceTest(schema = "ovhi_segment")
class ReportServiceTests extends RunningCampaigns {

    private static final String REFILL = "{\"purpose\": \"rx_refill\", \"channel\": \"sms\"}";
    private static final FakeService TEMPLATES = FakeService.start();

    ReportServiceTests(
            TestKafka kafka,
            TestTokens tokens,
            SettableClock clock,
            JdbcClient jdbc,
            TransactionOperations transactions,
            CampaignPoller poller,
            @LocalServerPort int port) {
        super(kafka, tokens, clock, jdbc, transactions, poller, port);
    }

    @DynamicPropertySource
    static void address(DynamicPropertyRegistry settings) {
        settings.add("outreach.clients.addresses.template-service", TEMPLATES::url);
    }

    @Test
    void findsNothingWhereEveryLanguageHasAText() {
        published("en", "es");
        var campaign = campaign(api, audience("en", "es"), REFILL, "");

        assertThat(findings(campaign)).isEmpty();
        assertThat(report(campaign, "/languages/es")).isEqualTo("1");
        assertThat(change(api, campaign, "activate", 200).path("status").asString())
                .isEqualTo("active");
    }

    @Test
    void whoSpeaksAnotherLanguageGetsTheEnglishTextIfThereIsOne() {
        published("en");
        var campaign = campaign(api, audience("en", "es"), REFILL, "");
        assertThat(findings(campaign)).containsExactly("language-missing/0");
        change(api, campaign, "activate", 200);

        published();
        var silent = campaign(api, segmentOf(campaign), REFILL, "");

        assertThat(findings(silent)).containsExactly("text-missing/0", "text-missing/0");
        var refusal = change(api, silent, "activate", 422);
        assertThat(refusal.path("type").asString()).endsWith(":texts-missing");
        assertThat(refusal.at("/findings/0/code").asString()).isEqualTo("text-missing");
    }

    @Test
    void onlyTextsOfTheStepsChannelsCount() {
        published("en");
        var campaign = campaign(api, audience("en"), REFILL.replace("sms", "whatsapp"), "");

        assertThat(findings(campaign)).containsExactly("text-missing/0");
    }

    @Test
    void looksAtEveryTemplateThatIsNamed() {
        published("en");
        template(1, "rx_refill", true);
        template(2, "rx_refill", false);
        template(3, "lab_ready", true);
        var steps = Stream.of(1, 2, 3, 4)
                .map(each -> REFILL.replace("}", ", \"template_id\": " + each + "}"))
                .toList();
        var campaign = campaign(
                api,
                audience("en"),
                String.join(",", steps),
                ", \"ab_variants\": {\"variants\": [{\"name\": \"a\", \"weight\": 1},"
                        + " {\"name\": \"b\", \"weight\": 1, \"step\": 0, \"template_id\": 4}]}");

        assertThat(findings(campaign))
                .containsExactly(
                        "unknown-template/0", "unsuitable-template/1", "unsuitable-template/2", "unknown-template/3");
        change(api, campaign, "activate", 422);
    }

    @Test
    void saysWhenTemplateServiceCannotBeAsked() {
        TEMPLATES.answer("GET", "/api/v1/templates", 503, "{}");
        var campaign = campaign(api, audience("en"), REFILL, "");

        assertThat(findings(campaign)).containsExactly("templates-unknown/0");
    }

    /** A segment of one patient for each language. */
    private long audience(String... languages) {
        var patients = insert(organization, languages.length);
        for (var i = 0; i < languages.length; i++) {
            var language = languages[i];
            var patient = patients.get(i);
            transactions.executeWithoutResult(_ -> jdbc.sql("UPDATE patients SET language = ? WHERE patient_id = ?")
                    .params(language, patient)
                    .update());
        }
        return segment(api, languages.length);
    }

    /** Texts for SMS in these languages. */
    private static void published(String... languages) {
        TEMPLATES.respond(
                "GET",
                "/api/v1/templates",
                request -> new FakeService.Response(
                        200,
                        Stream.of(languages).anyMatch(each -> request.query().contains("language=" + each))
                                ? "{\"items\": [" + template(9, "rx_refill", true, "en") + "]}"
                                : "{\"items\": []}"));
    }

    private static void template(long id, String purpose, boolean active) {
        TEMPLATES.answer("GET", "/api/v1/templates/" + id, 200, template(id, purpose, active, "en"));
    }

    private static String template(long id, String purpose, boolean active, String language) {
        return "{\"id\": " + id + ", \"purpose\": \"" + purpose + "\", \"channel\": \"sms\", \"language\": \""
                + language + "\", \"is_marketing\": false, \"is_active\": " + active + "}";
    }

    /** Each with its step. */
    private List<String> findings(long campaign) {
        return api.get("/api/v1/campaigns/" + campaign + "/report")
                .path("findings")
                .valueStream()
                .map(each ->
                        each.path("code").asString() + "/" + each.path("step").asInt())
                .toList();
    }

    private String report(long campaign, String pointer) {
        return api.get("/api/v1/campaigns/" + campaign + "/report").at(pointer).asString();
    }
}
