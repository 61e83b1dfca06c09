package com.ovhi.outreach.reply.understanding;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The words of a message and where entries of the lists stand among them. For one thread. */
abstract sealed class Words permits Reading {

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

    /** Nouns, which take particles in Korean. */
    private static final Set<Section> STEMS =
            EnumSet.of(Section.MESSAGING, Section.CARE, Section.ADDRESS, Section.REMOVE, Section.LIMIT_BEFORE);

    /** What may stand beside a wish about messages and adds nothing to it. */
    private static final Section[] BESIDE = {
        Section.MESSAGING,
        Section.ADDRESS,
        Section.LINK,
        Section.ABOUT,
        Section.EMPHASIS,
        Section.POLITE,
        Section.PADDING,
        Section.FILLER
    };

    /** The same in front of it; a title there may be an object: "doctor ko pareshan mat karo". */
    private static final Section[] BEFORE = {
        Section.MESSAGING,
        Section.ADDRESS,
        Section.LINK,
        Section.ABOUT,
        Section.EMPHASIS,
        Section.POLITE,
        Section.PADDING,
        Section.SUBJECT
    };

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
                        .anyMatch(each -> (each.mask() & lists) != 0)
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

    /** Whether nothing but messages, addresses and what adds nothing stands from a place to the end of the clause, or to the next. */
    final boolean closes(int place, int lists) {
        var next = skip(place, lists, BESIDE);
        return next == clauseEnd(place) || longest(next, lists, Section.CLAUSE) > 0;
    }

    /** Whether nothing but those, and who speaks, stands from the beginning of the clause to a place. */
    final boolean opens(int place, int lists) {
        var start = clauseStart(place);
        var at = place;
        while (at > start && !endsClause(at, lists)) {
            var step = longestBefore(at, lists, BEFORE);
            if (step == 0) {
                return false;
            }
            at -= step;
        }
        return true;
    }

    /** Whether a clause ends at a place though no punctuation says so. */
    private boolean endsClause(int place, int lists) {
        if (longestBefore(place, lists, Section.CLAUSE_BEFORE) > 0) {
            return true;
        }
        var word = tokens().get(place - 1).folded();
        return Folding.hangul(word.codePointAt(0))
                && IntStream.range(1, word.length())
                        .mapToObj(word::substring)
                        .flatMap(ending -> lexicon.startingWith(ending).words(Section.CLAUSE_BEFORE).stream())
                        .anyMatch(each -> (each.mask() & lists) != 0);
    }

    /** The next place in the clause where no entry of some sections stands. */
    final int skip(int from, Section... sections) {
        return skip(from, lexicon.all(), sections);
    }

    /** The same for some lists only. */
    final int skip(int from, int lists, Section... sections) {
        var end = clauseEnd(from);
        var place = from;
        while (place < end) {
            var step = longest(place, lists, sections);
            if (step == 0) {
                return place;
            }
            place += step;
        }
        return Math.min(place, end);
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

    /** Where the clause ends in which a word stands just before a place. */
    final int clauseEnd(int place) {
        var end = place;
        while (end < tokens().size() && !tokens().get(end).opensClause()) {
            end++;
        }
        return end;
    }

    /** Where the clause begins in which a place lies. */
    final int clauseStart(int place) {
        var start = place;
        while (start > 0 && !tokens().get(start).opensClause()) {
            start--;
        }
        return start;
    }

    /** The lists in which a section's words count for this patient. */
    final int allowed(Section section) {
        return allowed[section.ordinal()];
    }

    private int listsFor(Section section) {
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

    /** All phrases of all sections in the message. */
    final Map<Section, List<Phrase>> findPhrases() {
        var padding = IntStream.range(0, tokens().size())
                .map(place -> at(Section.PADDING, place, lexicon.all()))
                .toArray();
        return new PhraseSearch(this, padding).all();
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
