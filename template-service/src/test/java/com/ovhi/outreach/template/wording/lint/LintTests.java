package com.ovhi.outreach.template.wording.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LintTests {

    @Test
    void saysWhereAndNothingElse() {
        var finding = first("Your can\u200bcer visit");

        assertThat(finding).isEqualTo(new Finding(LintRule.CONDITION, 5, 12));
        assertThat(finding.toString()).doesNotContain("cancer");
    }

    @Test
    void saysWhereInTheSourceOfHtml() {
        var html = "<p title=\"x\">Your bi&#111;<b>psy</b></p>";

        var finding = Lint.html(html, Strictness.BODY, Set.of()).getFirst();

        assertThat(html.substring(finding.from(), finding.to())).isEqualTo("bi&#111;<b>psy</b>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Visit on March 25",
                "See you at 10:30",
                "See you at 2 pm",
                "3/25",
                "Ihr Termin 25.3",
                "25 de marzo"
            })
    void isStricterWhereAnybodyLooks(String text) {
        assertThat(Lint.plain(text, Strictness.STRICTEST, Set.of())).isNotEmpty();
        assertThat(Lint.plain(text, Strictness.BODY, Set.of())).isEmpty();
    }

    @Test
    void letsHealthEducationNameVaccines() {
        assertThat(Lint.plain("Flu shots are here", Strictness.EDUCATION, Set.of()))
                .isEmpty();
        assertThat(Lint.plain("Flu shots are here", Strictness.BODY, Set.of())).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "take atorvastatin, DRUG",
        "lisinopril, DRUG",
        "in April, ",
        "en abril, ",
        "adalimumab, DRUG",
        "family medicine, ",
        "your medicine, DRUG",
        "the therapist, SPECIALTY",
        "the rapid bus, ",
        "Suite B12, ",
        "code B12, DIAGNOSIS_CODE",
        "U07.1, DIAGNOSIS_CODE",
        "b2b sale, ",
        "Alice, ",
        "lice, CONDITION",
        "a scanner, "
    })
    void knowsWordsByWhatTheyAre(String text, LintRule rule) {
        assertThat(Lint.plain(text, Strictness.BODY, Set.of()).stream()
                        .map(Finding::rule)
                        .findFirst())
                .isEqualTo(java.util.Optional.ofNullable(rule));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "1",
                "1.",
                "@",
                "a@",
                "a.",
                "<",
                "<a ",
                "&",
                "&#",
                "&#x1",
                "<!--",
                "</p>",
                "<p>",
                "\u0301",
                "\ud83d",
                "h i v ",
                "\u200b",
                "癌 ",
                "c a n c e ",
                "1-",
                "+1 ",
                "12/",
                "a1."
            })
    void isLinearInTheLengthOfTheText(String part) {
        var shortText = processorMillis(part.repeat(40_000 / part.length()));
        var longText = processorMillis(part.repeat(160_000 / part.length()));

        // Four times the text: 4 times the work if it is linear, 16 times if it is not.
        assertThat(longText).isLessThan(9 * Math.max(25, shortText));
    }

    /** Not the clock's time: other processes must not matter. */
    private static long processorMillis(String text) {
        var threads = ManagementFactory.getThreadMXBean();
        var before = threads.getCurrentThreadCpuTime();
        Lint.plain(text, Strictness.STRICTEST, Set.of());
        Lint.html(text, Strictness.STRICTEST, Set.of());
        return (threads.getCurrentThreadCpuTime() - before) / 1_000_000;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<",
                "</",
                "<p",
                "<p title=",
                "<p title='",
                "<!",
                "<!--",
                "&",
                "&#",
                "&#x",
                "&#99999999999999999999;",
                "<style>",
                ""
            })
    void readsBrokenHtml(String html) {
        assertThatCode(() -> Lint.html(html, Strictness.STRICTEST, Set.of())).doesNotThrowAnyException();
    }

    @Test
    void offersAWayOutForEveryRule() {
        assertThat(List.of(LintRule.values()))
                .allSatisfy(rule -> assertThat(rule.wayOut()).containsAnyOf("portal", "variable"));
    }

    private static Finding first(String text) {
        return Lint.plain(text, Strictness.BODY, Set.of()).getFirst();
    }
}
