package com.ovhi.outreach.reply.suggestion;

import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.reply.understanding.ListedPhrases;
import com.ovhi.outreach.reply.understanding.Understanding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What models are trained with: the word lists, and phrases made up for it in {@code reply-training}, a file per language;
 * {@code [intent]} is followed by one pattern a line, in which {@code (a|b|)} offers a choice. The corpus is no part of it.
 */
public final class TrainingPhrases {

    static final List<String> LANGUAGES = List.of(
            "en", "es", "fr", "pt", "de", "it", "zh-Hans", "zh-Hant", "vi", "ko", "ru", "ar", "tl", "ht", "pl", "hi");

    /** How many of what a pattern may stand for are drawn. */
    private static final int OF_A_PATTERN = 80;

    /** How many phrases of a list are taken for an intent: a pattern with many choices should not outweigh all others. */
    private static final int OF_A_LIST = 300;

    private static final Pattern CHOICE = Pattern.compile("\\(([^()]*)\\)");

    private TrainingPhrases() {}

    /** Always the same, in the same order. */
    static List<ListedPhrases.Phrase> all() {
        var all = new ArrayList<ListedPhrases.Phrase>();
        ListedPhrases.all().stream()
                .collect(Collectors.groupingBy(
                        phrase -> Map.entry(phrase.language(), phrase.intent()),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values()
                .forEach(each -> all.addAll(spread(each)));
        all.addAll(madeUp());
        return all;
    }

    /** At equal distances, so that all patterns are heard. */
    private static List<ListedPhrases.Phrase> spread(List<ListedPhrases.Phrase> listed) {
        var taken = Math.min(listed.size(), OF_A_LIST);
        return IntStream.range(0, taken)
                .mapToObj(at -> listed.get((int) ((long) at * listed.size() / taken)))
                .toList();
    }

    /** Those that were made up, but for what the corpus happens to say in the same words. */
    public static List<ListedPhrases.Phrase> madeUp() {
        var phrases = new ArrayList<ListedPhrases.Phrase>();
        for (var language : LANGUAGES) {
            var intent = Intent.OTHER;
            for (var line : lines(language)) {
                if (line.startsWith("[")) {
                    intent = Intent.of(line.substring(1, line.length() - 1));
                } else {
                    for (var text : drawn(line)) {
                        phrases.add(new ListedPhrases.Phrase(language, intent, Understanding.words(text)));
                    }
                }
            }
        }
        var corpus = ListedPhrases.judgedWith();
        phrases.removeIf(phrase -> corpus.contains(phrase.words()));
        return phrases;
    }

    private static Set<String> drawn(String pattern) {
        var random = new Random(pattern.hashCode());
        var texts = new LinkedHashSet<String>();
        for (var i = 0; i < OF_A_PATTERN; i++) {
            texts.add(CHOICE.matcher(pattern).replaceAll(choice -> {
                var options = choice.group(1).split("[|]", -1);
                return Matcher.quoteReplacement(options[random.nextInt(options.length)]);
            }));
        }
        return texts;
    }

    private static List<String> lines(String language) {
        try (var in = TrainingPhrases.class.getResourceAsStream("/reply-training/" + language + ".txt")) {
            if (in == null) {
                throw new IllegalStateException("There are no phrases to train with in " + language);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
