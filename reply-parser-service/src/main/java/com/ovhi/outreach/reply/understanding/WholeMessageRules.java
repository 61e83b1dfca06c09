package com.ovhi.outreach.reply.understanding;

import com.ovhi.outreach.common.ids.Intent;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Replies that are nothing but an answer. */
final class WholeMessageRules {

    private static final Set<Section> ANSWERS =
            EnumSet.of(Section.CONFIRM, Section.RESCHEDULE, Section.CANCEL, Section.NO);

    private final Lexicon lexicon;
    private final Typos typos;

    WholeMessageRules(Lexicon lexicon) {
        this.lexicon = lexicon;
        typos = new Typos(lexicon);
    }

    List<ReplyRule> inOrder() {
        return List.of(
                this::nothing,
                this::thumb,
                this::confirm,
                this::answer,
                this::thanks,
                this::severalAnswers,
                this::typo);
    }

    /** Media, a voice note, a sticker: somebody has to look. */
    private Optional<Understood> nothing(Message message, Situation situation) {
        return message.empty()
                ? Optional.of(
                        Understood.likely(Intent.OTHER, 0.3, null, "no-text").forPerson())
                : Optional.empty();
    }

    /** A sign of approval without a word is an answer only to a question. */
    private Optional<Understood> thumb(Message message, Situation situation) {
        return message.tokens().isEmpty()
                ? whole(Section.CONFIRM, message, situation)
                        .map(list -> situation.nod(0.95, ProtectionRules.named(list.language()), "thumbs-up"))
                : Optional.empty();
    }

    /** A yes with a question mark is a question. */
    private Optional<Understood> confirm(Message message, Situation situation) {
        return message.asks() ? Optional.empty() : judge(Section.CONFIRM, Intent.CONFIRM, message, situation);
    }

    private Optional<Understood> answer(Message message, Situation situation) {
        return judge(Section.RESCHEDULE, Intent.RESCHEDULE, message, situation)
                .or(() -> judge(Section.CANCEL, Intent.CANCEL, message, situation))
                .or(() -> message.asks() ? Optional.empty() : no(message, situation));
    }

    /** A no tells that the patient is not coming as planned, but not what they want instead. */
    private Optional<Understood> no(Message message, Situation situation) {
        return whole(Section.NO, message, situation)
                .map(list -> Understood.likely(Intent.NO, 0.95, ProtectionRules.named(list.language()), "no")
                        .forPerson());
    }

    private Optional<Understood> judge(Section section, Intent intent, Message message, Situation situation) {
        return whole(section, message, situation)
                .map(list ->
                        situation.answer(intent, 1, ProtectionRules.named(list.language()), intent.code() + "-word"));
    }

    private Optional<Understood> thanks(Message message, Situation situation) {
        if (message.asks()) {
            return Optional.empty();
        }
        if (!message.tokens().isEmpty() && lexicon.bare(message.tokens()).isEmpty()) {
            return Optional.of(Understood.likely(Intent.ACK, 0.95, null, "thanks"));
        }
        var friendlySigns = message.tokens().isEmpty() && !message.signs().isEmpty();
        return whole(Section.ACK, message, situation)
                .map(list -> Understood.likely(Intent.ACK, 0.95, ProtectionRules.named(list.language()), "thanks"))
                .or(() -> friendlySigns
                        ? Optional.of(Understood.likely(Intent.ACK, 0.8, null, "signs"))
                        : Optional.empty());
    }

    /** {@code yes 1} says one thing, {@code yes 2} two. A no beside a wish only introduces it. */
    private Optional<Understood> severalAnswers(Message message, Situation situation) {
        var tokens = lexicon.bare(message.tokens());
        var meant = EnumSet.noneOf(Section.class);
        for (var token : tokens) {
            var section = only(token, situation);
            if (section == null) {
                return Optional.empty();
            }
            meant.add(section);
        }
        if (tokens.isEmpty() || message.asks()) {
            return Optional.empty();
        }
        if (meant.size() == 2 && !meant.contains(Section.CONFIRM)) {
            meant.remove(Section.NO);
        }
        return Optional.of(
                meant.size() == 1
                        ? one(meant.iterator().next(), situation)
                        : Understood.likely(Intent.OTHER, 0.4, null, "several-answers")
                                .forPerson());
    }

    private Understood one(Section section, Situation situation) {
        return switch (section) {
            case CONFIRM -> situation.answer(Intent.CONFIRM, 0.95, null, "confirm-words");
            case RESCHEDULE -> situation.answer(Intent.RESCHEDULE, 0.95, null, "reschedule-words");
            case CANCEL -> situation.answer(Intent.CANCEL, 0.95, null, "cancel-words");
            default -> Understood.likely(Intent.NO, 0.9, null, "no").forPerson();
        };
    }

    private @Nullable Section only(Message.Token token, Situation situation) {
        for (var section : ANSWERS) {
            var known = lexicon.allowed(section, situation.baseLanguage())
                    .anyMatch(list -> list.word(section, token.folded()));
            if (known) {
                return section;
            }
        }
        return null;
    }

    private Optional<Understood> typo(Message message, Situation situation) {
        return message.asks()
                ? Optional.empty()
                : typos.of(Section.CONFIRM, message, situation)
                        .map(list -> situation.answer(
                                Intent.CONFIRM, 0.85, ProtectionRules.named(list.language()), "confirm-misspelt"));
    }

    private Optional<WordList> whole(Section section, Message message, Situation situation) {
        return lexicon.whole(section, message, situation.baseLanguage());
    }
}
