package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.segment.Texts;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What the report finds about texts, with a template-service at the other end of a real connection. */
@ServiceTest(schema = "ovhi_segment")
class ReportServiceTests extends RunningCampaigns {

    private static final String REFILL = "{\"purpose\": \"rx_refill\", \"channel\": \"sms\"}";

    ReportServiceTests(CampaignKit kit, @LocalServerPort int port) {
        super(kit, port);
    }

    @AfterEach
    void restore() {
        Texts.everything();
    }

    @Test
    void findsNothingWhereEveryLanguageHasAText() {
        Texts.published("en", "es");
        var campaign = campaign(api, audience("en", "es"), REFILL, "");

        assertThat(findings(campaign)).isEmpty();
        assertThat(report(campaign, "/languages/es")).isEqualTo("1");
        assertThat(change(api, campaign, "activate", 200).path("status").asString())
                .isEqualTo("active");
    }

    @Test
    void whoSpeaksAnotherLanguageGetsTheEnglishTextIfThereIsOne() {
        Texts.published("en");
        var campaign = campaign(api, audience("en", "es"), REFILL, "");
        assertThat(findings(campaign)).containsExactly("language-missing/0");
        change(api, campaign, "activate", 200);

        Texts.published();
        var silent = campaign(api, segmentOf(campaign), REFILL, "");

        assertThat(findings(silent)).containsExactly("text-missing/0", "text-missing/0");
        var refusal = change(api, silent, "activate", 422);
        assertThat(refusal.path("type").asString()).endsWith(":texts-missing");
        assertThat(refusal.at("/findings/0/code").asString()).isEqualTo("text-missing");
    }

    @Test
    void onlyTextsOfTheStepsChannelsCount() {
        Texts.published("en");
        var campaign = campaign(api, audience("en"), REFILL.replace("sms", "whatsapp"), "");

        assertThat(findings(campaign)).containsExactly("text-missing/0");
    }

    @Test
    void looksAtEveryTemplateThatIsNamed() {
        Texts.published("en");
        Texts.template(2, "rx_refill", false);
        Texts.template(3, "lab_ready", true);
        Texts.deleted(4);
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
    void aNamedTemplateIsSentInItsOwnLanguageToEverybody() {
        Texts.published("en", "es");
        Texts.template(7, "sms", "es-MX");
        var campaign = campaign(api, audience("en", "es"), named(7), "");

        assertThat(findings(campaign)).containsExactly("language-missing/0");
        assertThat(report(campaign, "/findings/0/text")).contains("es-MX").endsWith("en");
        assertThat(change(api, campaign, "activate", 200).path("status").asString())
                .as("a condition may leave only those who understand it")
                .isEqualTo("active");
    }

    @Test
    void aNamedTemplateIsForAChannelOfTheStep() {
        Texts.template(7, "email", "en");
        var campaign = campaign(api, audience("en"), named(7), "");

        assertThat(findings(campaign)).containsExactly("unsuitable-template/0");
        change(api, campaign, "activate", 422);
        var several = named(7).replace("\"channel\": \"sms\"", "\"channels\": [\"sms\", \"email\"]");
        assertThat(findings(campaign(api, segmentOf(campaign), several, "")))
                .as("who cannot be reached by e-mail gets nothing")
                .containsExactly("channel-missing/0");
        var any = named(7).replace("\"channel\": \"sms\", ", "");
        assertThat(findings(campaign(api, segmentOf(campaign), any, ""))).isEmpty();
    }

    @Test
    void theTemplateOfAStepIsForTheChannelOfAVariant() {
        Texts.template(7, "sms", "en");
        var campaign = campaign(api, audience("en"), named(7), variant("\"channel\": \"email\""));

        assertThat(findings(campaign)).containsExactly("unsuitable-template/0");
    }

    @Test
    void aVariantNeedsATextForItsChannel() {
        Texts.published("en");
        var campaign = campaign(api, audience("en"), REFILL, variant("\"channel\": \"email\""));

        assertThat(findings(campaign)).containsExactly("text-missing/0");
        assertThat(report(campaign, "/findings/0/text")).contains("email");
        change(api, campaign, "activate", 422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"spread\": \"P3D\"", "\"per_hour\": 1"})
    void someOfThoseWhoBeginLateComeAfterTheEnd(String term) {
        insert(organization, 60);
        var segment = segment(api, 60);
        var ends = ", \"end_date\": \"2026-03-03\"";

        assertThat(findings(campaign(api, segment, REFILL, ends))).isEmpty();
        assertThat(findings(campaign(api, segment, REFILL, ends + ", \"terms\": {" + term + "}")))
                .containsExactly("steps-after-end/0");
    }

    private static String named(int template) {
        return "{\"purpose\": \"rx_refill\", \"channel\": \"sms\", \"template_id\": " + template + "}";
    }

    private static String variant(String what) {
        return ", \"ab_variants\": {\"variants\": [{\"name\": \"a\", \"weight\": 1},"
                + " {\"name\": \"b\", \"weight\": 1, " + what + "}]}";
    }

    @Test
    void nothingBeginsWhileTemplateServiceCannotBeAsked() {
        Texts.away();
        var campaign = campaign(api, audience("en"), REFILL, "");

        assertThat(findings(campaign)).containsExactly("templates-unknown/0");
        assertThat(change(api, campaign, "activate", 503).path("type").asString())
                .endsWith(":templates-unknown");
        poller.expandDue();
        assertThat(status(campaign)).isEqualTo("draft");
        assertThat(progress(campaign).path("enrolled").asInt()).isZero();
        Texts.everything();
        assertThat(change(api, campaign, "activate", 200).path("status").asString())
                .isEqualTo("active");
    }

    @Test
    void aTemplateThatWasDeletedDuringAPauseIsToldBeforeItGoesOn() {
        insert(organization, 1);
        var campaign = started(1, REFILL.replace("}", ", \"template_id\": 5}"), "");
        change(api, campaign, "pause", 200);
        Texts.deleted(5);

        assertThat(change(api, campaign, "activate", 422).at("/findings/0/code").asString())
                .isEqualTo("unknown-template");
        assertThat(status(campaign)).isEqualTo("paused");
    }

    @Test
    void nobodyInTheSegmentIsAWarningAndWhoEntersLaterIsAskedFor() {
        var campaign = campaign(api, api.segment("Everybody", "true"), REFILL, "");
        assertThat(findings(campaign)).containsExactly("empty-audience/0");
        change(api, campaign, "activate", 200);
        run(campaign);
        assertThat(progress(campaign).path("enrolled").asInt()).isZero();

        feed.patient(organization, "en", LocalDate.of(1980, 5, 1));

        requests(campaign, 1);
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
