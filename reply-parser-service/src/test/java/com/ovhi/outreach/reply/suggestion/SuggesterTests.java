package com.ovhi.outreach.reply.suggestion;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.reply.understanding.Understood;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model makes of replies. */
class SuggesterTests {

    private static final Suggester SUGGESTER = Suggester.ofResource();

    /** Else nobody knows from what the shipped one has learned: {@code deploy/train-replies} makes it anew. */
    @Test
    void theModelThatIsShippedIsTheOneThatIsTrained() throws IOException {
        var trained = new ByteArrayOutputStream();
        Training.suggester().write(trained);

        try (var shipped = Objects.requireNonNull(Suggester.class.getResourceAsStream(Suggester.RESOURCE))) {
            assertThat(unpacked(shipped)).isEqualTo(unpacked(new ByteArrayInputStream(trained.toByteArray())));
        }
    }

    private static byte[] unpacked(InputStream packed) throws IOException {
        return new GZIPInputStream(packed).readAllBytes();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stop|en|please do not bother my phone with this any longer",
                "stop|es|ya no deseo que esta clínica me siga mandando avisos a mi teléfono",
                "stop|de|nehmen sie meine handynummer endlich aus ihrem verteiler heraus",
                "stop|ru|уберите уже мой телефон из вашей базы рассылки",
                "emergency|en|my grandpa collapsed on the floor and will not respond",
                "emergency|pt|minha avó desmaiou e está inconsciente no chão",
                "question|fr|à quel étage se trouve le cabinet, et faut-il apporter la carte ?"
            })
    void guessesWhatIsMeantAndInWhichLanguage(String intent, String language, String text) {
        assertThat(SUGGESTER.of(text)).hasValueSatisfying(suggestion -> {
            assertThat(suggestion.intent()).isEqualTo(Intent.of(intent));
            assertThat(suggestion.language()).isEqualTo(language);
            assertThat(suggestion.confidence()).isBetween(0.4, 1.0);
            assertThat(suggestion.model()).isEqualTo(SUGGESTER.version());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "👍", "...", "🙏🏽🙏🏽", "\u0000", "?!"})
    void saysNothingOfWhatHasNoWords(String text) {
        assertThat(SUGGESTER.of(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "where does the bus stop?",
                "I quit smoking in May",
                "we moved to a bigger flat, the new address is 5 Elm Street",
                "he is asleep now"
            })
    void takesNothingOrdinaryForAnOptOutOrAnEmergency(String text) {
        assertThat(SUGGESTER.of(text).filter(Suggestion::pressing)).isEmpty();
    }

    /** Rules have the last word; of what they have understood, only more danger or more silence is worth a look. */
    @Test
    void saysOnlyWhatRulesHaveNotSaid() {
        var stop = "take my number off your system";

        assertThat(SUGGESTER.beside(read(Intent.OTHER, "rule"), stop).map(Suggestion::intent))
                .hasValue(Intent.STOP);
        assertThat(SUGGESTER.beside(read(Intent.QUESTION, "rule"), stop).map(Suggestion::intent))
                .hasValue(Intent.STOP);
        assertThat(SUGGESTER.beside(read(Intent.STOP, "rule"), stop)).isEmpty();
        assertThat(SUGGESTER.beside(read(Intent.EMERGENCY, "rule"), stop)).isEmpty();
        assertThat(SUGGESTER
                        .beside(read(Intent.OTHER, "rule"), "what time is my appointment")
                        .map(Suggestion::intent))
                .hasValue(Intent.QUESTION);
        assertThat(SUGGESTER.beside(read(Intent.RESCHEDULE, "rule"), "what time is my appointment"))
                .isEmpty();
    }

    /** So that it goes before other replies, and is counted and watched, though the models take it for something else. */
    @ParameterizedTest
    @ValueSource(strings = {"не присылайте курьера", "what time is my appointment", "please stop texting me", "👍"})
    void suggestsAnOptOutWhereRulesWereInDoubt(String text) {
        assertThat(SUGGESTER.beside(read(Intent.OTHER, "stop-in-doubt"), text))
                .hasValueSatisfying(each -> assertThat(each.intent()).isEqualTo(Intent.STOP));
    }

    private static Understood read(Intent intent, String rule) {
        return new Understood(intent, 0.4, null, rule, true, false, false);
    }

    @Test
    void managesAnything() {
        var random = new Random(5);
        for (var round = 0; round < 500; round++) {
            var text = random.ints(random.nextInt(200), 1, 0x2FFFF)
                    .filter(each -> each < 0xD800 || each > 0xDFFF)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();

            assertThat(SUGGESTER.of(text).map(Suggestion::confidence).filter(each -> each < 0 || each > 1))
                    .isEqualTo(Optional.empty());
        }
        assertThat(SUGGESTER.of("please stop ".repeat(2_000)).map(Suggestion::intent))
                .hasValue(Intent.STOP);
    }
}
