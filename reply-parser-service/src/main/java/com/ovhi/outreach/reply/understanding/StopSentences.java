package com.ovhi.outreach.reply.understanding;

import com.ovhi.outreach.common.ids.Intent;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Opt-outs in sentences: what a reasonable person takes for one, and what only resembles it. */
final class StopSentences {

    private static final Section[] MESSAGES = {Section.MESSAGING};
    private static final Section[] MESSAGES_AND_ADDRESSES = {Section.MESSAGING, Section.ADDRESS};

    /** What may stand between a stop and its object. */
    private static final Section[] BETWEEN = {
        Section.LINK, Section.ABOUT, Section.EMPHASIS, Section.FILLER, Section.PADDING
    };

    /** Words of a message that says one thing. */
    private static final int FEW = 20;

    /** How many words may lead from a stop to what shall stop. */
    private static final int NEAR = 5;

    List<ReplyRule> inOrder() {
        return List.of(this::phrase, this::ofMessages, this::apart, this::negated, this::doubted);
    }

    /** Whether a message that is about something more urgent asks for no more messages as well. */
    static boolean alsoAsked(Reading reading, Situation situation) {
        return "STOP".equals(situation.providerOptOut())
                || phrases(reading).findFirst().isPresent()
                || endsMessages(reading)
                || aClauseOfItsOwn(reading);
    }

    /** A reasonable person would read it as an opt-out; somebody should still see what else it says. */
    private Optional<Understood> phrase(Reading reading, Situation situation) {
        return phrases(reading)
                .findFirst()
                .map(phrase -> Understood.likely(
                                Intent.STOP, 0.9, ProtectionRules.named(phrase.language()), "stop-phrase")
                        .forPerson());
    }

    private static Stream<Words.Phrase> phrases(Reading reading) {
        return aboutMessages(reading)
                .filter(phrase -> !reading.routed(phrase))
                .filter(phrase -> !maybeOfOthers(reading, phrase));
    }

    private static Stream<Words.Phrase> aboutMessages(Reading reading) {
        return asked(reading).filter(phrase -> aboutMessages(reading, phrase));
    }

    private static Stream<Words.Phrase> asked(Reading reading) {
        return reading.phrases(Section.STOP).stream()
                .filter(phrase -> !reading.deniedItself(phrase))
                .filter(phrase -> !reading.reported(phrase) && !reading.limited(phrase));
    }

    /**
     * {@code do not contact} my husband, {@code don't send anything} I'll pick it up, {@code schicken Sie keine} Pizza. Not where the
     * opt-out says itself what it is about: {@code don't contact me} my husband does that.
     */
    private static boolean maybeOfOthers(Reading reading, Words.Phrase phrase) {
        return reading.leavesOpen(phrase)
                        && reading.of(phrase, Section.OTHERS)
                        && !reading.speaksBeside(phrase, Section.GONE)
                || reading.holds(phrase, Section.SENDING)
                        && reading.speaksBeside(phrase, Section.FETCH)
                        && !namesMessages(reading, 0)
                || reading.awaitsObject(phrase) && !namesMessages(reading, phrase.end());
    }

    private static boolean namesMessages(Reading reading, int from) {
        var end = reading.tokens().size();
        return reading.within(Section.MESSAGING, from, end) || reading.within(Section.ADDRESS, from, end);
    }

    /** "Take me off the waiting list" and "stop sending me prescriptions" are not about our messages. */
    private static boolean aboutMessages(Reading reading, Words.Phrase phrase) {
        var end = reading.tokens().size();
        var lists = reading.listsOf(phrase);
        if (reading.of(phrase, Section.THING)
                || reading.within(Section.CARE, phrase.end(), reading.thoughtEnd(phrase.end(), lists))
                || reading.within(Section.CARE, reading.thoughtStart(phrase.start(), lists), phrase.start())) {
            return false;
        }
        var object = phrase.end() < end && reading.at(Section.ABOUT, phrase.end()) > 0;
        return !object
                || reading.within(Section.ADDRESS, phrase.start(), phrase.end())
                || reading.within(Section.MESSAGING, phrase.start(), phrase.end())
                || reading.within(Section.MESSAGING, phrase.end(), end)
                || reading.within(Section.ADDRESS, phrase.end(), end);
    }

    /** {@code stop all of your texts}, {@code I don't want any reminders}. A question for a fact is none. */
    private Optional<Understood> ofMessages(Reading reading, Situation situation) {
        return endsMessages(reading)
                ? Optional.of(Understood.likely(Intent.STOP, 0.85, null, "stop-of-messages")
                        .forPerson())
                : Optional.empty();
    }

    private static boolean endsMessages(Reading reading) {
        return endsMessages(reading, phrase -> reading.limited(phrase) || reading.routed(phrase));
    }

    /** @param bounded whether what stands beside a phrase makes it a wish about how, not whether */
    private static boolean endsMessages(Reading reading, Predicate<Words.Phrase> bounded) {
        var words = reading.tokens().size();
        if (words > FEW
                || !(reading.anywhere(Section.MESSAGING) || reading.anywhere(Section.ADDRESS))
                || asks(reading)
                || reading.anywhere(Section.CARE)) {
            return false;
        }
        return refusals(reading)
                        .filter(phrase -> !bounded.test(phrase))
                        .anyMatch(phrase -> besides(reading, phrase, MESSAGES, reading.common()))
                || IntStream.range(0, words).anyMatch(place -> stopsMessages(reading, place, bounded));
    }

    private static Stream<Words.Phrase> refusals(Reading reading) {
        return reading.phrases(Section.REFUSE).stream()
                .filter(phrase -> !reading.denied(phrase) && !reading.reported(phrase));
    }

    private static boolean asks(Reading reading) {
        var refuses = reading.phrases(Section.REFUSE).stream().anyMatch(phrase -> phrase.start() == 0);
        return (reading.asks() || reading.opensWith(Section.QUESTION) && !refuses)
                && !reading.opensClause(Section.REQUEST);
    }

    /** Whether a stop word stands beside what messages are called. What follows may be another wish: {@code stop aspirin text me}. */
    private static boolean stopsMessages(Reading reading, int place, Predicate<Words.Phrase> bounded) {
        var removes = reading.at(Section.REMOVE, place);
        var length =
                Math.max(removes, Math.max(reading.at(Section.STOP, place), reading.at(Section.BARE_CANCEL, place)));
        if (length == 0
                || reading.negated(place)
                || removes == 0 && (somewhere(reading, place, length) || elsewhere(reading, place))) {
            return false;
        }
        var phrase = new Words.Phrase("any", place, length);
        var objects = removes > 0 ? MESSAGES_AND_ADDRESSES : MESSAGES;
        return !reading.reported(phrase)
                && !reading.deniedBehind(phrase)
                && !bounded.test(phrase)
                && besides(reading, phrase, objects, reading.lexicon().all());
    }

    /** {@code end of the month}; but {@code end these messages} is a stop. */
    private static boolean somewhere(Reading reading, int place, int length) {
        var next = place + length;
        return reading.at(Section.PLACE, place) > 0
                && (reading.clauseStart(place) != place
                        || next < reading.clauseEnd(next) && reading.at(Section.ABOUT, next) > 0);
    }

    /** {@code para} means stop only where a clause of the patient's own language begins: {@code es para la lista} is "for". */
    private static boolean elsewhere(Reading reading, int place) {
        return reading.isClash(place)
                && (reading.clauseStart(place) != place || reading.atOwn(Section.STOP, place) == 0);
    }

    /** @param lists in which objects and what leads to them count: glue of one language is a word of another */
    private static boolean besides(Reading reading, Words.Phrase phrase, Section[] objects, int lists) {
        return leadsTo(reading, phrase.end(), objects, lists) || endsIn(reading, phrase, objects, lists);
    }

    /** Whether one of some objects follows, and nothing of weight behind it in the clause. */
    private static boolean leadsTo(Reading reading, int from, Section[] objects, int lists) {
        var end = reading.clauseEnd(from);
        var named = from;
        while (named < end && reading.longest(named, lists, objects) == 0) {
            var step = reading.longest(named, lists, BETWEEN);
            if (step == 0) {
                return false;
            }
            named += step;
        }
        return named < end && named - from <= NEAR && reading.closes(named, lists) && !toOthers(reading, named, lists);
    }

    /** {@code no me manden} a otro doctor: the verb that messages are called by has another object. */
    private static boolean toOthers(Reading reading, int named, int lists) {
        var next = named + reading.longest(named, lists, MESSAGES_AND_ADDRESSES);
        return next < reading.clauseEnd(named) && reading.at(Section.OTHERS, next) > 0;
    }

    /** The other way round, where the verb comes last: {@code SMS bitte abbestellen}. */
    private static boolean endsIn(Reading reading, Words.Phrase phrase, Section[] objects, int lists) {
        var start = reading.clauseStart(phrase.start());
        var place = phrase.start();
        while (place > start && reading.longestBefore(place, lists, objects) == 0) {
            var step = reading.longestBefore(place, lists, BETWEEN);
            if (step == 0) {
                return false;
            }
            place -= step;
        }
        return place > start && phrase.start() - place <= NEAR && reading.closes(phrase.end(), lists);
    }

    /** {@code I told you already. STOP!} A stop that is the whole first or last clause. */
    private Optional<Understood> apart(Reading reading, Situation situation) {
        if (reading.tokens().isEmpty()) {
            return Optional.empty();
        }
        var last = reading.clauseStart(reading.tokens().size() - 1);
        return !asks(reading) && !reading.anywhere(Section.CARE) && (apart(reading, 0) || apart(reading, last))
                ? Optional.of(
                        Understood.likely(Intent.STOP, 0.85, null, "stop-apart").forPerson())
                : Optional.empty();
    }

    private static boolean apart(Reading reading, int place) {
        var length = reading.at(Section.STOP, place, reading.lexicon().any());
        return length > 0 && standsAlone(reading, place + length);
    }

    /** {@code Stop. I have chest pain.} or, without a breath between, {@code stop I can't breathe}. */
    private static boolean aClauseOfItsOwn(Reading reading) {
        return IntStream.range(0, reading.tokens().size())
                .filter(place -> reading.clauseStart(place) == place && reading.at(Section.PLACE, place) == 0)
                .filter(place -> !reading.isClash(place))
                .anyMatch(place -> {
                    var next = place + reading.at(Section.STOP, place);
                    return next > place && (standsAlone(reading, next) || leadsToEmergency(reading, next));
                });
    }

    private static boolean standsAlone(Reading reading, int next) {
        return reading.skip(next, Section.POLITE, Section.EMPHASIS) == reading.clauseEnd(next);
    }

    /** With at most a subject between. */
    private static boolean leadsToEmergency(Reading reading, int next) {
        return reading.phrases(Section.EMERGENCY).stream()
                .anyMatch(each ->
                        each.start() == next || each.start() == next + 1 && reading.at(Section.SUBJECT, next) > 0);
    }

    /** {@code don't stop texting me}: certainly no opt-out. */
    private Optional<Understood> negated(Reading reading, Situation situation) {
        var last = reading.tokens().size() - 1;
        return IntStream.rangeClosed(0, last)
                .filter(place ->
                        reading.at(Section.STOP, place, reading.lexicon().any()) > 0)
                .filter(reading::negatedDirectly)
                .filter(place -> place == last || reading.at(Section.MESSAGING, place + 1) > 0)
                .mapToObj(_ ->
                        Understood.likely(Intent.ACK, 0.7, null, "negated-stop").forPerson())
                .findFirst();
    }

    /** What stands beside an opt-out has made it none: nothing else that it says is carried out before somebody has looked. */
    private Optional<Understood> doubted(Reading reading, Situation situation) {
        var complete = asked(reading).filter(phrase -> aboutMessages(reading, phrase) || reading.complete(phrase));
        return Stream.concat(reading.phrases(Section.DOUBTED_STOP).stream(), complete)
                .findFirst()
                .map(phrase -> inDoubt(ProtectionRules.named(phrase.language())))
                .or(() -> endsMessages(reading, reading::limited) ? Optional.of(inDoubt(null)) : Optional.empty());
    }

    private static Understood inDoubt(@Nullable String language) {
        return Understood.likely(Intent.OTHER, 0.4, language, Understood.STOP_IN_DOUBT)
                .forPerson();
    }
}
