package com.ovhi.outreach.template.wording.sms;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.template.wording.sms.SafeCharacters.Substitution;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeCharactersTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            can’t – “so”…      | can't - "so"...
            «salut»            | "salut"
            10:30\u202fAM      | 10:30 AM
            a\u00a0b           | a b
            e\u0301            | é
            """)
    void saysTheSameInTheAlphabet(String text, String safe) {
        assertThat(SafeCharacters.in(text)).isEqualTo(safe);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mañana… sí", "ação – não", "garçon “ça”", "œuvre…", "Không…", "Привет…", "你好…", "موعد…", "łódź…"
            })
    void touchesNothingWhenTheMessageIsUnicodeAnyway(String text) {
        assertThat(SafeCharacters.in(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mañana", "élève à où", "¿Qué? ¡Sé!", "Ñand", "€5 [x] {y}"})
    void keepsLetters(String text) {
        assertThat(SafeCharacters.in(text)).isEqualTo(text);
    }

    @Test
    void saysWhatItReplacesAndWhatItCannot() {
        assertThat(SafeCharacters.substitutions("can’t – won’t"))
                .containsExactly(new Substitution("’", "'", 2), new Substitution("–", "-", 1));
        assertThat(SafeCharacters.irreplaceable("can’t – won’t")).isEmpty();
        assertThat(SafeCharacters.substitutions("plain")).isEmpty();

        assertThat(SafeCharacters.substitutions("ação – não")).isEmpty();
        assertThat(SafeCharacters.irreplaceable("ação – não")).containsExactly("ç", "ã");
    }

    @Property(tries = 1_000)
    void proposesExactlyWhatItDoes(@ForAll String text) {
        var nothingToDo =
                SafeCharacters.in(text).equals(java.text.Normalizer.normalize(text, java.text.Normalizer.Form.NFC));

        assertThat(SafeCharacters.substitutions(text).isEmpty()).isEqualTo(nothingToDo || Gsm7.holds(text));
    }

    @Property(tries = 1_000)
    void neverLosesALetterOrADigit(@ForAll String text) {
        assertThat(lettersOf(SafeCharacters.in(text)))
                .isEqualTo(lettersOf(java.text.Normalizer.normalize(text, java.text.Normalizer.Form.NFC)));
    }

    @Property(tries = 1_000)
    void changesNothingTheSecondTime(@ForAll String text) {
        var once = SafeCharacters.in(text);

        assertThat(SafeCharacters.in(once)).isEqualTo(once);
    }

    private static String lettersOf(String text) {
        // U+02BC and U+02B9 are apostrophes that count as letters.
        return text.replaceAll("[^\\p{L}\\p{N}]|[\u02bc\u02b9]", "");
    }
}
