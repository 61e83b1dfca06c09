package com.ovhi.outreach.template.rendering;

import static com.ovhi.outreach.template.TemplateCalls.sms;
import static com.ovhi.outreach.template.TemplateCalls.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.contract.api.RenderedMessage.Choice;
import com.ovhi.outreach.common.contract.api.RenderedMessage.LanguageStep;
import com.ovhi.outreach.common.contract.api.RenderedMessage.Level;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.template.TemplateCalls;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;

/** Which template is sent, and how the answer says why. */
@ServiceTest(schema = "ovhi_template")
class ResolutionTests {

    private static final Map<String, String> VALUES = Map.of("clinic_name", "Ours", "clinic_phone", "602-555-0000");
    private static final long PROVIDER = 1454;

    private final TestTokens tokens;
    private final TestKafka kafka;
    private final int port;

    ResolutionTests(TestTokens tokens, TestKafka kafka, @LocalServerPort int port) {
        this.tokens = tokens;
        this.kafka = kafka;
        this.port = port;
    }

    @Test
    void takesTheProvidersThenTheOrganisationsThenTheSuites() {
        var calls = calls(61);
        assertThat(choice(calls, request(61, PROVIDER, "en", null)))
                .isEqualTo(new Choice(Level.GLOBAL, LanguageStep.EXACT, null));

        calls.published(urgent("en", "ours"));
        assertThat(choice(calls, request(61, PROVIDER, "en-US", null)))
                .isEqualTo(new Choice(Level.ORGANIZATION, LanguageStep.SHORTENED, null));

        calls.published(with(urgent("en", "the doctor's"), "provider_id", PROVIDER));
        assertThat(choice(calls, request(61, PROVIDER, "en", null)))
                .isEqualTo(new Choice(Level.PROVIDER, LanguageStep.EXACT, null));
        assertThat(choice(calls, request(61, 99L, "en", null)).level()).isEqualTo(Level.ORGANIZATION);
        assertThat(choice(calls, request(61, null, "en", null)).level()).isEqualTo(Level.ORGANIZATION);
        assertThat(choice(calls(62), request(62, PROVIDER, "en", null)).level()).isEqualTo(Level.GLOBAL);
    }

    @Test
    void fallsBackToTheLanguageOfTheOrganisationBeforeEnglish() {
        var calls = calls(63);
        calls.published(urgent("tlh", "nuqneH"));
        assertThat(choice(calls, request(63, null, "qya", null)).languageStep()).isEqualTo(LanguageStep.LAST_RESORT);

        var set = calls.exchange(
                HttpMethod.PUT,
                "/api/v1/template-settings",
                calls.reviewer(),
                Map.of("default_language", "tlh-KX"),
                Map.of());

        assertThat(set.status()).as(set.body()).isEqualTo(200);
        var message = calls.rendered(request(63, null, "qya", null));
        assertThat(message.language()).isEqualTo("tlh");
        assertThat(message.choice()).isEqualTo(new Choice(Level.ORGANIZATION, LanguageStep.ORGANIZATION_DEFAULT, null));
        assertThat(calls.get("/api/v1/template-settings", calls.author())
                        .json()
                        .at("/default_language")
                        .asString())
                .isEqualTo("tlh-KX");
        assertThat(calls.exchange(
                                HttpMethod.PUT,
                                "/api/v1/template-settings",
                                calls.reviewer(),
                                Map.of("default_language", "no language"),
                                Map.of())
                        .problem())
                .isEqualTo("invalid-language");
    }

    @Test
    void takesTheVariantAskedForAndElseTheBase() {
        var calls = calls(64);
        var base = calls.published(urgent("en", "base"));
        var b = calls.published(variant(base, "B", "variant"));
        var unpublished = calls.draft(variant(base, "C", "unpublished"));

        assertThat(calls.rendered(request(64, null, "en", "B")).templateId()).isEqualTo(b);
        assertThat(choice(calls, request(64, null, "en", "B")).variant()).isEqualTo("B");
        assertThat(calls.rendered(request(64, null, "en", "C")).templateId()).isEqualTo(base);
        assertThat(calls.rendered(request(64, null, "en", "Z")).templateId()).isEqualTo(base);
        assertThat(calls.rendered(request(64, null, "en", null)).templateId()).isEqualTo(base);
        assertThat(unpublished).isPositive();
    }

    @Test
    void refusesAVariantOfSomethingElse() {
        var calls = calls(65);
        var base = calls.draft(urgent("en", "base"));
        var b = calls.draft(variant(base, "B", "variant"));
        var uri = "/api/v1/templates";

        assertThat(calls.post(uri, calls.author(), variant(base, "B", "again")).problem())
                .isEqualTo("duplicate-variant");
        assertThat(calls.post(uri, calls.author(), variant(b, "D", "of a variant"))
                        .problem())
                .isEqualTo("invalid-template");
        assertThat(calls.post(uri, calls.author(), with(urgent("en", "x"), "variant", "B"))
                        .problem())
                .isEqualTo("invalid-template");
        assertThat(calls.post(uri, calls.author(), with(variant(base, "E", "x"), "language", "es"))
                        .problem())
                .isEqualTo("another-template");
        assertThat(calls(66)
                        .post(uri, calls(66).author(), variant(base, "F", "x"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void rendersFromARequestThatKnowsNothingOfTheNewFields() {
        var answer = calls(67).post("/api/v1/templates/render", tokens.service(), """
                        {"organization_id": 67, "purpose": "urgent", "channel": "sms", "language": "es-MX",
                         "variables": {"clinic_name": "Ours", "clinic_phone": "602-555-0000"}}""");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/choice/language_step").asString()).isEqualTo("shortened");
        assertThat(answer.json().at("/choice/level").asString()).isEqualTo("global");
    }

    @Test
    void previewsADraftBeforeItIsSent() {
        var calls = calls(68);
        var id = calls.draft(urgent("en", "first"));
        var first = calls.post(path(id), calls.author(), Map.of("version", 1));
        calls.write(id, urgent("en", "second"));
        var second = calls.post(path(id), calls.author(), Map.of("version", 1));

        assertThat(first.json().at("/text").asString()).contains("first");
        assertThat(second.json().at("/text").asString()).contains("second");
        assertThat(calls.post(path(id), calls.author(), Map.of("version", 2)).problem())
                .isEqualTo("unknown-version");
    }

    @Test
    void auditsAPreviewWithAPatientsValuesAndNoOther() {
        var calls = calls(69);
        var id = calls.draft(urgent("en", "hello"));

        calls.post(path(id), calls.author(), Map.of("variables", VALUES));
        calls.post(path(id), calls.author(), Map.of("variables", VALUES, "patient_id", 6_901));

        var entry = kafka.await(
                Topics.AUDIT, AuditRecorded.class, each -> Long.valueOf(6_901).equals(each.patientId()));
        assertThat(entry.action()).isEqualTo(AuditAction.ACCESS);
        assertThat(entry.actor()).isEqualTo("ana");
        assertThat(entry.details())
                .containsEntry("what", "template-preview")
                .containsEntry("template_id", Long.toString(id))
                .containsEntry("template_version", "1");
        assertThat(kafka.events(Topics.AUDIT, AuditRecorded.class))
                .filteredOn(each -> Long.valueOf(69).equals(each.organizationId()))
                .hasSize(1);
    }

    private TemplateCalls calls(long organization) {
        return new TemplateCalls(port, tokens, organization);
    }

    private static Choice choice(TemplateCalls calls, RenderRequest request) {
        var choice = calls.rendered(request).choice();
        assertThat(choice).isNotNull();
        return choice;
    }

    private static String path(long id) {
        return "/api/v1/templates/" + id + "/preview";
    }

    private static Map<String, Object> urgent(String language, String text) {
        return sms("urgent", language, "{{clinic_name}}: " + text + ". STOP to opt out");
    }

    private static Map<String, Object> variant(long base, String name, String text) {
        return with(with(urgent("en", text), "variant_of", base), "variant", name);
    }

    private static RenderRequest request(
            long organization, @Nullable Long provider, String language, @Nullable String variant) {
        return new RenderRequest(
                organization,
                null,
                Purpose.URGENT,
                Channel.SMS,
                language,
                VALUES,
                null,
                provider,
                variant,
                null,
                null,
                null);
    }
}
