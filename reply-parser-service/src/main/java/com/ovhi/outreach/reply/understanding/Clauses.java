package com.ovhi.outreach.reply.understanding;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The clauses of a message: where they begin and end, with punctuation or without, and what stands in them. For one thread. */
abstract sealed class Clauses extends Words permits Reading {

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

    /** @param own lists of the patient's language */
    Clauses(Lexicon lexicon, Message message, int own) {
        super(lexicon, message, own);
    }

    /** Whether nothing but messages, addresses and what adds nothing stands from a place to the end of the clause, or to the next. */
    final boolean closes(int place, int lists) {
        var end = thoughtEnd(place, lists);
        var next = place;
        for (var step = 1; step > 0 && next < end; next += step) {
            step = longest(next, lists, BESIDE);
        }
        return next >= end;
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

    /**
     * Whether the message speaks of care, of things or, beside a phrase that leaves it open, of others, which may be what shall not
     * be sent or disturbed. Who died or moved away is not to be disturbed by messages.
     */
    final boolean ofSomethingElse(int from, int to, int lists) {
        return speaksOf(Section.CARE, lists)
                || speaksOf(Section.THING, lists)
                || !complete(from, to, lists)
                        && (speaksOf(Section.FETCH, lists)
                                || speaksOf(Section.OTHERS, lists) && !speaksOf(Section.GONE, lists));
    }

    /**
     * Whether a phrase says itself what shall end: it names messages or an address or, unless a thing may be sent, the one who
     * writes: {@code don't text me}, {@code unsubscribe me}.
     */
    final boolean complete(int from, int to, int lists) {
        return IntStream.range(from, to).anyMatch(place -> names(place, lists))
                || !within(Section.SENDING, from, to, lists)
                        && within(Section.COMPLETE, from, Math.min(to + 1, clauseEnd(to)), lists);
    }

    /** Whether a word is what messages or addresses are called, and no verb: "text" may be either. */
    private boolean names(int place, int lists) {
        return longest(place, lists, Section.MESSAGING, Section.ADDRESS) > 0
                && at(Section.SENDING, place, lists) == 0
                && at(Section.REACHING, place, lists) == 0;
    }

    private boolean speaksOf(Section section, int lists) {
        return within(section, 0, tokens().size(), lists);
    }

    /** Where the clause ends in which a word stands just before a place, or the next one begins without punctuation. */
    final int thoughtEnd(int place, int lists) {
        var end = clauseEnd(place);
        return IntStream.range(place, end)
                .filter(at -> longest(at, lists, Section.CLAUSE) > 0)
                .findFirst()
                .orElse(end);
    }

    /** Where the clause of a word at a place begins, with punctuation or without. */
    final int thoughtStart(int place, int lists) {
        var first = clauseStart(place);
        var start = place;
        while (start > first && !endsClause(start, lists) && longest(start - 1, lists, Section.CLAUSE) == 0) {
            start--;
        }
        return start;
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
                        .flatMap(ending -> lexicon().startingWith(ending).words(Section.CLAUSE_BEFORE).stream())
                        .anyMatch(each -> (each.mask() & lists) != 0);
    }

    /** The next place in the clause where no entry of some sections stands. */
    final int skip(int from, Section... sections) {
        return skip(from, lexicon().all(), sections);
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

    /** All phrases of all sections in the message. */
    final Map<Section, List<Phrase>> findPhrases() {
        var padding = IntStream.range(0, tokens().size())
                .map(place -> at(Section.PADDING, place, lexicon().all()))
                .toArray();
        return new PhraseSearch(this, padding).all();
    }
}
