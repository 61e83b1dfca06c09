package com.ovhi.outreach.reply.understanding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All word lists. Languages are added as files, without code. Immutable. */
final class Lexicon {

    private static final String ANY = "any";
    private static final String ENGLISH = "en";

    /** Asked for in any language, for they protect the patient. */
    private static final Set<Section> IN_EVERY_LANGUAGE = Set.of(Section.STOP, Section.HELP);

    private final WordList any;
    private final List<WordList> languages;

    private Lexicon(WordList any, List<WordList> languages) {
        this.any = any;
        this.languages = List.copyOf(languages);
    }

    static Lexicon load() {
        var languages = read("languages")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(language -> new WordList(language, read(language)))
                .toList();
        return new Lexicon(new WordList(ANY, read(ANY)), languages);
    }

    private static String read(String name) {
        try (var in = Lexicon.class.getResourceAsStream("/reply-words/" + name + ".txt")) {
            if (in == null) {
                throw new IllegalStateException("There is no word list " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Which list knows the whole message, or a whole message without its courtesies, as one of a section. */
    Optional<WordList> whole(Section section, Message message, @Nullable String language) {
        return spellings(message)
                .flatMap(spelling -> allowed(section, language)
                        .filter(list -> list.whole(section, spelling.key())
                                && (own(list, language) || !clash(spelling.plain()))))
                .findFirst();
    }

    /** The lists that belong to a section's words, the patient's own first. */
    Stream<WordList> allowed(Section section, @Nullable String language) {
        var others = languages.stream()
                .filter(list -> !list.language().equals(language))
                .filter(list ->
                        language == null || list.language().equals(ENGLISH) || IN_EVERY_LANGUAGE.contains(section));
        return Stream.of(languages.stream().filter(list -> list.language().equals(language)), Stream.of(any), others)
                .flatMap(lists -> lists);
    }

    /** The longest phrase of a section anywhere in the message. */
    Optional<Phrase> phrase(Section section, Message message) {
        return phrases(section, message).max(Comparator.comparingInt(Phrase::length));
    }

    /** All phrases of a section in the message. */
    Stream<Phrase> phrases(Section section, Message message) {
        return lists().flatMap(list -> list.phrases(section).stream()
                .flatMap(phrase -> IntStream.rangeClosed(0, message.tokens().size() - phrase.length)
                        .filter(start -> matches(message, start, phrase))
                        .mapToObj(start -> new Phrase(list.language(), start, phrase.length))));
    }

    /** Whether a word belongs to a section in any language. */
    boolean word(Section section, Message.Token token) {
        return lists().anyMatch(list -> list.word(section, token.folded()));
    }

    /** Whether a word negates what follows it within three words of the same clause. */
    boolean negated(Message message, int start) {
        var tokens = message.tokens();
        for (var at = start - 1; at >= 0 && at >= start - 3; at--) {
            if (tokens.get(at + 1).opensClause()) {
                return false;
            }
            if (word(Section.NEGATOR, tokens.get(at))) {
                return true;
            }
        }
        return false;
    }

    /** The message without courtesies at its ends. */
    List<Message.Token> bare(List<Message.Token> tokens) {
        var from = 0;
        var to = tokens.size();
        while (from < to && courtesy(tokens.get(from))) {
            from++;
        }
        while (to > from && courtesy(tokens.get(to - 1))) {
            to--;
        }
        return tokens.subList(from, to);
    }

    private boolean courtesy(Message.Token token) {
        return word(Section.POLITE, token) || word(Section.FILLER, token);
    }

    Stream<WordList> lists() {
        return Stream.concat(Stream.of(any), languages.stream());
    }

    WordList any() {
        return any;
    }

    /** Whether a word is an everyday word of another language. */
    boolean clash(String plain) {
        return any.whole(Section.CLASH, plain);
    }

    private boolean own(WordList list, @Nullable String language) {
        return list == any || list.language().equals(language);
    }

    private static boolean matches(Message message, int start, String[] phrase) {
        return IntStream.range(0, phrase.length)
                .allMatch(at -> message.tokens().get(start + at).folded().equals(phrase[at]));
    }

    /** The ways to read a message as one entry: as it is, without courtesies, with long letters shortened. */
    private Stream<Spelling> spellings(Message message) {
        var tokens = message.tokens();
        if (tokens.isEmpty()) {
            return signs(message);
        }
        return Stream.of(tokens, bare(tokens))
                .filter(each -> !each.isEmpty())
                .flatMap(each -> Stream.of(0, 2, 1)
                        .map(run -> new Spelling(shorten(Message.join(each), run), Message.joinPlain(each))))
                .distinct();
    }

    private static Stream<Spelling> signs(Message message) {
        var distinct = Set.copyOf(message.signs());
        if (distinct.size() == 1) {
            var sign = message.signs().getFirst();
            return Stream.of(new Spelling(sign, sign));
        }
        return distinct.isEmpty() && message.asks() ? Stream.of(new Spelling("?", "?")) : Stream.empty();
    }

    private static String shorten(String key, int run) {
        return run == 0 ? key : Message.shorten(key, run);
    }

    /** One way to read a message: folded for comparing, plain for telling clash words from accented ones. */
    private record Spelling(String key, String plain) {}

    /** Where a phrase stands in a message. */
    record Phrase(String language, int start, int length) {
        int end() {
            return start + length;
        }
    }
}
