package com.ovhi.outreach.reply.understanding;

import com.ovhi.outreach.common.ids.Intent;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Replies in sentences. What asks for something beats what agrees, and what only resembles a keyword is for a person. */
final class PhraseRules {

    private static final int LONG = 160;

    /** Words of a message that says one thing. */
    private static final int FEW = 12;

    /** How many words may stand between a stop and what shall stop. */
    private static final int NEAR = 2;

    /** Words beside a courtesy that may still be part of it. */
    private static final int ASIDE = 4;

    List<ReplyRule> inOrder() {
        return List.of(
                this::stop,
                this::stopOfMessages,
                this::negatedStop,
                this::tooLong,
                this::keep,
                this::reschedule,
                this::cancel,
                this::question,
                this::weak,
                this::confirm,
                this::thanks);
    }

    /** A reasonable person would read it as an opt-out; somebody should still see what else it says. */
    private Optional<Understood> stop(Reading reading, Situation situation) {
        return reading.phrases(Section.STOP).stream()
                .filter(phrase -> !reading.denied(phrase))
                .filter(phrase -> aboutMessages(reading, phrase))
                .findFirst()
                .map(phrase -> likely(Intent.STOP, 0.9, phrase, "stop-phrase").forPerson());
    }

    /** "Take me off the waiting list" and "stop sending me prescriptions" are not about our messages. */
    private boolean aboutMessages(Reading reading, Reading.Phrase phrase) {
        var end = reading.tokens().size();
        if (reading.within(Section.CARE, phrase.end(), end)
                || reading.within(Section.CARE, reading.clauseStart(phrase.start()), phrase.start())) {
            return false;
        }
        var object = phrase.end() < end && reading.at(Section.ABOUT, phrase.end()) > 0;
        return !object
                || reading.within(Section.MESSAGING, phrase.start(), phrase.end())
                || reading.within(Section.MESSAGING, phrase.end(), end);
    }

    /** {@code stop your texts}: a stop word and, close to it, what messages are called. A question is none. */
    private Optional<Understood> stopOfMessages(Reading reading, Situation situation) {
        var words = reading.tokens().size();
        if (words > FEW || asks(reading) || reading.anywhere(Section.CARE)) {
            return Optional.empty();
        }
        return IntStream.range(0, words)
                .filter(place -> endsMessages(reading, place))
                .mapToObj(_ -> Understood.likely(Intent.STOP, 0.85, null, "stop-of-messages")
                        .forPerson())
                .findFirst();
    }

    /**
     * Whether a stop word, and behind it what messages are called, end the message, as in {@code please stop your texts}; or
     * the other way round, where the verb comes last. What follows may be another wish: {@code stop aspirin text me}.
     */
    private static boolean endsMessages(Reading reading, int place) {
        var next = place + Math.max(reading.at(Section.STOP, place), reading.at(Section.BARE_CANCEL, place));
        var end = reading.bare().to();
        if (next == place || reading.negated(place) || reading.at(Section.PLACE, place) > 0) {
            return false;
        }
        if (next >= end) {
            return place > 0 && reading.at(Section.MESSAGING, place - 1) > 0;
        }
        var named = end;
        while (named > next && reading.at(Section.MESSAGING, named - 1) > 0) {
            named--;
        }
        return named < end
                && named - next <= NEAR
                && reading.at(Section.PLACE, next) == 0
                && reading.sameClause(place, end - 1);
    }

    /** {@code don't stop texting me}: certainly no opt-out. */
    private Optional<Understood> negatedStop(Reading reading, Situation situation) {
        var last = reading.tokens().size() - 1;
        return IntStream.rangeClosed(0, last)
                .filter(place ->
                        reading.at(Section.STOP, place, reading.lexicon().any()) > 0)
                .filter(reading::negated)
                .filter(place -> place == last || reading.at(Section.MESSAGING, place + 1) > 0)
                .mapToObj(place ->
                        Understood.likely(Intent.ACK, 0.7, null, "negated-stop").forPerson())
                .findFirst();
    }

    private Optional<Understood> tooLong(Reading reading, Situation situation) {
        return reading.message().length() > LONG
                ? Optional.of(
                        Understood.likely(Intent.OTHER, 0.4, null, "long-text").forPerson())
                : Optional.empty();
    }

    /** {@code please don't cancel}: the visit shall stay, but somebody should make sure. */
    private Optional<Understood> keep(Reading reading, Situation situation) {
        var negated = IntStream.range(0, reading.tokens().size())
                .anyMatch(place -> reading.at(Section.BARE_CANCEL, place) > 0 && reading.negated(place));
        return negated || !reading.phrases(Section.KEEP).isEmpty()
                ? Optional.of(situation.nod(0.6, null, "negated-cancel").forPerson())
                : Optional.empty();
    }

    private Optional<Understood> reschedule(Reading reading, Situation situation) {
        var alsoCancels = reading.phrases(Section.CANCEL).stream().anyMatch(each -> !reading.denied(each));
        return affirmed(Section.RESCHEDULE, reading).map(phrase -> {
            var wish = situation.wish(
                    Intent.RESCHEDULE, 0.9, ProtectionRules.named(phrase.language()), "reschedule-phrase");
            return alsoCancels ? wish.forPerson() : wish;
        });
    }

    private Optional<Understood> cancel(Reading reading, Situation situation) {
        return affirmed(Section.CANCEL, reading)
                .map(phrase ->
                        situation.wish(Intent.CANCEL, 0.9, ProtectionRules.named(phrase.language()), "cancel-phrase"));
    }

    private Optional<Understood> question(Reading reading, Situation situation) {
        return Optional.ofNullable(
                        keywordInside(reading)
                                ? "keyword-in-sentence"
                                : asks(reading) ? "question" : reading.anywhere(Section.CONTRAST) ? "contrast" : null)
                .map(rule -> Understood.likely(Intent.QUESTION, 0.8, null, rule).forPerson());
    }

    /** A stop or cancel word inside a longer sentence is about something else: "bus stop", "end of month". */
    private static boolean keywordInside(Reading reading) {
        return IntStream.range(0, reading.tokens().size())
                .filter(place -> reading.lexicon()
                                .whole(
                                        Section.CLASH,
                                        reading.tokens().get(place).folded())
                        == 0)
                .anyMatch(place -> reading.at(Section.STOP, place) > 0 || reading.at(Section.BARE_CANCEL, place) > 0);
    }

    private static boolean asks(Reading reading) {
        var opens = reading.opensWith(Section.QUESTION)
                && reading.phrases(Section.CONFIRM).stream().noneMatch(each -> each.start() == 0);
        return opens || reading.asks() || !reading.phrases(Section.QUESTION).isEmpty();
    }

    private Optional<Understood> weak(Reading reading, Situation situation) {
        return reading.phrase(Section.WEAK)
                .map(phrase -> situation
                        .nod(0.7, ProtectionRules.named(phrase.language()), "weak-yes")
                        .forPerson());
    }

    private Optional<Understood> confirm(Reading reading, Situation situation) {
        return affirmed(Section.CONFIRM, reading)
                .filter(_ -> !reading.opensWith(Section.NO))
                .map(phrase -> situation.answer(
                        Intent.CONFIRM, 0.9, ProtectionRules.named(phrase.language()), "confirm-phrase"));
    }

    /** Whatever else a longer message says, a person should see it. */
    private Optional<Understood> thanks(Reading reading, Situation situation) {
        return reading.phrase(Section.ACK)
                .filter(phrase -> reading.tokens().size() - phrase.length() <= ASIDE)
                .map(phrase -> likely(Intent.ACK, 0.8, phrase, "thanks-phrase"));
    }

    private static Optional<Reading.Phrase> affirmed(Section section, Reading reading) {
        return reading.phrase(section).filter(phrase -> !reading.denied(phrase));
    }

    private static Understood likely(Intent intent, double confidence, Reading.Phrase phrase, String rule) {
        return Understood.likely(intent, confidence, ProtectionRules.named(phrase.language()), rule);
    }
}
