package com.ovhi.outreach.reply.understanding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All word lists, in an index that finds an entry without looking at the others. Sets of lists are bit masks. Languages
 * are added as files, without code. Immutable.
 */
final class Lexicon {

    private static final String ANY = "any";
    private static final String ENGLISH = "en";
    private static final String VIETNAMESE = "vi";
    private static final int[] NOWHERE = {};
    private static final Start NOTHING = new Start();

    private final List<WordList> lists;
    private final int tonal;
    private final int english;
    private final Map<String, int[]> wholes = new HashMap<>();
    private final Map<String, int[]> spelt = new HashMap<>();
    private final Map<String, Start> byFirstWord = new HashMap<>();
    private final Map<Section, List<Indexed>> bySection = new HashMap<>();
    private int order;
    private int longestPhrase = 1;

    private Lexicon(List<WordList> lists) {
        this.lists = List.copyOf(lists);
        tonal = mask(Set.of(VIETNAMESE));
        english = mask(Set.of(ENGLISH));
        for (var at = 0; at < lists.size(); at++) {
            mark(lists.get(at), 1 << at);
        }
        for (var at = 0; at < lists.size(); at++) {
            index(lists.get(at), 1 << at);
        }
    }

    static Lexicon load() {
        var languages =
                read("languages").lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#"));
        return new Lexicon(Stream.concat(Stream.of(ANY), languages)
                .map(language -> new WordList(language, read(language)))
                .toList());
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

    private void mark(WordList list, int mask) {
        for (var entry : list.entries()) {
            mark(wholes, entry.key(), entry.section(), mask);
            mark(spelt, Folding.tones(entry.plain()), entry.section(), mask);
        }
    }

    private void index(WordList list, int mask) {
        for (var entry : new LinkedHashSet<>(list.entries())) {
            if (entry.word() || entry.inside()) {
                var indexed = indexed(entry, mask);
                longestPhrase = Math.max(longestPhrase, entry.folded().size());
                byFirstWord
                        .computeIfAbsent(entry.folded().getFirst(), _ -> new Start())
                        .add(indexed);
                if (entry.word()) {
                    bySection
                            .computeIfAbsent(entry.section(), _ -> new ArrayList<>())
                            .add(indexed);
                }
            }
        }
    }

    private Indexed indexed(WordList.Entry entry, int mask) {
        var exact = (whole(Section.ACCENTED, entry.key()) & mask) != 0;
        var tones = exact || mask == tonal
                ? entry.spelt().stream().map(Folding::tones).toList()
                : List.<String>of();
        return new Indexed(order++, entry, entry.key(), mask, exact, tones);
    }

    /** Notes a section and a set of lists as two numbers, one pair behind the other: nearly every key is in one section only. */
    private static void mark(Map<String, int[]> index, String key, Section section, int mask) {
        var known = index.getOrDefault(key, NOWHERE);
        for (var at = 0; at < known.length; at += 2) {
            if (known[at] == section.ordinal()) {
                known[at + 1] |= mask;
                return;
            }
        }
        var more = Arrays.copyOf(known, known.length + 2);
        more[known.length] = section.ordinal();
        more[known.length + 1] = mask;
        index.put(key, more);
    }

    private static int marked(Map<String, int[]> index, String key, Section section) {
        var known = index.getOrDefault(key, NOWHERE);
        for (var at = 0; at < known.length; at += 2) {
            if (known[at] == section.ordinal()) {
                return known[at + 1];
            }
        }
        return 0;
    }

    List<WordList> lists() {
        return lists;
    }

    /** The lists in which this is an entry of a section. */
    int whole(Section section, String key) {
        return marked(wholes, key, section);
    }

    /** The lists that contain the entry with exactly these accents. */
    int spelt(Section section, String plain) {
        return marked(spelt, Folding.tones(plain), section);
    }

    /** The list in which a word that is written with accents must have the right ones. */
    int tonal() {
        return tonal;
    }

    /** Whether a word is in some list, whatever it means there. */
    boolean known(String word) {
        return wholes.containsKey(word);
    }

    /** What begins with a word. */
    Start startingWith(String word) {
        return byFirstWord.getOrDefault(word, NOTHING);
    }

    /** The words of a section in some lists. */
    Stream<String> words(Section section, int mask) {
        return bySection.getOrDefault(section, List.of()).stream()
                .filter(each -> (each.mask() & mask) != 0)
                .map(Indexed::key);
    }

    int all() {
        return (1 << lists.size()) - 1;
    }

    int any() {
        return 1;
    }

    int english() {
        return english;
    }

    /** How many words the longest entry has. */
    int longestPhrase() {
        return longestPhrase;
    }

    /** The lists of a patient's language; of its relatives, too, where people read both. */
    int own(@Nullable String language) {
        return language == null ? 0 : mask(Tags.lists(language));
    }

    /** The first of some lists, the patient's own before the others. */
    String name(int mask, int own) {
        var preferred = (mask & own) == 0 ? mask : mask & own;
        return lists.get(Integer.numberOfTrailingZeros(preferred)).language();
    }

    private int mask(Set<String> languages) {
        var mask = 0;
        for (var at = 0; at < lists.size(); at++) {
            mask |= languages.contains(lists.get(at).language()) ? 1 << at : 0;
        }
        return mask;
    }

    /**
     * An entry and the list it is in.
     *
     * @param order among all entries: that of the lists, and within a list that of its lines
     * @param exact whether its words must be written with these accents
     * @param tones its words with the accents they must have, if they are written with any; empty when those do not matter
     */
    record Indexed(int order, WordList.Entry entry, String key, int mask, boolean exact, List<String> tones) {

        /** A word without any accent may be meant with them, unless they decide; one with others is another word. */
        boolean tonesFit(Message.Token token, int at) {
            return !exact && token.plain().equals(token.folded())
                    || Folding.tones(token.plain()).equals(tones.get(at));
        }
    }

    /** The entries that begin with the same word. */
    static final class Start {

        private final Map<Section, List<Indexed>> words = new EnumMap<>(Section.class);
        private final PhraseTree phrases = new PhraseTree();

        List<Indexed> words(Section section) {
            return words.getOrDefault(section, List.of());
        }

        /** Those that count inside a longer message, without their first word. */
        PhraseTree phrases() {
            return phrases;
        }

        private void add(Indexed indexed) {
            var entry = indexed.entry();
            if (entry.word()) {
                words.computeIfAbsent(entry.section(), _ -> new ArrayList<>()).add(indexed);
            } else {
                phrases.add(indexed, entry.folded().subList(1, entry.folded().size()));
            }
        }
    }
}
