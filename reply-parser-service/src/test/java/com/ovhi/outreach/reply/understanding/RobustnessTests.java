package com.ovhi.outreach.reply.understanding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever arrives is read, the same way each time and within a time that does not depend on what is in it. */
class RobustnessTests {

    private static final Understanding UNDERSTANDING = Understanding.ofWordLists();
    private static final List<WordList.Entry> ENTRIES = Lexicon.load().lists().stream()
            .flatMap(list -> list.entries().stream())
            .toList();
    static final List<String> LANGUAGES = ReplyCorpus.LANGUAGES;

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int LONG = 20_000;
    private static final long SEED = 20_261_126;

    static Stream<String> nastyTexts() {
        var entries = new Random(SEED);
        var everything = IntStream.range(0, 4_000)
                .mapToObj(_ -> ENTRIES.get(entries.nextInt(ENTRIES.size())).plain())
                .collect(Collectors.joining(" "));
        return Stream.concat(
                Stream.of(
                                "a",
                                "가",
                                "的",
                                "s\u0336",
                                "👍",
                                "\u200b\u202e",
                                "\u0000",
                                "\ud83d",
                                "-",
                                "x\n",
                                "> x\n",
                                "\ufdfa",
                                "stop texting ",
                                "stop texting aspirin ",
                                "don't stop texting ",
                                "not ",
                                "cancel my ",
                                "chest pain ",
                                "para ",
                                "911 ",
                                "문자그만",
                                "不要",
                                "no quiero ",
                                "message ",
                                "( stop ) ",
                                "? ",
                                "<a@b>:\n",
                                "On x wrote:\n",
                                "\" ",
                                "Liked “ ")
                        .map(each -> each.repeat(LONG / each.length() + 1)),
                Stream.of(
                        everything,
                        "-".repeat(LONG) + "x\ny",
                        " ".repeat(LONG) + "x:\ny",
                        "Liked \"" + "\"" + " ".repeat(LONG) + "x",
                        "stop" + " ".repeat(LONG) + "x",
                        "s" + "\u0301".repeat(LONG) + "top"));
    }

    @ParameterizedTest
    @MethodSource("nastyTexts")
    void isReadInTime(String text) {
        for (var channel : Channel.values()) {
            var situation = new Situation(channel, "en", Question.VISIT, null, null);

            assertTimeoutPreemptively(
                    PATIENCE,
                    () -> assertThat(UNDERSTANDING.understand(text, situation)).isNotNull());
        }
    }

    @Test
    void anyMixtureIsReadTheSameWayTwice() {
        var random = new Random(SEED);
        for (var round = 0; round < 20_000; round++) {
            var text = mixture(random);
            var language = ReplyCorpus.LANGUAGES.get(random.nextInt(ReplyCorpus.LANGUAGES.size()));
            var situation =
                    new Situation(Channel.SMS, language, random.nextBoolean() ? Question.VISIT : null, null, null);
            var understood = UNDERSTANDING.understand(text, situation);

            assertThat(UNDERSTANDING.understand(text, situation)).as(text).isEqualTo(understood);
            assertThat(understood.confidence()).as(text).isBetween(0.0, 1.0);
            if (understood.intent() == Intent.EMERGENCY || understood.intent() == Intent.OTHER) {
                assertThat(understood.needsPerson()).as(text).isTrue();
            }
            if (understood.alsoStop()) {
                assertThat(understood.intent()).as(text).isIn(Intent.EMERGENCY, Intent.WRONG_PERSON);
            }
        }
    }

    /** Entries of all lists, punctuation, digits of all scripts and characters without any sense. */
    private static String mixture(Random random) {
        return IntStream.range(0, random.nextInt(1, 12))
                .mapToObj(_ -> switch (random.nextInt(5)) {
                    case 0 -> Character.toString(random.nextInt(Character.MAX_CODE_POINT + 1));
                    case 1 -> Character.toString("،。.,!?¿-\n\t'\"".charAt(random.nextInt(12)));
                    case 2 -> Integer.toString(random.nextInt(1_000));
                    default -> ENTRIES.get(random.nextInt(ENTRIES.size())).plain();
                })
                .collect(Collectors.joining(random.nextInt(4) == 0 ? "" : " "));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0x200B, 0x200D, 0x202E, 0x2066, 0xFEFF, 0x00AD, 0x0000, 0x0007, 0xFE0F, 0x0336, 0x0301, 0x2060})
    void whatCannotBeSeenChangesNothing(int character) {
        var hidden = Character.toString(character);

        assertThat(read("S" + hidden + "TO" + hidden + "P")).isEqualTo(Intent.STOP);
        assertThat(read("pl" + hidden + "ease st" + hidden + "op")).isEqualTo(Intent.STOP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"𝐒𝐓𝐎𝐏", "ⓢⓣⓞⓟ", "ＳＴＯＰ", "S̶T̶O̶P̶", "ˢᵗᵒᵖ", "𝓼𝓽𝓸𝓹", "СТОР", "\tSTOP\r\n"})
    void fancyLettersAreLetters(String text) {
        assertThat(read(text)).isEqualTo(Intent.STOP);
    }

    /** Forty languages at once, most of them not even known here, say nothing that may be acted upon. */
    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void allLanguagesAtOnceGoToAPerson(String language) {
        var greetings = List.of(
                "Hello",
                "Bonjour",
                "Hola",
                "Olá",
                "Hallo",
                "Ciao",
                "你好",
                "您好",
                "Xin chào",
                "안녕하세요",
                "Здравствуйте",
                "مرحبا",
                "Kumusta",
                "Bonjou",
                "Dzień dobry",
                "नमस्ते",
                "こんにちは",
                "สวัสดี",
                "Γειά σου",
                "שלום",
                "Merhaba",
                "Hej",
                "Hei",
                "Halló",
                "Ahoj",
                "Dobrý deň",
                "Szia",
                "Salut",
                "Здравей",
                "Привіт",
                "Bok",
                "Živjo",
                "Labas",
                "Sveiki",
                "Tere",
                "Përshëndetje",
                "Բարև",
                "გამარჯობა",
                "سلام",
                "வணக்கம்",
                "Sawubona");

        var understood = UNDERSTANDING.understand(
                String.join(" ", greetings), new Situation(Channel.SMS, language, Question.VISIT, null, null));

        assertThat(understood.intent()).isIn(Intent.OTHER, Intent.QUESTION, Intent.ACK);
        assertThat(understood.needsPerson()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"🙈🙉🙊", "🤒🤧😷", "\ufffc", "\ufffc\n", "👨‍👩‍👧‍👦", "🇲🇽"})
    void picturesAndSignsAloneAreActedUponByNobody(String text) {
        assertThat(read(text)).isIn(Intent.OTHER, Intent.ACK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"🏥❓", "🚗 ⏰ ❔", "⏰?"})
    void aPictureWithAQuestionMarkIsAQuestion(String text) {
        assertThat(read(text)).isEqualTo(Intent.QUESTION);
    }

    @Test
    void theDigitsOfAllScriptsCount() {
        var meanings = List.of(Intent.CONFIRM, Intent.RESCHEDULE, Intent.CANCEL);
        var digits = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(each -> Character.getType(each) == Character.DECIMAL_DIGIT_NUMBER)
                .filter(each -> Character.digit(each, 10) >= 1 && Character.digit(each, 10) <= 3)
                .toArray();

        assertThat(digits).hasSizeGreaterThan(150);
        for (var digit : digits) {
            assertThat(read(Character.toString(digit)))
                    .as(Integer.toHexString(digit))
                    .isEqualTo(meanings.get(Character.digit(digit, 10) - 1));
        }
    }

    @Test
    void capitalsAndBlanksChangeNothing() {
        assertThat(ReplyCorpus.load().labelled()).allSatisfy(reply -> {
            var situation = new Situation(Channel.SMS, reply.language(), Question.VISIT, null, null);
            var intent = UNDERSTANDING.understand(reply.text(), situation).intent();

            assertThat(UNDERSTANDING
                            .understand("\u00a0 " + reply.text().toLowerCase(Locale.ROOT) + " \t", situation)
                            .intent())
                    .as(reply.text())
                    .isEqualTo(intent);
        });
    }

    private static Intent read(String text) {
        return UNDERSTANDING
                .understand(text, new Situation(Channel.SMS, "en", Question.VISIT, null, null))
                .intent();
    }
}
