package com.ovhi.outreach.reply.understanding;

import com.ovhi.outreach.common.ids.Intent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Replies in sentences. What asks for something beats what agrees, and what only resembles a keyword is for a person. */
final class PhraseRules {

    private static final int LONG = 160;
    private static final Set<String> ABOUT = Set.of("of", "from", "for", "off", "the", "del", "de", "la", "el", "a");

    private final Lexicon lexicon;

    PhraseRules(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    List<ReplyRule> inOrder() {
        return List.of(
                this::stop,
                this::negatedStop,
                this::tooLong,
                this::negatedCancel,
                this::reschedule,
                this::cancel,
                this::question,
                this::weak,
                this::confirm,
                this::thanks);
    }

    /** A reasonable person would read it as an opt-out; somebody should still see what else it says. */
    private Optional<Understood> stop(Message message, Situation situation) {
        return lexicon.phrases(Section.STOP, message)
                .filter(phrase -> !denied(message, phrase))
                .filter(phrase -> aboutMessages(message, phrase))
                .findFirst()
                .map(phrase -> likely(Intent.STOP, 0.9, phrase, "stop-phrase").forPerson());
    }

    /** "Take me off the waiting list" and "stop sending me prescriptions" are not about our messages. */
    private boolean aboutMessages(Message message, Lexicon.Phrase phrase) {
        var after = message.tokens().subList(phrase.end(), message.tokens().size());
        if (after.stream().anyMatch(each -> lexicon.word(Section.CARE, each))) {
            return false;
        }
        var object = !after.isEmpty() && ABOUT.contains(after.getFirst().folded());
        var inside = message.tokens().subList(phrase.start(), phrase.end());
        return !object
                || inside.stream().anyMatch(each -> lexicon.word(Section.MESSAGING, each))
                || after.stream().anyMatch(each -> lexicon.word(Section.MESSAGING, each));
    }

    /** {@code don't stop texting me}: certainly no opt-out. */
    private Optional<Understood> negatedStop(Message message, Situation situation) {
        var tokens = message.tokens();
        return IntStream.range(0, tokens.size())
                .filter(at -> lexicon.any().word(Section.STOP, tokens.get(at).folded()))
                .filter(at -> lexicon.negated(message, at))
                .filter(at -> at == tokens.size() - 1 || lexicon.word(Section.MESSAGING, tokens.get(at + 1)))
                .mapToObj(at ->
                        Understood.likely(Intent.ACK, 0.7, null, "negated-stop").forPerson())
                .findFirst();
    }

    private Optional<Understood> tooLong(Message message, Situation situation) {
        return message.length() > LONG
                ? Optional.of(
                        Understood.likely(Intent.OTHER, 0.4, null, "long-text").forPerson())
                : Optional.empty();
    }

    /** {@code please don't cancel}: the visit shall stay, but somebody should make sure. */
    private Optional<Understood> negatedCancel(Message message, Situation situation) {
        var tokens = message.tokens();
        return IntStream.range(0, tokens.size())
                .filter(at -> lexicon.word(Section.BARE_CANCEL, tokens.get(at)))
                .filter(at -> lexicon.negated(message, at))
                .mapToObj(at -> situation.nod(0.6, null, "negated-cancel").forPerson())
                .findFirst();
    }

    private Optional<Understood> reschedule(Message message, Situation situation) {
        var alsoCancels = lexicon.phrases(Section.CANCEL, message).anyMatch(each -> !denied(message, each));
        return affirmed(Section.RESCHEDULE, message).map(phrase -> {
            var wish = situation.wish(
                    Intent.RESCHEDULE, 0.9, ProtectionRules.named(phrase.language()), "reschedule-phrase");
            return alsoCancels ? wish.forPerson() : wish;
        });
    }

    private Optional<Understood> cancel(Message message, Situation situation) {
        return affirmed(Section.CANCEL, message)
                .map(phrase ->
                        situation.wish(Intent.CANCEL, 0.9, ProtectionRules.named(phrase.language()), "cancel-phrase"));
    }

    private Optional<Understood> question(Message message, Situation situation) {
        return keywordInside(message)
                .or(() -> message.asks() || opensWithQuestion(message)
                        ? Optional.of("question")
                        : Optional.<String>empty())
                .or(() -> contrasts(message) ? Optional.of("contrast") : Optional.empty())
                .map(rule -> Understood.likely(Intent.QUESTION, 0.8, null, rule).forPerson());
    }

    /** A stop or cancel word inside a longer sentence is about something else: "bus stop", "end of month". */
    private Optional<String> keywordInside(Message message) {
        return message.tokens().stream()
                        .filter(each -> !lexicon.clash(each.plain()))
                        .anyMatch(each -> lexicon.word(Section.STOP, each) || lexicon.word(Section.BARE_CANCEL, each))
                ? Optional.of("keyword-in-sentence")
                : Optional.empty();
    }

    private boolean opensWithQuestion(Message message) {
        return !message.tokens().isEmpty()
                && lexicon.word(Section.QUESTION, message.tokens().getFirst());
    }

    private boolean contrasts(Message message) {
        return message.tokens().stream().anyMatch(each -> lexicon.word(Section.CONTRAST, each));
    }

    private Optional<Understood> weak(Message message, Situation situation) {
        return lexicon.phrase(Section.WEAK, message)
                .map(phrase -> situation
                        .nod(0.7, ProtectionRules.named(phrase.language()), "weak-yes")
                        .forPerson());
    }

    private Optional<Understood> confirm(Message message, Situation situation) {
        var opensWithNo = !message.tokens().isEmpty()
                && lexicon.word(Section.NO, message.tokens().getFirst());
        return affirmed(Section.CONFIRM, message)
                .filter(_ -> !opensWithNo)
                .map(phrase -> situation.answer(
                        Intent.CONFIRM, 0.9, ProtectionRules.named(phrase.language()), "confirm-phrase"));
    }

    private Optional<Understood> thanks(Message message, Situation situation) {
        return lexicon.phrase(Section.ACK, message).map(phrase -> likely(Intent.ACK, 0.8, phrase, "thanks-phrase"));
    }

    private Optional<Lexicon.Phrase> affirmed(Section section, Message message) {
        return lexicon.phrase(section, message).filter(phrase -> !denied(message, phrase));
    }

    /** Whether a negation stands before a phrase; one that is itself a negation cannot be denied by another. */
    private boolean denied(Message message, Lexicon.Phrase phrase) {
        var opensNegated = lexicon.word(Section.NEGATOR, message.tokens().get(phrase.start()));
        return !opensNegated && lexicon.negated(message, phrase.start());
    }

    private static Understood likely(Intent intent, double confidence, Lexicon.Phrase phrase, String rule) {
        return Understood.likely(intent, confidence, ProtectionRules.named(phrase.language()), rule);
    }
}
