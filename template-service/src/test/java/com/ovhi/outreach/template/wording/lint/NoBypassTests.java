package com.ovhi.outreach.template.wording.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A word that is refused stays refused, however it is written. */
class NoBypassTests {

    private static final List<String> FORBIDDEN = List.of(
            "cancer",
            "biopsy",
            "metformin",
            "oncology",
            "mammogram",
            "diabetes",
            "psychiatry",
            "colonoscopy",
            "hiv",
            "mri",
            "atorvastatin",
            "dialysis",
            "pregnancy",
            "refill",
            "hipertension",
            "embarazo",
            "cirugia",
            "grossesse",
            "ordonnance",
            "gravidez",
            "remedio",
            "kanser",
            "gamot",
            "rezilta");
    private static final List<String> INVISIBLE = List.of(
            "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f", "\u180e", "\u2063", "\ufe0f",
            "\u061c");
    private static final List<String> ACCENTS =
            List.of("\u0301", "\u0300", "\u0302", "\u0308", "\u0327", "\u0336", "\u20dd");
    private static final String LATIN = "aceiopsxyjhkmtb";
    private static final String ALIKE =
            "\u0430\u0441\u0435\u0456\u043e\u0440\u0455\u0445\u0443\u0458\u04bb\u043a\u043c\u0442\u0432";

    @Property(tries = 500)
    void caseMakesNoDifference(@ForAll("words") String word, @ForAll Random random) {
        assertRefused(each(word, letter -> random.nextBoolean() ? letter.toUpperCase(Locale.ROOT) : letter));
    }

    @Property(tries = 500)
    void spacingMakesNoDifference(@ForAll("words") String word, @ForAll("gaps") String gap) {
        assertRefused(word.chars().mapToObj(Character::toString).collect(Collectors.joining(gap)));
    }

    @Property(tries = 500)
    void oneCutMakesNoDifferenceInALongWord(@ForAll("words") String word, @ForAll Random random) {
        if (word.length() >= 6) {
            var cut = 1 + random.nextInt(word.length() - 1);
            assertRefused(word.substring(0, cut) + "-" + word.substring(cut));
        }
    }

    @Property(tries = 500)
    void accentsMakeNoDifference(@ForAll("words") String word, @ForAll Random random) {
        assertRefused(each(
                word, letter -> random.nextBoolean() ? letter + ACCENTS.get(random.nextInt(ACCENTS.size())) : letter));
    }

    @Property(tries = 500)
    void invisibleCharactersMakeNoDifference(@ForAll("words") String word, @ForAll Random random) {
        assertRefused(each(
                word,
                letter -> random.nextBoolean() ? letter + INVISIBLE.get(random.nextInt(INVISIBLE.size())) : letter));
    }

    @Property(tries = 500)
    void lookAlikesMakeNoDifference(@ForAll("words") String word, @ForAll Random random) {
        assertRefused(each(word, letter -> {
            var index = LATIN.indexOf(letter);
            return index < 0 || random.nextBoolean() ? letter : String.valueOf(ALIKE.charAt(index));
        }));
    }

    @Property(tries = 500)
    void compatibilityFormsMakeNoDifference(@ForAll("words") String word, @ForAll("alphabets") int firstLetter) {
        assertRefused(each(word, letter -> Character.toString(firstLetter + letter.charAt(0) - 'a')));
    }

    @Property(tries = 500)
    void referencesMakeNoDifference(@ForAll("words") String word, @ForAll Random random) {
        assertHtmlRefused("<p>"
                + each(word, letter -> switch (random.nextInt(5)) {
                    case 0 -> "&#" + (int) letter.charAt(0) + ";";
                    case 1 -> "&#x" + Integer.toHexString(letter.charAt(0)) + ";";
                    case 2 -> "&#X" + "0".repeat(random.nextInt(6)) + Integer.toHexString(letter.charAt(0)) + ";";
                    case 3 -> letter + "&shy;";
                    default -> letter;
                })
                + "</p>");
    }

    @Property(tries = 500)
    void markupMakesNoDifference(@ForAll("words") String word, @ForAll Random random) {
        assertHtmlRefused("<p>"
                + each(word, letter -> switch (random.nextInt(6)) {
                    case 0 -> "<b>" + letter + "</b>";
                    case 1 -> "<!-- -->" + letter;
                    case 2 -> letter + "<span style=\"display:none\">x</span>";
                    case 3 -> letter + "<wbr>";
                    case 4 -> "<i></i>" + letter;
                    default -> letter;
                })
                + "</p>");
    }

    @Property(tries = 300)
    void concealmentMakesNoDifference(@ForAll("words") String word, @ForAll("concealments") String html) {
        assertHtmlRefused(html.formatted(word));
    }

    @Property(tries = 300)
    void anyTextIsReadToItsEnd(@ForAll String text) {
        assertThat(Lint.plain(text, Strictness.STRICTEST, Set.of()))
                .allSatisfy(finding -> assertThat(finding.from()).isBetween(0, text.length() - 1));
        assertThat(Lint.html(text, Strictness.STRICTEST, Set.of()))
                .allSatisfy(finding -> assertThat(finding.to()).isBetween(1, text.length()));
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.of(FORBIDDEN);
    }

    @Provide
    Arbitrary<String> gaps() {
        return Arbitraries.of(" ", ".", "-", "_", "*", "\u00a0", "  ", " . ", "\u2022", "/", "\u3000", "\u2014");
    }

    /** The first letters of alphabets that are Latin in disguise. */
    @Provide
    Arbitrary<Integer> alphabets() {
        return Arbitraries.of(
                0xFF41, 0x24D0, 0x249C, 0x1D41A, 0x1D4EA, 0x1D552, 0x1D586, 0x1D5BA, 0x1D670 + 26, 0x1F1E6, 0x1F170);
    }

    @Provide
    Arbitrary<String> concealments() {
        return Arbitraries.of(
                "<!-- %s --><p>Hello</p>",
                "<p title=\"%s\">Hello</p>",
                "<p title='%s'>Hello</p>",
                "<p title=%s>Hello</p>",
                "<img alt=\"%s\" src=\"cid:a\">",
                "<title>%s</title>",
                "<div style=\"display:none\"><p>%s</p></div>",
                "<div style=\"VISIBILITY: hidden\">%s</div>",
                "<p hidden>%s</p>",
                "<div class=\"preheader\">%s</div>",
                "<a href=\"https://example.org/%s\">Hello</a>",
                "<p class=\"%s\">Hello</p>",
                "<style>.%s{color:red}</style>",
                "<p data-kind=\"%s\">Hello</p>",
                "<!-- %s",
                "<p title=\"%s");
    }

    private static String each(String word, Function<String, String> change) {
        return word.chars().mapToObj(Character::toString).map(change).collect(Collectors.joining());
    }

    private static void assertRefused(String word) {
        assertThat(Lint.plain("Your " + word + " is on Monday. STOP", Strictness.BODY, Set.of()))
                .as(word)
                .isNotEmpty();
    }

    private static void assertHtmlRefused(String html) {
        assertThat(Lint.html(html, Strictness.BODY, Set.of())).as(html).isNotEmpty();
    }
}
