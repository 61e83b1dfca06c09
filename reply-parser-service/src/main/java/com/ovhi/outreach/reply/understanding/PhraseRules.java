package com.ovhi.outreach.reply.understanding;

import com.ovhi.outreach.common.ids.Intent;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Answers in sentences. What asks for something beats what agrees, and what only resembles a keyword is for a person. */
final class PhraseRules {

    private static final int LONG = 160;

    /** Words beside a courtesy that may still be part of it. */
    private static final int ASIDE = 4;

    List<ReplyRule> inOrder() {
        return List.of(
                this::tooLong,
                this::keep,
                this::reschedule,
                this::cancel,
                this::question,
                this::weak,
                this::confirm,
                this::thanks);
    }

    private Optional<Understood> tooLong(Reading reading, Situation situation) {
        return reading.message().length() > LONG
                ? Optional.of(
                        Understood.likely(Intent.OTHER, 0.4, null, "long-text").forPerson())
                : Optional.empty();
    }

    /** {@code please don't cancel}: the visit shall stay, but somebody should make sure. */
    private Optional<Understood> keep(Reading reading, Situation situation) {
        var keeps = !reading.phrases(Section.KEEP).isEmpty();
        if (staysAway(reading)) {
            return keeps
                    ? Optional.of(Understood.likely(Intent.OTHER, 0.4, null, "several-intents")
                            .forPerson())
                    : Optional.empty();
        }
        var negated = IntStream.range(0, reading.tokens().size())
                .anyMatch(place -> reading.at(Section.BARE_CANCEL, place) > 0 && reading.negated(place));
        return negated || keeps
                ? Optional.of(situation.nod(0.6, null, "negated-cancel").forPerson())
                : Optional.empty();
    }

    /** {@code I can't come} {@code cancel it}: the negation belongs to the coming, not to the cancelling. */
    private static boolean staysAway(Reading reading) {
        return reading.phrases(Section.CANCEL).stream()
                .filter(phrase -> !reading.denied(phrase))
                .anyMatch(phrase -> reading.within(Section.NEGATOR, phrase.start(), phrase.end()));
    }

    private Optional<Understood> reschedule(Reading reading, Situation situation) {
        var alsoCancels = reading.anywhere(Section.BARE_CANCEL)
                || reading.phrases(Section.CANCEL).stream().anyMatch(each -> !reading.denied(each));
        return affirmed(Section.RESCHEDULE, reading).map(phrase -> {
            var wish = situation.wish(
                    Intent.RESCHEDULE, 0.9, ProtectionRules.named(phrase.language()), "reschedule-phrase");
            return alsoCancels || promises(reading) ? wish.forPerson() : wish;
        });
    }

    /** What cannot be undone must be plain: no question about it, no condition, no bound, and no promise to come beside it. */
    private Optional<Understood> cancel(Reading reading, Situation situation) {
        return affirmed(Section.CANCEL, reading).map(phrase -> {
            if (inDoubt(Section.UNSURE, reading)
                    || wonders(reading)
                    || reading.limited(phrase)
                    || reading.of(phrase, Section.CARE, Section.THING)) {
                return Understood.likely(Intent.QUESTION, 0.7, null, "cancel-in-doubt")
                        .forPerson();
            }
            if (promises(reading)) {
                return Understood.likely(Intent.OTHER, 0.4, null, "several-intents")
                        .forPerson();
            }
            return situation.wish(Intent.CANCEL, 0.9, ProtectionRules.named(phrase.language()), "cancel-phrase");
        });
    }

    /** Whether some phrase says that the patient comes. */
    private static boolean promises(Reading reading) {
        return reading.phrases(Section.CONFIRM).stream()
                .anyMatch(phrase -> phrase.length() > 1 && !reading.deniedAround(phrase));
    }

    /** Whether a maybe, an if, a next time stands outside of what promises to come. */
    private static boolean inDoubt(Section section, Reading reading) {
        return IntStream.range(0, reading.tokens().size())
                .filter(place -> reading.at(section, place) > 0)
                .anyMatch(place -> Stream.of(Section.CONFIRM, Section.WEAK)
                        .flatMap(each -> reading.phrases(each).stream())
                        .noneMatch(phrase -> phrase.start() <= place && place < phrase.end()));
    }

    /** Whether it asks for a fact, as in {@code do I have to cancel}, and not for a deed, as in {@code can you cancel}. */
    private static boolean wonders(Reading reading) {
        return reading.asks() && reading.opensClause(Section.QUESTION) && !reading.opensClause(Section.REQUEST);
    }

    private Optional<Understood> question(Reading reading, Situation situation) {
        return Optional.ofNullable(
                        keywordInside(reading)
                                ? "keyword-in-sentence"
                                : asks(reading)
                                        ? "question"
                                        : reading.anywhere(Section.CONTRAST)
                                                ? "contrast"
                                                : inDoubt(Section.UNSURE, reading)
                                                                || inDoubt(Section.OTHERWISE, reading)
                                                        ? "unsure"
                                                        : null)
                .map(rule -> Understood.likely(Intent.QUESTION, 0.8, null, rule).forPerson());
    }

    /** A stop or cancel word inside a longer sentence is about something else: "bus stop", "end of month". */
    private static boolean keywordInside(Reading reading) {
        return IntStream.range(0, reading.tokens().size())
                .filter(place -> !reading.isClash(place))
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
        return reading.phrase(Section.CONFIRM)
                .filter(phrase -> !reading.deniedAround(phrase))
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

    private static Optional<Words.Phrase> affirmed(Section section, Reading reading) {
        return reading.phrase(section).filter(phrase -> !reading.denied(phrase));
    }

    private static Understood likely(Intent intent, double confidence, Words.Phrase phrase, String rule) {
        return Understood.likely(intent, confidence, ProtectionRules.named(phrase.language()), rule);
    }
}
