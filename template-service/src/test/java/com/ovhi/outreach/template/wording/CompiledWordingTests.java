package com.ovhi.outreach.template.wording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.wording.variables.Capability;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompiledWordingTests {

    private static final List<String> DECLARED =
            List.of("clinic_name", "clinic_phone", "visit_date", "visit_time", "portal_url");
    private static final Map<String, String> USUAL = Map.of(
            "clinic_name", "Arizona Community Clinics",
            "clinic_phone", "+16025550000",
            "visit_date", "Wed, Mar 25",
            "visit_time", "10:30 AM",
            "portal_url", TestPortal.LINK);

    @Test
    void fillsEveryText() {
        var email = new Wording(
                Channel.EMAIL,
                "en",
                "From {{clinic_name}}",
                "Call {{clinic_phone}}",
                "<a href=\"{{portal_url}}\">{{clinic_name}}</a>",
                DECLARED,
                null,
                false);

        var composition = CompiledWording.of(email).compose(USUAL, TestPortal.TERMS);

        assertThat(composition.subject()).isEqualTo("From Arizona Community Clinics");
        assertThat(composition.text()).isEqualTo("Call +16025550000");
        assertThat(composition.html()).isEqualTo("<a href=\"" + TestPortal.LINK + "\">Arizona Community Clinics</a>");
        assertThat(composition.segments()).isZero();
        assertThat(composition.toString()).doesNotContain("Arizona");
    }

    @Test
    void letsPassWhatTheClinicsOwnPhoneDateAndLinkLookLike() {
        var composition = CompiledWording.of(sms("{{clinic_phone}} {{visit_date}} {{portal_url}}"))
                .compose(USUAL, TestPortal.TERMS);

        assertThat(composition.text()).contains("+16025550000", "Wed, Mar 25", TestPortal.LINK);
        assertThat(composition.segments()).isEqualTo(1);
    }

    @Test
    void readsALinkLikeAnyTextButForItsToken() {
        var specialty = new PortalAddresses(List.of("https://oncology.example.org/portal/"), Set.of(), Set.of());
        var link = TestPortal.LINK.replace("portal.example", "oncology.example");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> CompiledWording.of(sms("{{portal_url}}"))
                        .compose(Map.of("portal_url", link), new Terms(Capability.USUAL, null, null, specialty)))
                .satisfies(e -> assertThat(e.slug()).isEqualTo("phi-in-channel"));
    }

    @Test
    void namesWhatIsMissing() {
        assertProblem(
                        sms("{{clinic_name}} {{visit_time}} {{visit_date}}"),
                        Map.of("clinic_name", "A"),
                        "missing-variable")
                .satisfies(e -> assertThat(e.getBody().getProperties())
                        .containsEntry("variables", List.of("visit_date", "visit_time")));
    }

    @Test
    void doesNotNeedWhatIsDeclaredButNotUsed() {
        assertThat(CompiledWording.of(sms("{{clinic_name}}"))
                        .compose(Map.of("clinic_name", "A"))
                        .text())
                .isEqualTo("A");
    }

    @ParameterizedTest
    @CsvSource({
        "clinic_name, Clinic for E11.9, diagnosis-code",
        "clinic_name, SSN 123-45-6789, social-security-number",
        "clinic_name, ana@example.org, email-address",
        "clinic_name, call 602-555-0142, telephone",
        "clinic_name, 10:30 20 mg, dose",
        "clinic_name, MRN 1234, record-number"
    })
    void refusesPhiInAValueAndNamesOnlyTheRule(String name, String value, String rule) {
        var given = new HashMap<>(USUAL);
        given.put(name, value);

        assertProblem(sms("{{" + name + "}}"), given, "phi-in-channel")
                .satisfies(e -> assertThat(e.getBody().getProperties()).containsEntry("rule", rule))
                .satisfies(e -> assertThat(e.getBody().toString()).doesNotContain(value));
    }

    @Test
    void refusesPhiThatOnlyTheWholeTextShows() {
        assertProblem(sms("MRN {{clinic_name}}"), Map.of("clinic_name", "4711"), "phi-in-channel");
    }

    @Test
    void judgesEveryTextThoughItRemembersGoodOnes() {
        var wording = CompiledWording.of(sms("Code {{clinic_name}}"));

        for (var i = 0; i < 2; i++) {
            assertThat(wording.compose(Map.of("clinic_name", "Tempe")).text()).isEqualTo("Code Tempe");
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> wording.compose(Map.of("clinic_name", "Tempe Oncology")));
            assertThat(wording.compose(Map.of("clinic_name", "Mesa")).text()).isEqualTo("Code Mesa");
        }
    }

    @Test
    void saysWhereAndOffersAWayOut() {
        assertProblem(sms("MRN {{clinic_name}}"), Map.of("clinic_name", "4711"), "phi-in-channel")
                .satisfies(e -> assertThat(e.getBody().getProperties())
                        .containsEntry("place", Map.of("part", "body", "from", 0, "to", 8))
                        .containsKey("way_out"));
        assertProblem(sms("{{clinic_name}}"), Map.of("clinic_name", "Tempe Oncology"), "phi-in-channel")
                .satisfies(e -> assertThat(e.getBody().getProperties())
                        .containsEntry("place", Map.of("part", "variables.clinic_name", "from", 6, "to", 14)));
    }

    @Test
    void sendsTypographyThatTheGsmAlphabetHas() {
        assertThat(CompiledWording.of(sms("{{clinic_name}} – can’t"))
                        .compose(Map.of("clinic_name", "A"))
                        .text())
                .isEqualTo("A - can't");
    }

    @Test
    void refusesAnEndlessSms() {
        assertProblem(
                sms("x".repeat(600) + "{{clinic_name}}"), Map.of("clinic_name", "y".repeat(20)), "message-too-long");
    }

    @Test
    void neverLetsAnUndeclaredValueThrough() {
        var random = new Random(20_260_302);
        var compiled = CompiledWording.of(sms("{{clinic_name}} {{clinic_phone}}"));
        for (var round = 0; round < 500; round++) {
            var canary = "canary" + random.nextInt(1_000_000);
            var given = new HashMap<>(USUAL);
            given.put("x" + Integer.toString(random.nextInt(1_000_000), 36), canary);

            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> compiled.compose(given))
                    .satisfies(e -> assertThat(e.slug()).isEqualTo("undeclared-variable"))
                    .satisfies(e -> assertThat(e.getBody().toString()).doesNotContain(canary));
        }
    }

    @Test
    void saysExactlyTheFixedTextAndTheValuesItUses() {
        var random = new Random(20_260_308);
        for (var round = 0; round < 500; round++) {
            var name = randomText(random);
            var given = Map.of("clinic_name", name, "visit_time", (round % 24) + ":30");

            assertThat(CompiledWording.of(sms("[{{clinic_name}}]"))
                            .compose(given)
                            .text())
                    .isEqualTo("[" + name + "]");
        }
    }

    @Test
    void previewsWithUsualValuesAndThoseGiven() {
        var preview = CompiledWording.of(sms("{{clinic_name}} {{visit_time}}")).preview(Map.of("clinic_name", "Ours"));

        assertThat(preview.text()).isEqualTo("Ours 10:30 AM");
    }

    private static Wording sms(String body) {
        return new Wording(Channel.SMS, "en", null, body, null, DECLARED, null, false);
    }

    private static String randomText(Random random) {
        var alphabet = "abc{}#^/&<>!='$%\"\\ xyz";
        var text = new StringBuilder("a");
        for (var length = random.nextInt(30); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.append('z').toString().replaceAll(" +", " ");
    }

    private static org.assertj.core.api.ThrowableAssertAlternative<ProblemException> assertProblem(
            Wording wording, Map<String, String> given, String slug) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> CompiledWording.of(wording).compose(given, TestPortal.TERMS))
                .satisfies(e -> assertThat(e.slug()).isEqualTo(slug));
    }
}
