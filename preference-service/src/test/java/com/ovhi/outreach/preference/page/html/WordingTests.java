package com.ovhi.outreach.preference.page.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WordingTests {

    @ParameterizedTest
    @EnumSource(PageLanguage.class)
    void hasEveryTextInEveryLanguage(PageLanguage language) {
        var wording = Wording.in(language);

        assertThat(wording.names()).isEqualTo(Wording.in(PageLanguage.EN).names());
        assertThat(wording.names())
                .allSatisfy(name -> assertThat(wording.text(name)).isNotBlank());
    }

    @Test
    void repeatsNoEnglishSentenceElsewhere() {
        var english = Wording.in(PageLanguage.EN);

        for (var language : PageLanguage.values()) {
            for (var name : List.of("intro", "care", "stop.hint", "unknown.text", "unsubscribe.done")) {
                if (language != PageLanguage.EN) {
                    assertThat(Wording.in(language).text(name)).isNotEqualTo(english.text(name));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"es-MX,ES", "zh-Hans-CN,ZH", "fil-PH,TL", "tl,TL", "ar-EG,AR", "ht,HT", "pt-BR,PT"})
    void findsTheLanguageOfATag(String tag, PageLanguage language) {
        assertThat(PageLanguage.of(tag)).contains(language);
    }

    @Test
    void fallsBackToEnglish() {
        assertThat(PageLanguage.of("de")).isEmpty();
        assertThat(PageLanguage.of("")).isEmpty();
        assertThat(PageLanguage.accepted(List.of(Locale.GERMAN, Locale.FRENCH))).isEqualTo(PageLanguage.FR);
        assertThat(PageLanguage.accepted(List.of(Locale.GERMAN))).isEqualTo(PageLanguage.EN);
    }

    @Test
    void onlyArabicRunsFromRightToLeft() {
        assertThat(PageLanguage.AR.direction()).isEqualTo("rtl");
        assertThat(PageLanguage.HT.direction()).isEqualTo("ltr");
    }
}
