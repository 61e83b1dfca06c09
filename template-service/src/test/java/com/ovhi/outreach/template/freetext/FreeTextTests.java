package com.ovhi.outreach.template.freetext;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.template.TemplateCalls;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What staff may write themselves, over HTTP. */
@ServiceTest(schema = "ovhi_template")
class FreeTextTests {

    private static final String LINT = "/api/v1/lint";
    private static final long CLINIC = 93;

    private final TemplateCalls calls;
    private final TestTokens tokens;

    FreeTextTests(TestTokens tokens, @LocalServerPort int port) {
        this.tokens = tokens;
        calls = new TemplateCalls(port, tokens, CLINIC);
    }

    @ParameterizedTest
    @CsvSource({
        "sms,'Yes, we are open until six. Call {{clinic_phone}} if you need more.'",
        "sms,'Please come on Wed Mar 4 at 9:30 AM'",
        "whatsapp,'Please call {{clinic_name}}: {{clinic_phone}}'",
        "email,'We have written to you in the portal.'"
    })
    void letsPassWhatGivesNothingAway(String channel, String text) {
        assertThat(judged(channel, text).path("good").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "sms,'Your insulin is ready',drug",
        "sms,'Your HIV test was fine',",
        "sms,'Call me at 602-555-0147',telephone",
        "sms,'Look at https://bit.ly/abc',foreign-link",
        "sms,'Dear {{patient_name}}',unknown-variable",
        "whatsapp,'Please come on Wed Mar 4 at 9:30 AM',visit-time",
        "email,'See you tomorrow at 9:30 AM',visit-time"
    })
    void saysWhichRuleWhereAndWhatToDoInstead(String channel, String text, String rule) {
        var verdict = judged(channel, text);

        assertThat(verdict.path("good").asBoolean()).isFalse();
        var finding = verdict.path("findings").path(0);
        if (rule != null) {
            assertThat(finding.path("rule").asString()).isEqualTo(rule);
        }
        assertThat(finding.path("to").asInt())
                .isGreaterThan(finding.path("from").asInt())
                .isLessThanOrEqualTo(text.length());
        assertThat(finding.path("way_out").asString()).isNotBlank();
        assertThat(verdict.toString()).doesNotContain("insulin", "HIV", "bit.ly", "0147", "9:30");
    }

    @Test
    void servicesAskForAnOrganisationAndStaffForTheirOwn() {
        var service = "Bearer " + tokens.token("reply-parser-service", null, "service");
        var body = Map.of("organization_id", CLINIC, "channel", "sms", "text", "See you");
        var other = Map.of("organization_id", CLINIC + 1, "channel", "sms", "text", "See you");

        assertThat(calls.post(LINT, service, body).status()).isEqualTo(200);
        assertThat(calls.post(LINT, calls.author(), body).status()).isEqualTo(200);
        assertThat(calls.post(LINT, calls.author(), other).status()).isEqualTo(403);
        assertThat(calls.post(LINT, calls.person("mia", "campaign-manager"), body)
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"channel\": \"sms\", \"text\": \" \"}",
                "{\"channel\": \"fax\", \"text\": \"a\"}",
                "{\"text\": \"a\"}"
            })
    void refusesWhatIsNoTextOrChannel(String body) {
        assertThat(calls.post(LINT, calls.author(), body).status()).isEqualTo(400);
    }

    private JsonNode judged(String channel, String text) {
        var answer = calls.post(LINT, calls.author(), Map.of("channel", channel, "text", text));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }
}
