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
    private Optional<Understood> nothing(Reading reading, Situation situation) {
        return reading.message().empty()
                ? Optional.of(
                        Understood.likely(Intent.OTHER, 0.3, null, "no-text").forPerson())
                : Optional.empty();
    }

    /** A sign of approval without a word is an answer only to a question. */
    private Optional<Understood> thumb(Reading reading, Situation situation) {
        return reading.tokens().isEmpty()
                ? reading.whole(Section.CONFIRM)
                        .map(language -> situation.nod(0.95, ProtectionRules.named(language), "thumbs-up"))
                : Optional.empty();
    }

    /** A yes with a question mark is a question. */
    private Optional<Understood> confirm(Reading reading, Situation situation) {
        return reading.asks() ? Optional.empty() : judge(Section.CONFIRM, Intent.CONFIRM, reading, situation);
    }

    private Optional<Understood> answer(Reading reading, Situation situation) {
        return judge(Section.RESCHEDULE, Intent.RESCHEDULE, reading, situation)
                .or(() -> judge(Section.CANCEL, Intent.CANCEL, reading, situation))
                .or(() -> reading.asks() ? Optional.empty() : no(reading));
    }

    /** A no tells that the patient is not coming as planned, but not what they want instead. */
    private Optional<Understood> no(Reading reading) {
        return reading.whole(Section.NO)
                .map(language -> Understood.likely(Intent.NO, 0.95, ProtectionRules.named(language), "no")
                        .forPerson());
    }

    private Optional<Understood> judge(Section section, Intent intent, Reading reading, Situation situation) {
        return reading.whole(section)
                .map(language -> situation.answer(intent, 1, ProtectionRules.named(language), intent.code() + "-word"));
    }

    private Optional<Understood> thanks(Reading reading, Situation situation) {
        if (reading.asks()) {
            return Optional.empty();
        }
        if (!reading.tokens().isEmpty() && reading.bare().isEmpty()) {
            return Optional.of(Understood.likely(Intent.ACK, 0.95, null, "thanks"));
        }
        var friendlySigns =
                reading.tokens().isEmpty() && !reading.message().signs().isEmpty();
        return reading.whole(Section.ACK)
                .map(language -> Understood.likely(Intent.ACK, 0.95, ProtectionRules.named(language), "thanks"))
                .or(() -> friendlySigns
                        ? Optional.of(Understood.likely(Intent.ACK, 0.8, null, "signs"))
                        : Optional.empty());
    }

    /** {@code yes 1} says one thing, {@code yes 2} two. A no beside a wish only introduces it. */
    private Optional<Understood> severalAnswers(Reading reading, Situation situation) {
        var bare = reading.bare();
        var meant = EnumSet.noneOf(Section.class);
        for (var place = bare.from(); place < bare.to(); ) {
            var section = only(reading, place);
            if (section == null) {
                return Optional.empty();
            }
            meant.add(section);
            place += reading.at(section, place);
        }
        if (bare.isEmpty() || reading.asks()) {
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

    private static @Nullable Section only(Reading reading, int place) {
        return ANSWERS.stream()
                .filter(section -> reading.at(section, place) > 0)
                .findFirst()
                .orElse(null);
    }

    private Optional<Understood> typo(Reading reading, Situation situation) {
        return reading.asks()
                ? Optional.empty()
                : Typos.of(Section.CONFIRM, reading)
                        .map(language -> situation.answer(
                                Intent.CONFIRM, 0.85, ProtectionRules.named(language), "confirm-misspelt"));
    }
}
