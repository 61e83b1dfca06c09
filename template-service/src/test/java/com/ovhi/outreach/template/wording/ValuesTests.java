package com.ovhi.outreach.template.wording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ovhi.outreach.common.web.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTests {

    private static final List<String> DECLARED = List.of("clinic_name", "clinic_phone", "visit_time", "portal_url");

    @Test
    void putsValuesOnOneLineWithoutInvisibleCharacters() {
        var values =
                Values.of(Map.of("clinic_name", "  A\tB\r\nC\u202fD\u00adE\u200b  "), DECLARED, TestPortal.ADDRESSES);

        assertThat(values.byName()).containsEntry("clinic_name", "A B C DE");
    }

    @ParameterizedTest
    @CsvSource({
        "'ab\u0007', 2",
        "'\u202eab', 0",
        "'a\u2066b', 1",
        "'a\u2069', 1",
        "'ab\u001b[0m', 2",
        "'a\u0000', 1",
        "'abc\uE000', 3",
        "'ab\uD800', 2"
    })
    void refusesControlAndDirectionCharactersAndSaysWhere(String value, int place) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Values.of(Map.of("clinic_name", value), DECLARED, TestPortal.ADDRESSES))
                .satisfies(e -> assertThat(e.slug()).isEqualTo("invalid-variable"))
                .satisfies(e -> assertThat(String.valueOf(e.getBody().getProperties()))
                        .contains("variables.clinic_name", "from=" + place));
    }

    @Test
    void doesNotEvenReadAValueOfTenMegabytes() {
        assertInvalid("clinic_name", "x".repeat(10_000_000));
    }

    @Test
    void takesBlankAndNullForMissing() {
        var given = new HashMap<String, String>();
        given.put("clinic_name", " \u200b ");
        given.put("clinic_phone", null);

        assertThat(Values.of(given, DECLARED, TestPortal.ADDRESSES).byName()).isEmpty();
    }

    @Test
    void leavesBehindUnreadWhatTheSuiteKnowsAndTheTemplateDoesNotSay() {
        var given = Map.of("clinic_name", "Ours", "patient_first_name", "Dr. 123 \u0000");

        assertThat(Values.of(given, List.of("clinic_name"), TestPortal.ADDRESSES)
                        .byName())
                .isEqualTo(Map.of("clinic_name", "Ours"));
    }

    @Test
    void refusesWhatIsNotDeclared() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Values.of(Map.of("patient_name", "Ana"), DECLARED, TestPortal.ADDRESSES))
                .satisfies(e -> assertThat(e.slug()).isEqualTo("undeclared-variable"))
                .satisfies(e ->
                        assertThat(e.getBody().getProperties()).containsEntry("variables", List.of("patient_name")));
    }

    @Test
    void doesNotRepeatANameThatIsNone() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Values.of(Map.of("Ana Lopez 602", "x"), DECLARED, TestPortal.ADDRESSES))
                .satisfies(e -> assertThat(e.getBody().getProperties()).containsEntry("variables", List.of("***")));
    }

    @Test
    void refusesALongValue() {
        assertThat(Values.of(Map.of("clinic_name", "x".repeat(200)), DECLARED, TestPortal.ADDRESSES)
                        .byName())
                .hasSize(1);
        assertInvalid("clinic_name", "x".repeat(201));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+16025550000", "(602) 555-0000", "602-555-0000 x12", "602.555.0000"})
    void takesATelephoneNumber(String phone) {
        assertThat(Values.of(Map.of("clinic_phone", phone), DECLARED, TestPortal.ADDRESSES)
                        .byName())
                .containsEntry("clinic_phone", phone);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                TestPortal.PAGE,
                "https://portal.example.org/portal/k2JhVw9xQb4tLr7yZc8dE5fG6hI1jK3lM9nP2qRsTuV",
                "https://portal.example.org/portal/HivHivHivHivHivHivHivHivHivHivHivHivHivHiv0"
            })
    void takesALink(String link) {
        assertThat(Values.of(Map.of("portal_url", link), DECLARED, TestPortal.ADDRESSES)
                        .byName())
                .containsEntry("portal_url", link);
    }

    @ParameterizedTest
    @CsvSource({
        "clinic_phone, call Ana",
        "portal_url, javascript:alert(1)",
        "portal_url, http://portal.example.org",
        "portal_url, https://user@portal.example.org/",
        "portal_url, https://portal.example.org/ now",
        "visit_time, at ten thirty in the morning of the very next day"
    })
    void refusesAValueOfTheWrongForm(String name, String value) {
        assertInvalid(name, value);
    }

    @ParameterizedTest
    @CsvSource({
        "https://portal.example.org/HIV-positive-2026, 27",
        "https://portal.example.org/portal/HIV-positive-2026, 34",
        "https://evil.example/m/John-Doe-has-cancer-19840309, 8",
        "https://portal.example.org/m?dx=E11.9, 28",
        "https://portal.example.org.evil.example/portal/TOKEN, 26",
        "https://portal.example.org/portal/TOKENx, 34",
        "https://portal.example.org/portal/TOKEN?dx=E11.9, 34",
        "https://portal.example.org/messages#John-Doe, 35",
        "https://portal.example.org/message, 33",
        "https://portal.example.org, 25"
    })
    void refusesALinkThatIsNotThePortalsAndSaysWhereItLeavesIt(String link, int place) {
        var given = link.replace("TOKEN", "k2JhVw9xQb4tLr7yZc8dE5fG6hI1jK3lM9nP2qRsTuV");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Values.of(Map.of("portal_url", given), DECLARED, TestPortal.ADDRESSES))
                .satisfies(e -> assertThat(e.slug()).isEqualTo("invalid-variable"))
                .satisfies(e -> assertThat(String.valueOf(e.getBody().getProperties()))
                        .contains("variables.portal_url", "is no address of the portal", "from=" + place + ",")
                        .doesNotContain("HIV", "Doe", "E11"));
    }

    private static void assertInvalid(String name, String value) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Values.of(Map.of(name, value), DECLARED, TestPortal.ADDRESSES))
                .satisfies(e -> assertThat(e.slug()).isEqualTo("invalid-variable"))
                .satisfies(e -> assertThat(e.getBody().getProperties()).containsEntry("variables", List.of(name)))
                .satisfies(e -> assertThat(e.getBody().toString()).doesNotContain(value));
    }
}
