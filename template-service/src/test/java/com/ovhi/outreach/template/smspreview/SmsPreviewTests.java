package com.ovhi.outreach.template.smspreview;

import static com.ovhi.outreach.template.TemplateCalls.sms;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.template.TemplateCalls;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** What an SMS comes to, over HTTP. */
@ServiceTest(schema = "ovhi_template")
@TestPropertySource(
        properties = {
            "outreach.template.sms-tariff.countries.US.segment=0.0120",
            "outreach.template.sms-tariff.countries.FR.segment=0.07",
            "outreach.template.sms-tariff.countries.FR.currency=EUR"
        })
class SmsPreviewTests {

    private static final String PREVIEW = "/api/v1/templates/sms-preview";

    private final TemplateCalls calls;

    SmsPreviewTests(TestTokens tokens, @LocalServerPort int port) {
        calls = new TemplateCalls(port, tokens, 91);
    }

    @Test
    void countsSubstitutesAndPricesAFreeText() {
        var text = "Can’t come? Call us – any time. " + "x".repeat(140);

        var preview = calls.post(PREVIEW, calls.author(), Map.of("text", text)).json();

        assertThat(preview.at("/text").asString()).startsWith("Can't come? Call us - any time.");
        assertThat(preview.at("/encoding").asString()).isEqualTo("gsm_7");
        assertThat(preview.at("/segments").asInt()).isEqualTo(2);
        assertThat(preview.at("/units").asInt()).isEqualTo(172);
        assertThat(preview.at("/characters_left").asInt()).isEqualTo(2 * 153 - 172);
        assertThat(preview.at("/substitutions").toString())
                .isEqualTo("[{\"from\":\"’\",\"to\":\"'\",\"count\":1},{\"from\":\"–\",\"to\":\"-\",\"count\":1}]");
        assertThat(preview.at("/unicode_because_of").size()).isZero();
        var cost = preview.at("/estimated_cost");
        assertThat(cost.at("/country").asString()).isEqualTo("US");
        assertThat(cost.at("/currency").asString()).isEqualTo("USD");
        assertThat(cost.at("/per_segment").decimalValue()).isEqualByComparingTo("0.0120");
        assertThat(cost.at("/total").decimalValue()).isEqualByComparingTo("0.0240");
    }

    @Test
    void saysWhichLettersMakeATextDear() {
        var preview = calls.post(PREVIEW, calls.author(), Map.of("text", "Ação – já", "country", "fr"))
                .json();

        assertThat(preview.at("/encoding").asString()).isEqualTo("ucs_2");
        assertThat(preview.at("/text").asString()).isEqualTo("Ação – já");
        assertThat(preview.at("/unicode_because_of").toString()).isEqualTo("[\"ç\",\"ã\",\"á\"]");
        assertThat(preview.at("/substitutions").size()).isZero();
        assertThat(preview.at("/characters_left").asInt()).isEqualTo(61);
        assertThat(preview.at("/estimated_cost/country").asString()).isEqualTo("FR");
        assertThat(preview.at("/estimated_cost/currency").asString()).isEqualTo("EUR");
        assertThat(preview.at("/estimated_cost/total").decimalValue()).isEqualByComparingTo("0.07");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"text\": \" \"}",
                "{\"text\": \"a\", \"country\": \"XX\"}",
                "{\"text\": \"a\", \"country\": \"USA\"}"
            })
    void refusesWhatIsNoTextOrCountry(String body) {
        assertThat(calls.post(PREVIEW, calls.author(), body).status()).isEqualTo(400);
    }

    @Test
    void refusesATextThatNobodyCouldSend() {
        assertThat(calls.post(PREVIEW, calls.author(), Map.of("text", "x".repeat(1_601)))
                        .status())
                .isEqualTo(400);
        assertThat(calls.post(PREVIEW, calls.person("core", "core-system"), Map.of("text", "x"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void isPartOfLintAndPreview() {
        var draft = sms("urgent", "en", "{{clinic_name}}: can’t reach you, call {{clinic_phone}}. STOP to opt out");
        var lint = calls.post("/api/v1/templates/lint?country=FR", calls.author(), draft)
                .json();
        var id = calls.draft(draft);
        var preview = calls.post("/api/v1/templates/" + id + "/preview", calls.author(), Map.of("country", "FR"))
                .json();

        assertThat(lint.at("/good").asBoolean()).isTrue();
        assertThat(lint.at("/sms/substitutions/0/from").asString()).isEqualTo("’");
        assertThat(lint.at("/sms/estimated_cost/currency").asString()).isEqualTo("EUR");
        assertThat(lint.at("/sms/segments").asInt())
                .isEqualTo(lint.at("/segments").asInt());
        assertThat(preview.at("/template_id").asLong()).isEqualTo(id);
        assertThat(preview.at("/sms")).isEqualTo(lint.at("/sms"));
        assertThat(preview.at("/text")).isEqualTo(preview.at("/sms/text"));
    }
}
