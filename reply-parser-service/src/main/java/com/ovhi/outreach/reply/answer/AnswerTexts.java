package com.ovhi.outreach.reply.answer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The texts of answers: one file for each language in {@code answer-texts}, a section for each wording. A word in braces is
 * filled in; what stands in square brackets is left out where one of its words is not known. Thread-safe.
 */
final class AnswerTexts {

    /** Where nothing is known of the patient's language. */
    static final String LAST_RESORT = "en";

    static final String SUBJECT = "subject";
    static final List<String> LANGUAGES = List.of(
            "en", "es", "fr", "pt", "de", "it", "zh-Hans", "zh-Hant", "vi", "ko", "ru", "ar", "tl", "ht", "pl", "hi");

    private static final Pattern HEADING = Pattern.compile("\\[([a-z-]+)]");
    private static final Pattern OPTIONAL = Pattern.compile("\\[([^\\[\\]]*)]");
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)}");

    private final Map<String, Map<String, String>> byLanguage = new HashMap<>();

    AnswerTexts() {
        LANGUAGES.forEach(language -> byLanguage.put(language, read(language)));
    }

    /** The first language that we have texts in, of tags such as {@code es-MX} or {@code zh-Hant}. */
    static String language(@Nullable String... wanted) {
        return Stream.of(wanted)
                .filter(Objects::nonNull)
                .map(AnswerTexts::spoken)
                .filter(LANGUAGES::contains)
                .findFirst()
                .orElse(LAST_RESORT);
    }

    private static String spoken(String tag) {
        var locale = Locale.forLanguageTag(tag.replace('_', '-'));
        return switch (locale.getLanguage()) {
            case "fil", "tl" -> "tl";
            case "zh", "yue", "cmn" -> traditional(locale) ? "zh-Hant" : "zh-Hans";
            case String other -> other;
        };
    }

    private static boolean traditional(Locale locale) {
        return locale.getScript().equals("Hant")
                || locale.getLanguage().equals("yue")
                || locale.getScript().isEmpty() && List.of("TW", "HK", "MO").contains(locale.getCountry());
    }

    /** An answer; empty when a word that it cannot do without is not known. */
    Optional<String> write(Wording wording, String language, Map<String, String> words) {
        return filled(section(language, wording.section()), words);
    }

    /** The subject of an e-mail; says nothing but that we answer, and needs no word. */
    String subject(String language, Map<String, String> words) {
        return filled(section(language, SUBJECT), words).orElseThrow();
    }

    String section(String language, String name) {
        return Objects.requireNonNull(
                Objects.requireNonNull(byLanguage.get(language)).get(name), name);
    }

    private static Optional<String> filled(String text, Map<String, String> words) {
        var whole = OPTIONAL.matcher(text).replaceAll(part -> known(part.group(1), words) ? quoted(part.group(1)) : "");
        return known(whole, words)
                ? Optional.of(VARIABLE.matcher(whole)
                        .replaceAll(word -> quoted(words.getOrDefault(word.group(1), "")))
                        .strip())
                : Optional.empty();
    }

    private static String quoted(String text) {
        return Matcher.quoteReplacement(text);
    }

    private static boolean known(String text, Map<String, String> words) {
        return VARIABLE.matcher(text).results().allMatch(word -> words.containsKey(word.group(1)));
    }

    private static Map<String, String> read(String language) {
        var name = "/answer-texts/" + language + ".txt";
        try (InputStream file = AnswerTexts.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("There is no file " + name);
            }
            var texts = sections(new String(file.readAllBytes(), StandardCharsets.UTF_8));
            var missing = Stream.concat(
                            Stream.of(SUBJECT), Stream.of(Wording.values()).map(Wording::section))
                    .filter(section -> !texts.containsKey(section))
                    .toList();
            if (!missing.isEmpty()) {
                throw new IllegalStateException(name + " lacks " + missing);
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> sections(String file) {
        var texts = new HashMap<String, String>();
        var current = "";
        for (var line : file.lines().map(String::strip).toList()) {
            var heading = HEADING.matcher(line);
            if (heading.matches()) {
                current = heading.group(1);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                texts.merge(current, line, (one, other) -> one + " " + other);
            }
        }
        return Map.copyOf(texts);
    }
}
