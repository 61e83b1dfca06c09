package com.ovhi.outreach.template.wording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.wording.locale.Moments;
import com.ovhi.outreach.template.wording.locale.WrittenMoments;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTests {

    private static final List<String> DECLARED =
            List.of("clinic_name", "clinic_phone", "visit_date", "visit_time", "portal_url");

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
        "visit_time, at ten thirty in the morning of the very next day",
        "visit_time, banana",
        "visit_time, 10",
        "visit_time, 25:00 PM",
        "visit_time, 10:30 20 mg",
        "visit_time, 10:30 HIV"
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
                        .contains("variables.portal_url", "is no address of the portal")
                        .containsPattern("from=" + place + "\\b")
                        .doesNotContain("HIV", "Doe", "E11"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "banana",
                "03/09/1984",
                "3-9-84",
                "March 9 1984",
                "March 9, 84",
                "9 de marzo de 1984",
                "1984年3月9日",
                "3月9日84",
                "9 thg 3 1984",
                "Wed",
                "MRN 1234",
                "Mar 4 cancer",
                "Wed, Mar 4, 10:30"
            })
    void refusesWhatIsNoDayOrHasAYear(String value) {
        assertInvalid("visit_date", value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-04",
                "2026-03-04T09:30-07:00[America/Phoenix]",
                "Wed Mar 4",
                "Wed, Mar 25",
                "March 4th",
                "sáb 7 mar",
                "25 de marzo",
                "3月4日周三",
                "3월 4일 (수)",
                "4 thg 3",
                "Th 4, 4 thg 3",
                "ср, 4 мар."
            })
    void takesADay(String value) {
        assertThat(Values.of(Map.of("visit_date", value), DECLARED, TestPortal.ADDRESSES)
                        .byName())
                .containsEntry("visit_date", value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "09:30",
                "9:30 AM",
                "12:15 p.m.",
                "10:30 a. m.",
                "9 h 30",
                "14h",
                "8:15 AM, 9:30 AM",
                "下午2:30",
                "오전 9:30",
                "9:30 AM MST",
                "10 AM"
            })
    void takesATime(String value) {
        assertThat(Values.of(Map.of("visit_time", value), DECLARED, TestPortal.ADDRESSES)
                        .byName())
                .containsEntry("visit_time", value);
    }

    /** What the suite writes itself, in every language it speaks, would pass from a caller, too. */
    @ParameterizedTest
    @ValueSource(strings = {"en", "es-US", "es-MX", "fr", "pt-BR", "zh-CN", "vi", "ko", "ru", "ar", "fil", "ht"})
    void takesWhatTheSuiteWrites(String language) {
        var moments = Moments.in(language);
        for (var day = LocalDate.of(2026, 1, 1); day.getYear() == 2026; day = day.plusDays(1)) {
            var written = moments.date(day.toString(), null).orElseThrow();
            assertThat(WrittenMoments.day(written)).as(written).isTrue();
        }
        for (var hour = 0; hour < 24; hour++) {
            var written = moments.time("%02d:30".formatted(hour), null).orElseThrow();
            assertThat(WrittenMoments.time(written)).as(written).isTrue();
        }
    }

    private static void assertInvalid(String name, String value) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Values.of(Map.of(name, value), DECLARED, TestPortal.ADDRESSES))
                .satisfies(e -> assertThat(e.slug()).isEqualTo("invalid-variable"))
                .satisfies(e -> assertThat(e.getBody().getProperties()).containsEntry("variables", List.of(name)))
                .satisfies(e -> assertThat(e.getBody().toString()).doesNotContain(value));
    }
}
