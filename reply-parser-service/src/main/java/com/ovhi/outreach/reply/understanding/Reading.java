package com.ovhi.outreach.reply.understanding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A message in the light of the word lists and of the patient's language. For one thread. */
final class Reading {

    /** Asked for in any language, for they protect the patient. */
    private static final Set<Section> IN_EVERY_LANGUAGE =
            EnumSet.of(Section.STOP, Section.HELP, Section.EMERGENCY, Section.WRONG_PERSON, Section.AUTO_REPLY);

    /** Nouns, which take particles in Korean. */
    private static final Set<Section> STEMS = EnumSet.of(Section.MESSAGING, Section.CARE);

    private static final int NEGATION_REACH = 3;
    private static final int LONGEST_ENDING = 6;

    private final Lexicon lexicon;
    private final Message message;
    private final int own;
    private final Range bare;
    private final Set<Spelling> spellings;
    private final Map<Section, List<Phrase>> phrases = new EnumMap<>(Section.class);

    Reading(Lexicon lexicon, Message message, Situation situation) {
        this.lexicon = lexicon;
        this.message = message;
        own = lexicon.own(situation.language());
        bare = findBare();
        spellings = findSpellings();
        findPhrases();
    }

    Message message() {
        return message;
    }

    List<Message.Token> tokens() {
        return message.tokens();
    }

    boolean asks() {
        return message.asks();
    }

    /** Which list knows the whole message, or the whole message without its courtesies, as one of a section. */
    Optional<String> whole(Section section) {
        return spellings.stream()
                .map(spelling -> lists(section, spelling))
                .filter(mask -> mask != 0)
                .findFirst()
                .map(mask -> lexicon.name(mask, own));
    }

    private int lists(Section section, Spelling spelling) {
        var mask = lexicon.whole(section, spelling.key()) & allowed(section);
        if (mask == 0) {
            return 0;
        }
        if (lexicon.whole(Section.CLASH, spelling.key()) != 0) {
            mask &= own | lexicon.any();
        }
        var accented = lexicon.whole(Section.ACCENTED, spelling.key());
        return mask & ~accented | mask & accented & lexicon.spelt(section, spelling.plain());
    }

    /** All phrases of a section in the message. */
    List<Phrase> phrases(Section section) {
        return phrases.getOrDefault(section, List.of());
    }

    /** The longest phrase of a section anywhere in the message. */
    Optional<Phrase> phrase(Section section) {
        return phrases(section).stream().max(Comparator.comparingInt(Phrase::length));
    }

    /** How many words the entry of a section that stands at a place has, 0 when none stands there. */
    int at(Section section, int place) {
        return at(section, place, allowed(section));
    }

    /** The same for some lists only. */
    int at(Section section, int place, int lists) {
        var longest = 0;
        for (var each : lexicon.words(section, tokens().get(place).folded())) {
            var entry = each.entry();
            if ((each.mask() & lists) != 0
                    && entry.folded().size() > longest
                    && matches(place, entry.folded())
                    && accentsFit(each, place)) {
                longest = entry.folded().size();
            }
        }
        return longest == 0 && STEMS.contains(section) ? stem(section, place, lists) : longest;
    }

    /** A Korean noun with its particle. */
    private int stem(Section section, int place, int lists) {
        var word = tokens().get(place).folded();
        if (!Folding.hangul(word.codePointAt(0))) {
            return 0;
        }
        return IntStream.range(2, word.length())
                        .mapToObj(length -> word.substring(0, length))
                        .flatMap(start -> lexicon.words(section, start).stream())
                        .anyMatch(each -> (each.mask() & lists) != 0)
                ? 1
                : 0;
    }

    private boolean accentsFit(Lexicon.Indexed indexed, int place) {
        var entry = indexed.entry();
        return (lexicon.whole(Section.ACCENTED, entry.key()) & indexed.mask()) == 0
                || Message.joinPlain(
                                tokens().subList(place, place + entry.folded().size()))
                        .equals(entry.plain());
    }

    /** Whether an entry of a section stands somewhere between two places. */
    boolean within(Section section, int from, int to) {
        return IntStream.range(from, to).anyMatch(place -> at(section, place) > 0);
    }

    boolean anywhere(Section section) {
        return within(section, 0, tokens().size());
    }

    boolean opensWith(Section section) {
        return !tokens().isEmpty() && at(section, 0) > 0;
    }

    /** Whether a word negates what follows it within three words of the same clause. */
    boolean negated(int start) {
        return negated(start, allowed(Section.NEGATOR));
    }

    private boolean negated(int start, int lists) {
        for (var place = start - 1; place >= 0 && place >= start - NEGATION_REACH; place--) {
            if (tokens().get(place + 1).opensClause()) {
                return false;
            }
            if (at(Section.NEGATOR, place, lists) > 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether a negation stands before a phrase; one that is itself a negation cannot be denied by another. */
    boolean denied(Phrase phrase) {
        var lists = allowed(Section.NEGATOR) | lexicon.own(phrase.language());
        return at(Section.NEGATOR, phrase.start(), lists) == 0 && negated(phrase.start(), lists);
    }

    /** Whether no punctuation stands between two places. */
    boolean sameClause(int from, int to) {
        return tokens().subList(from + 1, to + 1).stream().noneMatch(Message.Token::opensClause);
    }

    /** Where the clause begins in which a place lies. */
    int clauseStart(int place) {
        var start = place;
        while (start > 0 && !tokens().get(start).opensClause()) {
            start--;
        }
        return start;
    }

    /** Where the message stands without courtesies at its ends. */
    Range bare() {
        return bare;
    }

    List<Message.Token> bareTokens() {
        return tokens().subList(bare.from(), bare.to());
    }

    Lexicon lexicon() {
        return lexicon;
    }

    /** The lists in which a section's words count for this patient. */
    int allowed(Section section) {
        if (own == 0 || IN_EVERY_LANGUAGE.contains(section)) {
            return lexicon.all();
        }
        return section == Section.QUESTION ? own | lexicon.any() : own | lexicon.any() | lexicon.english();
    }

    private Range findBare() {
        var from = 0;
        var to = tokens().size();
        for (var step = 1; step > 0 && from < to; from += step) {
            step = courtesy(from, to);
        }
        for (var step = 1; step > 0 && to > from; to -= step) {
            step = courtesyBefore(from, to);
        }
        return new Range(Math.min(from, to), to);
    }

    private int courtesy(int place, int to) {
        var length = Math.max(at(Section.POLITE, place), at(Section.FILLER, place));
        return place + length <= to ? length : 0;
    }

    private int courtesyBefore(int from, int to) {
        for (var length = 1; length <= NEGATION_REACH && to - length >= from; length++) {
            if (courtesy(to - length, to) == length) {
                return length;
            }
        }
        return 0;
    }

    /** The ways to read a message as one entry: as it is, without courtesies, with long letters shortened. */
    private Set<Spelling> findSpellings() {
        var found = new LinkedHashSet<Spelling>();
        if (tokens().isEmpty()) {
            var distinct = Set.copyOf(message.signs());
            if (distinct.size() == 1) {
                found.add(Spelling.of(message.signs().getFirst()));
            } else if (distinct.isEmpty() && message.asks()) {
                found.add(Spelling.of("?"));
            }
            return found;
        }
        Stream.of(tokens(), bareTokens()).filter(each -> !each.isEmpty()).forEach(each -> {
            var key = Message.join(each);
            var plain = Message.joinPlain(each);
            found.add(new Spelling(key, plain));
            if (Message.stretched(key)) {
                found.add(new Spelling(Message.shorten(key, 2), Message.shorten(plain, 2)));
                found.add(new Spelling(Message.shorten(key, 1), Message.shorten(plain, 1)));
            }
        });
        return found;
    }

    private void findPhrases() {
        for (var place = 0; place < tokens().size(); place++) {
            var word = tokens().get(place).folded();
            collect(place, word, false);
            if (Folding.hangul(word.codePointAt(0))) {
                for (var length = 2; length < Math.min(word.length(), LONGEST_ENDING + 1); length++) {
                    collect(place, word.substring(0, length), true);
                }
            }
        }
    }

    private void collect(int place, String first, boolean stem) {
        for (var each : lexicon.phrases(first)) {
            var entry = each.entry();
            var fits = stem ? entry.folded().size() == 1 : matches(place, entry.folded());
            if (fits) {
                phrases.computeIfAbsent(entry.section(), _ -> new ArrayList<>())
                        .add(new Phrase(
                                lexicon.name(each.mask(), own),
                                place,
                                entry.folded().size()));
            }
        }
    }

    private boolean matches(int start, List<String> words) {
        if (start + words.size() > tokens().size()) {
            return false;
        }
        for (var at = 0; at < words.size(); at++) {
            var word = tokens().get(start + at).folded();
            var wanted = words.get(at);
            var last = at > 0 && at == words.size() - 1;
            if (!word.equals(wanted) && !(last && stemOf(wanted, word))) {
                return false;
            }
        }
        return true;
    }

    /** Korean words carry their endings. */
    private static boolean stemOf(String wanted, String word) {
        return Folding.hangul(word.codePointAt(0)) && word.startsWith(wanted);
    }

    /** A stretch of tokens. */
    record Range(int from, int to) {
        boolean isEmpty() {
            return from >= to;
        }
    }

    /** Where a phrase stands in a message. */
    record Phrase(String language, int start, int length) {
        int end() {
            return start + length;
        }
    }

    /** One way to read a message: folded for comparing, plain for telling accented words apart. */
    private record Spelling(String key, String plain) {
        static Spelling of(String sign) {
            return new Spelling(sign, sign);
        }
    }
}
