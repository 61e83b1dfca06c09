package com.ovhi.outreach.preference.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadableTests {

    private static final Pattern TEXT = Pattern.compile(Readable.TEXT);
    private static final Pattern HIDDEN = Pattern.compile(Readable.HIDDEN);

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00, 0x07, 0x1B, 0x7F, // C0
                0x80, 0x85, 0x9B, 0x9F, // C1
                0xAD, 0x200B, 0x2060, 0xFEFF, // not seen
                0x202A, 0x202E, 0x2066, 0x2069, // turn the direction
                0x2028, 0x2029, // end a line elsewhere than seen
                0xE0001, 0xE0041, 0xE007F, // tags
                0xFFFD
            })
    void refusesWhatNobodySees(int sign) {
        var text = "yes" + Character.toString(sign) + "no";

        assertThat(TEXT.matcher(text).matches()).isFalse();
        assertThat(HIDDEN.matcher(text).find()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Sí, acepto\r\n\tmensajes",
                "أوافق\u200F (SMS\u200E)\u061C.",
                "می\u200Cخواهم",
                "क्\u200Dष",
                "是的。👩🏽",
                "Tôi đồng ý"
            })
    void letsPeopleWriteTheirLanguage(String text) {
        assertThat(TEXT.matcher(text).matches()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {'\n', '\r', 0x61C, 0x200D, 0x200E, 0x200F})
    void keepsRowsOfTablesPlain(int sign) {
        assertThat(HIDDEN.matcher(Character.toString(sign)).find()).isTrue();
        assertThat(HIDDEN.matcher("a\tb").find()).isFalse();
    }
}
