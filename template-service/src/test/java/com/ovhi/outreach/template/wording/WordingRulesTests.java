package com.ovhi.outreach.template.wording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.wording.variables.Capability;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordingRulesTests {

    private static final List<String> VISIT = List.of("clinic_name", "clinic_phone", "visit_date", "visit_time");

    @Test
    void acceptsAGoodWordingOfEachChannel() {
        assertThatCode(() -> {
                    check(sms("{{clinic_name}}: visit {{visit_date}}. STOP to opt out"));
                    check(email("Your appointment", "Call {{clinic_phone}}.", "<p>Call {{clinic_phone}}.</p>"));
                    check(whatsapp("Hello from {{clinic_name}} today.", List.of("clinic_name")));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void wantsKnownVariablesOfThePurpose() {
        var wording = new Wording(
                Channel.SMS,
                "en",
                null,
                "STOP",
                null,
                List.of("clinic_name", "portal_url", "patient_name"),
                null,
                false);

        assertThat(objections(wording)).containsExactly("variables");
    }

    @Test
    void wantsUsedVariablesDeclared() {
        assertThat(objections(sms("{{portal_url}} STOP"))).containsExactly("body");
        assertThat(objections(sms("{{this}} STOP"))).containsExactly("body");
    }

    @Test
    void keepsTheTimeOfAVisitOutOfEmailAndWhatsApp() {
        assertThat(objections(email("On {{visit_date}}", "x", null))).containsExactly("subject");
        assertThat(objections(whatsapp("At {{visit_time}} then.", List.of("visit_time"))))
                .containsExactly("body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{#x}}{{/x}} STOP", "{{{clinic_name}}} STOP", "{{> other}} STOP"})
    void knowsNoTagButTheVariable(String body) {
        assertThat(objections(sms(body))).contains("body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Your metformin 500 mg. STOP", "Call 602-555-0142. STOP", "Code E11.9. STOP"})
    void refusesPhiInTheFixedText(String body) {
        assertThat(objections(sms(body))).containsExactly("body");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Reply CANCEL to cancel. STOP",
                "text \"cancel\" STOP",
                "Responda CANCELAR. STOP",
                "Envíe cancel. STOP"
            })
    void neverAsksForTheOptOutWordCancel(String body) {
        assertThat(objections(sms(body))).containsExactly("body");
    }

    @Test
    void wantsEverySmsToSayHowToOptOut() {
        assertThat(objections(sms("{{clinic_name}}: see you."))).containsExactly("body");
    }

    @Test
    void saysWhichRuleIsBrokenWhereAndWhatToDo() {
        var error = WordingRules.review(Purpose.APPT_REMINDER, sms("{{clinic_name}}: your biopsy. STOP"), Terms.USUAL)
                .getFirst();

        assertThat(error)
                .containsEntry("field", "body")
                .containsEntry("rule", "test")
                .containsEntry("from", 22)
                .containsEntry("to", 28)
                .containsKey("way_out");
        assertThat(error.toString()).doesNotContain("biopsy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{diagnosis}}",
                "{{icd10}}",
                "{{lab_name}}",
                "{{rx_name}}",
                "{{balance_due}}",
                "{{dob}}",
                "{{mrn}}"
            })
    void neverDeclaresWhatNoChannelCarries(String tag) {
        assertThat(WordingRules.review(
                                Purpose.APPT_REMINDER,
                                sms(tag + " STOP"),
                                new Terms(Set.of(Capability.values()), null, null))
                        .toString())
                .contains("no channel may carry");
    }

    @Test
    void givesSubjectsTheStrictestRules() {
        assertThat(objections(email("Your appointment on March 25", "x", null))).containsExactly("subject");
        assertThat(review(email("For {{visit_date}}", "x", null), Capability.values()))
                .containsExactly("subject");
        assertThat(review(email("Hello", "On {{visit_date}}", null), Capability.values()))
                .isEmpty();
        assertThat(objections(Purpose.CAMPAIGN_EDUCATION, education("Flu shots", "Flu shots are here")))
                .containsExactly("subject");
        assertThat(objections(Purpose.CAMPAIGN_EDUCATION, education("News", "Flu shots are here")))
                .isEmpty();
    }

    @Test
    void looksBehindTheMarkup() {
        assertThat(objections(email("Hello", "x", "<p title=\"oncology\">Hello</p>")))
                .containsExactly("html_body");
        assertThat(objections(email("Hello", "x", "<script>x</script>"))).contains("html_body");
        assertThat(objections(email("Hello", "x", "<!-- diabetes -->"))).containsExactly("html_body");
    }

    @Test
    void refusesALinkToAnotherHostAndSaysWhere() {
        var foreign = sms("See https://bit.ly/3xYz STOP");

        assertThat(WordingRules.review(Purpose.APPT_REMINDER, foreign, TestPortal.TERMS))
                .singleElement()
                .satisfies(error -> assertThat(error)
                        .containsEntry("field", "body")
                        .containsEntry("rule", "foreign-link")
                        .containsEntry("from", 4)
                        .containsEntry("to", 23));
        assertThat(WordingRules.review(
                        Purpose.APPT_REMINDER, sms("See https://portal.example.org/help STOP"), TestPortal.TERMS))
                .isEmpty();
    }

    @Test
    void refusesDirectionAndControlCharactersWithTheirPlace() {
        assertThat(WordingRules.review(Purpose.APPT_REMINDER, sms("ab\u202ecd STOP"), Terms.USUAL))
                .anySatisfy(error -> assertThat(error).containsEntry("from", 2).containsEntry("to", 3));
        assertThat(objections(sms("a\u0007 STOP"))).containsExactly("body");
    }

    @Test
    void doesNotReadTenMegabytes() {
        var huge = "{{#x}}".repeat(1_700_000);

        assertThat(objections(email("Hello", huge, huge))).containsExactly("body", "html_body");
    }

    @Test
    void limitsSegments() {
        assertThat(objections(sms("x".repeat(600) + " STOP"))).isEmpty();
        assertThat(objections(sms("x".repeat(612) + " STOP"))).containsExactly("body");
    }

    @Test
    void wantsWhatsAppParametersInOrder() {
        assertThat(objections(
                        whatsapp("Hi {{clinic_name}} at {{clinic_phone}} now", List.of("clinic_phone", "clinic_name"))))
                .containsExactly("whatsapp.parameters");
    }

    @Test
    void knowsMetasRulesForVariables() {
        assertThat(objections(whatsapp("{{clinic_name}} says hi", List.of("clinic_name"))))
                .containsExactly("body");
        assertThat(objections(whatsapp("Hi {{clinic_name}}{{clinic_phone}}.", List.of("clinic_name", "clinic_phone"))))
                .containsExactly("body");
    }

    @Test
    void wantsWhatTheChannelNeedsAndNothingElse() {
        assertThat(objections(email(null, "x", null))).containsExactly("subject");
        assertThat(objections(new Wording(Channel.SMS, "en", "s", "STOP", "<p>", VISIT, null, false)))
                .containsExactly("subject", "html_body");
        assertThat(objections(new Wording(Channel.WHATSAPP, "en", null, "hi", null, VISIT, null, false)))
                .containsExactly("whatsapp");
    }

    @Test
    void marksHealthEducationAsMarketing() {
        var wording = new Wording(Channel.SMS, "en", null, "STOP", null, List.of(), null, false);

        assertThat(objections(Purpose.CAMPAIGN_EDUCATION, wording)).containsExactly("is_marketing");
    }

    private static Wording sms(String body) {
        return new Wording(Channel.SMS, "en", null, body, null, VISIT, null, false);
    }

    private static Wording email(@Nullable String subject, String body, @Nullable String html) {
        return new Wording(Channel.EMAIL, "es-MX", subject, body, html, VISIT, null, false);
    }

    private static Wording whatsapp(String body, List<String> parameters) {
        var meta = new Wording.WhatsApp("ours_v1", "en_US", parameters, List.of("confirm"));
        return new Wording(Channel.WHATSAPP, "en", null, body, null, VISIT, meta, false);
    }

    private static Wording education(String subject, String body) {
        return new Wording(Channel.EMAIL, "en", subject, body, null, List.of(), null, true);
    }

    private static List<Object> review(Wording wording, Capability... capabilities) {
        return WordingRules.review(Purpose.APPT_REMINDER, wording, new Terms(Set.of(capabilities), null, null)).stream()
                .map(error -> Objects.requireNonNull(error.get("field")))
                .toList();
    }

    private static void check(Wording wording) {
        WordingRules.check(Purpose.APPT_REMINDER, wording);
    }

    private static List<String> objections(Wording wording) {
        return objections(Purpose.APPT_REMINDER, wording);
    }

    private static List<String> objections(Purpose purpose, Wording wording) {
        var problem = catchThrowableOfType(ProblemException.class, () -> WordingRules.check(purpose, wording));
        if (problem == null) {
            return List.of();
        }
        assertThat(problem.slug()).isEqualTo("invalid-template");
        var errors = (List<?>)
                Objects.requireNonNull(problem.getBody().getProperties()).get("errors");
        return Objects.requireNonNull(errors).stream()
                .map(each -> String.valueOf(((Map<?, ?>) each).get("field")))
                .toList();
    }
}
