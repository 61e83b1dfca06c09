package com.ovhi.outreach.reply.understanding;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The words of a message and where entries of the lists stand among them. For one thread. */
abstract sealed class Words permits Clauses {

    /** Asked for in any language, for they protect the patient or belong to what does. */
    private static final Set<Section> IN_EVERY_LANGUAGE = EnumSet.of(
            Section.STOP,
            Section.HELP,
            Section.EMERGENCY,
            Section.WRONG_PERSON,
            Section.AUTO_REPLY,
            Section.MESSAGING,
            Section.LINK,
            Section.EMPHASIS,
            Section.ADDRESS,
            Section.CLAUSE,
            Section.CLAUSE_BEFORE);

    /** Read in the patient's own language only, and in that of the phrase they stand beside: "he" is another word in Spanish. */
    private static final Set<Section> IN_ONE_LANGUAGE = EnumSet.of(
            Section.OTHERS,
            Section.AWAITING,
            Section.GONE,
            Section.FETCH,
            Section.SENDING,
            Section.REACHING,
            Section.COMPLETE);

    /** Nouns, which take particles in Korean, and verbs, which take endings. */
    private static final Set<Section> STEMS = EnumSet.of(
            Section.MESSAGING,
            Section.CARE,
            Section.ADDRESS,
            Section.REMOVE,
            Section.LIMIT_BEFORE,
            Section.ROUTE_BEFORE,
            Section.OTHERS,
            Section.GONE,
            Section.FETCH);

    /** Letters of a Korean noun before its particle. */
    static final int LONGEST_ENDING = 6;

    /** Tokens of what counts as one word, such as four Chinese characters. */
    private static final int LONGEST_WORD = 4;

    private static final Section[] SECTIONS = Section.values();

    private final Lexicon lexicon;
    private final Message message;
    private final int own;
    private final List<Lexicon.Start> starts;
    private final int[] allowed = new int[SECTIONS.length];

    /** @param own lists of the patient's language */
    Words(Lexicon lexicon, Message message, int own) {
        this.lexicon = lexicon;
        this.message = message;
        this.own = own;
        starts = message.tokens().stream()
                .map(token -> lexicon.startingWith(token.folded()))
                .toList();
        for (var section : SECTIONS) {
            allowed[section.ordinal()] = listsFor(section);
        }
    }

    final Lexicon lexicon() {
        return lexicon;
    }

    final Message message() {
        return message;
    }

    final List<Message.Token> tokens() {
        return message.tokens();
    }

    final int own() {
        return own;
    }

    /** How many words the entry of a section that stands at a place has, 0 when none stands there. */
    final int at(Section section, int place) {
        return at(section, place, allowed(section));
    }

    /** Whether a word is something else in another language, so that it counts only in the patient's own. */
    final boolean isClash(int place) {
        return lexicon.whole(Section.CLASH, tokens().get(place).folded()) != 0;
    }

    /** As {@link #at(Section, int)} for the patient's own language only. */
    final int atOwn(Section section, int place) {
        return at(section, place, own);
    }

    /** The same for some lists only. */
    final int at(Section section, int place, int lists) {
        var longest = 0;
        for (var each : starts.get(place).words(section)) {
            var entry = each.entry();
            if ((each.mask() & lists) != 0 && entry.folded().size() > longest && matches(place, each)) {
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
        return IntStream.range(2, Math.min(word.length(), LONGEST_ENDING + 1))
                        .mapToObj(length -> word.substring(0, length))
                        .flatMap(start -> lexicon.startingWith(start).words(section).stream())
                        .anyMatch(each -> each.entry().folded().size() == 1 && (each.mask() & lists) != 0)
                ? 1
                : 0;
    }

    /** Whether an entry of a section stands somewhere between two places. */
    final boolean within(Section section, int from, int to) {
        return within(section, from, to, allowed(section));
    }

    /** The same for some lists only. */
    final boolean within(Section section, int from, int to, int lists) {
        for (var place = from; place < to; place++) {
            if (at(section, place, lists) > 0) {
                return true;
            }
        }
        return false;
    }

    final boolean anywhere(Section section) {
        return within(section, 0, tokens().size());
    }

    /** How many words the longest entry of some sections that stands at a place has, 0 when none stands there. */
    final int longest(int place, Section... sections) {
        return longest(place, lexicon.all(), sections);
    }

    /** The same for some lists only. */
    final int longest(int place, int lists, Section... sections) {
        var longest = 0;
        for (var section : sections) {
            longest = Math.max(longest, at(section, place, allowed(section) & lists));
        }
        return longest;
    }

    /** The same in some lists, for entries that end just before a place. */
    final int longestBefore(int place, int lists, Section... sections) {
        for (var length = Math.min(LONGEST_WORD, place); length > 0; length--) {
            if (longest(place - length, lists, sections) == length) {
                return length;
            }
        }
        return 0;
    }

    /** The lists in which a section's words count for this patient. */
    final int allowed(Section section) {
        return allowed[section.ordinal()];
    }

    private int listsFor(Section section) {
        if (IN_ONE_LANGUAGE.contains(section)) {
            return own;
        }
        if (own == 0 || IN_EVERY_LANGUAGE.contains(section)) {
            return lexicon.all();
        }
        return section == Section.QUESTION ? own | lexicon.any() : common();
    }

    /** The lists that are read for every patient of this language, whatever they write: all where none is known. */
    final int common() {
        return own == 0 ? lexicon.all() : own | lexicon.any() | lexicon.english();
    }

    /** The entries that begin with the word at a place. */
    final Lexicon.Start startingAt(int place) {
        return starts.get(place);
    }

    private boolean matches(int start, Lexicon.Indexed indexed) {
        var size = indexed.entry().folded().size();
        if (start + size > tokens().size()) {
            return false;
        }
        for (var at = 0; at < size; at++) {
            if (!fits(start + at, indexed, at)) {
                return false;
            }
        }
        return true;
    }

    private boolean fits(int place, Lexicon.Indexed indexed, int at) {
        var token = tokens().get(place);
        var wanted = indexed.entry().folded().get(at);
        var last = at > 0 && at == indexed.entry().folded().size() - 1;
        return (token.folded().equals(wanted) || last && stemOf(wanted, token.folded()))
                && (indexed.tones().isEmpty() || indexed.tonesFit(token, at));
    }

    /** Korean words carry their endings. */
    private static boolean stemOf(String wanted, String word) {
        return Folding.hangul(word.codePointAt(0)) && word.startsWith(wanted);
    }

    /** Where a phrase stands in a message. */
    record Phrase(String language, int start, int length) {
        int end() {
            return start + length;
        }
    }
}
