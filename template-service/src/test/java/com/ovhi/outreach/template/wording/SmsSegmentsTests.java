package com.ovhi.outreach.template.wording;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.template.wording.SmsSegments.Encoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmsSegmentsTests {

    @ParameterizedTest
    @CsvSource({"0,1", "1,1", "160,1", "161,2", "306,2", "307,3", "459,3", "460,4"})
    void cutsGsmTextAt160Or153(int length, int count) {
        assertThat(SmsSegments.of("a".repeat(length))).isEqualTo(new SmsSegments(Encoding.GSM_7, length, count));
    }

    @ParameterizedTest
    @CsvSource({"0,160", "160,0", "161,145", "306,0", "307,152"})
    void countsWhatIsLeftOfTheLastGsmPart(int length, int left) {
        assertThat(SmsSegments.left("a".repeat(length))).isEqualTo(left);
    }

    @ParameterizedTest
    @CsvSource({"0,160", "70,0", "71,63", "134,0", "135,66"})
    void countsWhatIsLeftOfTheLastUnicodePart(int length, int left) {
        assertThat(SmsSegments.left("á".repeat(length))).isEqualTo(left);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 69, 70, 71, 133, 134, 160, 161, 305, 306, 307})
    void takesAnotherSegmentWhenNothingIsLeft(int length) {
        for (var character : new String[] {"a", "á"}) {
            var text = character.repeat(length);
            var left = SmsSegments.left(text);
            var count = SmsSegments.of(text).count();

            assertThat(SmsSegments.of(text + character.repeat(left)).count()).isEqualTo(count);
            assertThat(SmsSegments.of(text + character.repeat(left + 1)).count())
                    .isEqualTo(count + 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "70,1", "71,2", "134,2", "135,3", "201,3", "202,4"})
    void cutsUnicodeTextAt70Or67(int length, int count) {
        assertThat(SmsSegments.of("á".repeat(length))).isEqualTo(new SmsSegments(Encoding.UCS_2, length, count));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Plain ASCII: 1, 2 & 3; can't? [ok] {x} ~ ^ \\ |",
                "àèéùìòÇÑñÄÖÜäöüßÅåÆæØøÉ¿¡£¥§¤",
                "ΔΦΓΛΩΠΨΣΘΞ",
                "€",
                "line\nbreak\r"
            })
    void knowsTheGsmAlphabet(String text) {
        assertThat(SmsSegments.of(text).encoding()).isEqualTo(Encoding.GSM_7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "á", "í", "ó", "ú", "â", "ê", "ô", "ã", "õ", "ç", "ë", "ï", "œ", "“", "”", "‘", "’", "–", "—", "…",
                "\u00a0", "\u202f", "`", "\t", "ạ", "ł", "😀"
            })
    void knowsWhatIsOutsideIt(String character) {
        assertThat(SmsSegments.of(character).encoding()).isEqualTo(Encoding.UCS_2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"^", "{", "}", "\\", "[", "~", "]", "|", "€", "\f"})
    void countsExtendedCharactersTwice(String character) {
        assertThat(SmsSegments.of(character).units()).isEqualTo(2);
        assertThat(SmsSegments.of(character.repeat(80)).count()).isEqualTo(1);
        assertThat(SmsSegments.of(character.repeat(81)).count()).isEqualTo(2);
    }

    @Test
    void keepsAnExtendedCharacterInOnePart() {
        // 153 septets would end in the middle of the euro sign, so each part but the last holds 152.
        var text = "a" + "€".repeat(152);

        assertThat(text.codePoints().map(each -> each == '€' ? 2 : 1).sum()).isEqualTo(305);
        assertThat(SmsSegments.of(text).count()).isEqualTo(2);
        assertThat(SmsSegments.of("€".repeat(153)).count()).isEqualTo(3);
    }

    @Test
    void keepsAnEmojiInOnePart() {
        assertThat(SmsSegments.of("😀".repeat(35)).count()).isEqualTo(1);
        assertThat(SmsSegments.of("😀".repeat(66))).isEqualTo(new SmsSegments(Encoding.UCS_2, 132, 2));
        assertThat(SmsSegments.of("😀".repeat(67)).count()).isEqualTo(3);
    }

    @Test
    void turnsTheWholeTextToUnicodeForOneCharacter() {
        assertThat(SmsSegments.of("a".repeat(100) + "’")).isEqualTo(new SmsSegments(Encoding.UCS_2, 101, 2));
    }
}
