package com.ovhi.outreach.template.wording.lint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The words of medicine and accounts in the languages of the suite, from {@code lexicon/*.txt}: sections by rule; words
 * and phrases separated by commas; {@code word*} for a beginning, {@code *word} for an end, {@code !word} for an
 * innocent word or phrase.
 */
final class Lexicon {

    /** Every language is looked for in every text: patients' data does not keep to the language of a template. */
    private static final List<String> LANGUAGES =
            List.of("en", "es", "fr", "pt", "zh", "vi", "ko", "ru", "ar", "tl", "ht");

    /** Arabic writes the article and short prepositions as part of the word. */
    private static final List<String> ARABIC_PREFIXES = List.of("", "ال", "وال", "بال", "لل", "و", "ل", "ب");

    private final Trie words = new Trie();
    private final Trie endings = new Trie();
    private final Trie innocentPhrases = new Trie();
    private final Set<String> innocentWords = new HashSet<>();

    private Lexicon() {}

    static Lexicon load() {
        var lexicon = new Lexicon();
        LANGUAGES.forEach(lexicon::load);
        lexicon.words.packed();
        lexicon.endings.packed();
        lexicon.innocentPhrases.packed();
        return lexicon;
    }

    private void load(String language) {
        LintRule rule = null;
        for (var line : text("lexicon/" + language + ".txt").lines().toList()) {
            if (line.startsWith("[")) {
                rule = LintRule.valueOf(line.substring(1, line.indexOf(']'))
                        .toUpperCase(Locale.ROOT)
                        .replace('-', '_'));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                addAll(language, Optional.ofNullable(rule).orElseThrow(), line);
            }
        }
    }

    private void addAll(String language, LintRule rule, String line) {
        for (var part : line.split(",", -1)) {
            var word = part.strip();
            if (!word.isEmpty()) {
                add(language, rule, word);
            }
        }
    }

    private void add(String language, LintRule rule, String word) {
        if (word.startsWith("!")) {
            innocentWords.add(letters(word));
            innocentPhrases.put(letters(word), new Trie.Entry(rule, true, false, true));
        } else if (word.startsWith("*")) {
            endings.put(
                    new StringBuilder(letters(word)).reverse().toString(), new Trie.Entry(rule, true, false, false));
        } else {
            var beginning = word.endsWith("*");
            var phrase = word.indexOf(' ') > 0 || word.indexOf('-') > 0 || word.indexOf('/') > 0;
            var entry = new Trie.Entry(rule, true, beginning, phrase);
            (language.equals("ar") ? ARABIC_PREFIXES : List.of(""))
                    .forEach(prefix -> words.put(letters(prefix + word), entry));
        }
    }

    /** The letters and digits of a word, folded. */
    private static String letters(String word) {
        var reading = Reading.of(Excerpt.whole(word));
        return reading.chars()
                .filter(Character::isLetterOrDigit)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String text(String resource) {
        try (InputStream in = Lexicon.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The lexicon " + resource + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Trie words() {
        return words;
    }

    /** Ends of words, written backwards. */
    Trie endings() {
        return endings;
    }

    /** Phrases in which no word is looked for: family medicine. */
    Trie innocentPhrases() {
        return innocentPhrases;
    }

    boolean isInnocent(String word) {
        return innocentWords.contains(word);
    }
}
