package com.ovhi.outreach.reply.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The texts of all languages against the rules of templates: brand, way out, length, and nothing of a patient. */
class AnswerTextsTests {

    static final List<String> LANGUAGES = AnswerTexts.LANGUAGES;

    private static final Path LEXICON =
            Path.of("../template-service/src/main/resources/com/ovhi/outreach/template/wording/lint/lexicon");

    private static final String GSM = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private static final Map<String, String> WORDS = Map.of(
            "clinic", "Arizona Community Clinics",
            "phone", "+16025550000",
            "number", "911",
            "crisis", "988",
            "choices", "1 = Wed, Mar 4; 2 = Sat, Mar 7");

    private static final Map<String, String> NOTHING_KNOWN =
            Map.of("clinic", "Us", "number", "112", "choices", "1 = x");

    private final AnswerTexts texts = new AnswerTexts();

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void helpSaysWhoWeAreHowToReachUsAndHowToStop(String language) {
        assertThat(write(Wording.HELP, language)).contains("Arizona Community Clinics", "+16025550000", "STOP");
    }

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void danger(String language) {
        assertThat(write(Wording.EMERGENCY, language)).contains("911", "988");
        assertThat(texts.write(Wording.EMERGENCY, language, Map.of("number", "112", "choices", "")))
                .hasValueSatisfying(text -> assertThat(text).contains("112").doesNotContain("{", "[", "]"));
        assertThat(write(Wording.RECEIPT, language)).contains("911");
    }

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void theWayBackAndTheWayOutAreTheCarriersWords(String language) {
        assertThat(write(Wording.STOPPED, language)).contains("START").doesNotContain("STOP");
        assertThat(write(Wording.STOPPED_NOT_VISIT, language)).contains("START", "+16025550000");
        assertThat(write(Wording.STARTED, language)).contains("HELP", "STOP");
    }

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void questionsOfferTheirNumbers(String language) {
        assertThat(write(Wording.WHICH_VISIT, language)).contains("1 = Wed, Mar 4; 2 = Sat, Mar 7");
        assertThat(offered(Wording.NOT_COMING, language))
                .as("those of a reminder")
                .containsExactly("2", "3");
        assertThat(offered(Wording.REALLY_CANCEL, language)).containsExactly("3", "1");
    }

    @ParameterizedTest
    @EnumSource
    void everyTextNamesUsAndFitsInAFewSegments(Wording wording) {
        for (var language : LANGUAGES) {
            var text = write(wording, language);
            assertThat(text).as(language).contains("Arizona Community Clinics").doesNotContain("{", "}", "[", "]");
            var gsm = text.chars().allMatch(each -> GSM.indexOf(each) >= 0);
            assertThat(segments(text, gsm)).as("%s: %s", language, text).isLessThanOrEqualTo(gsm ? 2 : 3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotKnownIsLeftOut(Wording wording) {
        for (var language : LANGUAGES) {
            assertThat(texts.write(wording, language, NOTHING_KNOWN))
                    .hasValueSatisfying(text -> assertThat(text)
                            .as(language)
                            .doesNotContain("{", "}", "[", "]", "  ")
                            .doesNotMatch(".*[:：]\\s*$"));
        }
        assertThat(texts.write(Wording.HELP, "en", Map.of())).isEmpty();
    }

    /** The words that template-service lets no message carry. */
    @Test
    void noTextHoldsAWordThatGivesAPatientAway() throws IOException {
        for (var language : LANGUAGES) {
            var forbidden = lexicon(language.substring(0, 2));
            for (var wording : Wording.values()) {
                var text =
                        " " + write(wording, language).toLowerCase(Locale.ROOT).replaceAll("[\\p{P}\\s]+", " ") + " ";
                assertThat(forbidden)
                        .as("%s %s", language, wording)
                        .noneMatch(word ->
                                text.contains(Character.isIdeographic(word.codePointAt(0)) ? word : " " + word + " "));
            }
        }
    }

    @Test
    void textsSayNothingButTheirVariablesAndNumbersToChoose() {
        for (var language : LANGUAGES) {
            for (var wording : Wording.values()) {
                var questions = wording == Wording.NOT_COMING || wording == Wording.REALLY_CANCEL;
                assertThat(offered(wording, language))
                        .as("%s %s", language, wording)
                        .hasSize(questions ? 2 : 0);
            }
        }
    }

    private List<String> offered(Wording wording, String language) {
        return Pattern.compile("\\d+")
                .matcher(texts.section(language, wording.section()))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "es-MX,,,es",
        "fil,,,tl",
        "zh,,,zh-Hans",
        "zh-TW,,,zh-Hant",
        "zh-Hant-HK,,,zh-Hant",
        "zh_CN,,,zh-Hans",
        "yue,,,zh-Hant",
        "pt-BR,,,pt",
        ",zh-Hant,,zh-Hant",
        "sw,es,fr,es",
        "sw,,fr-CA,fr",
        ",,,en",
        "sw,xx,yy,en"
    })
    void thePatientsLanguageThenTheMessagesThenTheClinics(
            String patient, String reply, String clinic, String language) {
        assertThat(AnswerTexts.language(patient, reply, clinic)).isEqualTo(language);
    }

    private String write(Wording wording, String language) {
        return texts.write(wording, language, WORDS).orElseThrow();
    }

    private static int segments(String text, boolean gsm) {
        var single = gsm ? 160 : 70;
        var part = gsm ? 153 : 67;
        return text.length() <= single ? 1 : (text.length() + part - 1) / part;
    }

    private static Set<String> lexicon(String language) throws IOException {
        var file = LEXICON.resolve(language + ".txt");
        if (!Files.exists(file)) {
            return Set.of();
        }
        var words = new ArrayList<String>();
        for (var line : Files.readAllLines(file)) {
            if (!line.startsWith("#") && !line.startsWith("[")) {
                Stream.of(line.split(","))
                        .map(each -> each.strip().toLowerCase(Locale.ROOT))
                        .filter(each -> !each.isEmpty())
                        .forEach(words::add);
            }
        }
        assertThat(words).hasSizeGreaterThan(50);
        return Set.copyOf(words);
    }
}
