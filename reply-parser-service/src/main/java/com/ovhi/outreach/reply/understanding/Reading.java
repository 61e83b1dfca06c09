package com.ovhi.outreach.reply.understanding;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A message in the light of the word lists and of the patient's language. For one thread. */
final class Reading extends Clauses {

    private static final int NEGATION_REACH = 3;
    private final Range bare;
    private final Set<Spelling> spellings;
    private final Map<Section, List<Phrase>> phrases;

    Reading(Lexicon lexicon, Message message, Situation situation) {
        super(lexicon, message, lexicon.own(situation.language()));
        bare = findBare();
        spellings = findSpellings();
        phrases = findPhrases();
    }

    boolean asks() {
        return message().asks();
    }

    /** Which list knows the whole message, or the whole message without its courtesies, as one of a section. */
    Optional<String> whole(Section section) {
        return spellings.stream()
                .map(spelling -> lists(section, spelling))
                .filter(mask -> mask != 0)
                .findFirst()
                .map(mask -> lexicon().name(mask, own()));
    }

    private int lists(Section section, Spelling spelling) {
        var mask = lexicon().whole(section, spelling.key()) & allowed(section);
        if (mask == 0) {
            return 0;
        }
        if (lexicon().whole(Section.CLASH, spelling.key()) != 0) {
            mask &= own() | lexicon().any();
        }
        var exact = lexicon().whole(Section.ACCENTED, spelling.key());
        if (!spelling.plain().equals(spelling.key())) {
            exact |= lexicon().tonal();
        }
        return (mask & exact) == 0 ? mask : mask & (~exact | lexicon().spelt(section, spelling.plain()));
    }

    /** All phrases of a section in the message. */
    List<Phrase> phrases(Section section) {
        return phrases.getOrDefault(section, List.of());
    }

    /** The longest phrase of a section anywhere in the message. */
    Optional<Phrase> phrase(Section section) {
        return phrases(section).stream().max(Comparator.comparingInt(Phrase::length));
    }

    boolean opensWith(Section section) {
        return !tokens().isEmpty() && at(section, 0) > 0;
    }

    /** Whether some clause begins with a section, courtesies aside. */
    boolean opensClause(Section section) {
        return IntStream.range(0, tokens().size())
                .filter(place -> place == bare.from() || tokens().get(place).opensClause())
                .anyMatch(place -> at(section, place) > 0);
    }

    /** Whether a word negates what follows it within three words of the same clause; {@code 能不能} does not. */
    boolean negated(int start) {
        return negated(start, allowed(Section.NEGATOR));
    }

    private boolean negated(int start, int lists) {
        for (var place = start - 1; place >= 0 && place >= start - NEGATION_REACH; place--) {
            if (tokens().get(place + 1).opensClause()) {
                return false;
            }
            if (at(Section.NEGATOR, place, lists) > 0
                    && !(place > 0 && longest(place - 1, Section.QUESTION, Section.REQUEST) > 1)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the word before, or the one before that if it only stresses, negates: {@code don't ever}. */
    boolean negatedDirectly(int place) {
        var before = place > 0 && at(Section.PADDING, place - 1) > 0 ? place - 2 : place - 1;
        return before >= 0 && !tokens().get(before + 1).opensClause() && at(Section.NEGATOR, before) > 0;
    }

    /** Whether a negation stands before a phrase; one that is itself a negation cannot be denied by another. */
    boolean denied(Phrase phrase) {
        var lists = allowed(Section.NEGATOR) | lexicon().own(phrase.language());
        return at(Section.NEGATOR, phrase.start(), lists) == 0 && negated(phrase.start(), lists);
    }

    /** Whether it is denied in its own clause, and not by what stands in front of that: {@code can't come} {@code so stop texting me}. */
    boolean deniedItself(Phrase phrase) {
        var lists = listsOf(phrase);
        return denied(phrase) && within(Section.NEGATOR, thoughtStart(phrase.start(), lists), phrase.start(), lists)
                || deniedBehind(phrase);
    }

    /** Whether the clause ends in a denial of what it asks for: {@code löschen Sie meine Nummer nicht}. */
    boolean deniedBehind(Phrase phrase) {
        var lists = listsOf(phrase);
        return !within(Section.NEGATOR, phrase.start(), phrase.end(), lists)
                && behind(phrase, lists, Section.DENIED_AFTER)
                        .filter(place -> place + at(Section.DENIED_AFTER, place, lists) >= thoughtEnd(place, lists))
                        .isPresent();
    }

    /** Whether what a phrase promises is denied before it or, as in {@code ich komme nicht}, behind it. */
    boolean deniedAround(Phrase phrase) {
        return denied(phrase)
                || IntStream.range(phrase.end(), clauseEnd(phrase.end()))
                        .filter(place -> at(Section.NEGATOR, place) > 0)
                        .anyMatch(place -> !covered(place));
    }

    /** "No problem" and "without fail" deny nothing. */
    private boolean covered(int place) {
        return Stream.of(Section.CONFIRM, Section.WEAK, Section.EASE)
                .flatMap(section -> phrases(section).stream())
                .anyMatch(phrase -> phrase.start() <= place && place < phrase.end());
    }

    /** Whether the object of a phrase is of one of some sections: {@code need to cancel} my {@code ride}. */
    boolean of(Phrase phrase, Section... objects) {
        var end = clauseEnd(phrase.end());
        var step = 1;
        for (var place = phrase.end(); place < end && step > 0; place += step) {
            var object = place;
            if (Stream.of(objects).anyMatch(section -> at(section, object, beside(phrase, section)) > 0)) {
                return true;
            }
            step = longest(place, Section.LINK, Section.ABOUT);
        }
        return false;
    }

    /** Whether a phrase ends where its object is still to come, and something comes, or care is what is spoken of. */
    boolean awaitsObject(Phrase phrase) {
        return at(Section.AWAITING, phrase.end() - 1, beside(phrase, Section.AWAITING)) > 0
                && (!closes(phrase.end(), listsOf(phrase))
                        || speaksBeside(phrase, Section.CARE)
                        || speaksBeside(phrase, Section.THING));
    }

    /** Whether a section is spoken of anywhere, in the patient's language or in that of a phrase. */
    boolean speaksBeside(Phrase phrase, Section section) {
        return within(section, 0, tokens().size(), beside(phrase, section));
    }

    private int beside(Phrase phrase, Section section) {
        return allowed(section) | lexicon().own(phrase.language());
    }

    /** Whether a phrase leaves open whom or what it is about: {@code don't contact}, {@code don't send me}. */
    boolean leavesOpen(Phrase phrase) {
        return (holds(phrase, Section.SENDING) || holds(phrase, Section.REACHING)) && !complete(phrase);
    }

    /** Whether it says itself whom or what it is about: {@code don't contact me}, {@code delete my number}. */
    boolean complete(Phrase phrase) {
        return complete(phrase.start(), phrase.end(), beside(phrase, Section.COMPLETE));
    }

    /** Whether a word of a section is part of a phrase. */
    boolean holds(Phrase phrase, Section section) {
        return within(section, phrase.start(), phrase.end(), beside(phrase, section));
    }

    /** Whether a bound stands beside a phrase: {@code don't text me} {@code before nine}; {@code by text} is none. */
    boolean limited(Phrase phrase) {
        return bounded(phrase, Section.LIMIT, Section.LIMIT_BEFORE);
    }

    /** Whether it is said how not to write, {@code in English}, {@code to my old number}; of who died or moved nothing else is said. */
    boolean routed(Phrase phrase) {
        return bounded(phrase, Section.ROUTE, Section.ROUTE_BEFORE) && !speaksBeside(phrase, Section.GONE);
    }

    private boolean bounded(Phrase phrase, Section behind, Section before) {
        return behind(phrase, listsOf(phrase), behind).isPresent()
                || within(before, clauseStart(phrase.start()), phrase.start(), listsOf(phrase));
    }

    /** Where an entry of a section stands behind a phrase with nothing between but messages, addresses and what adds nothing. */
    private Optional<Integer> behind(Phrase phrase, int lists, Section section) {
        var end = clauseEnd(phrase.end());
        var step = 1;
        for (var place = phrase.end(); place < end && step > 0; place += step) {
            step = Math.max(
                    Math.max(at(Section.LINK, place, lists), at(Section.ADDRESS, place, lists)),
                    Math.max(at(Section.MESSAGING, place, lists), at(Section.PADDING, place, lists)));
            var length = at(section, place, lists);
            if (length > 0 && length >= step) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    /** Whether a phrase is part of a report: {@code why did you stop texting me}. */
    boolean reported(Phrase phrase) {
        var lists = listsOf(phrase);
        var from = Math.max(clauseStart(phrase.start()), phrase.start() - NEGATION_REACH);
        return within(Section.REPORTED, from, phrase.start(), lists)
                || behind(phrase, lists, Section.REPORTED_AFTER).isPresent();
    }

    /** The lists of a phrase and of the patient. */
    int listsOf(Phrase phrase) {
        return own() | lexicon().own(phrase.language()) | lexicon().english();
    }

    /** Where the message stands without courtesies at its ends. */
    Range bare() {
        return bare;
    }

    List<Message.Token> bareTokens() {
        return tokens().subList(bare.from(), bare.to());
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
            var distinct = Set.copyOf(message().signs());
            if (distinct.size() == 1) {
                found.add(Spelling.of(message().signs().getFirst()));
            } else if (distinct.isEmpty() && message().asks()) {
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

    /** A stretch of tokens. */
    record Range(int from, int to) {
        boolean isEmpty() {
            return from >= to;
        }
    }

    /** One way to read a message: folded for comparing, plain for telling accented words apart. */
    private record Spelling(String key, String plain) {
        static Spelling of(String sign) {
            return new Spelling(sign, sign);
        }
    }
}
