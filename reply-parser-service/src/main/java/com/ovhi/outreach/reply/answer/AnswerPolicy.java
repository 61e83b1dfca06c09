package com.ovhi.outreach.reply.answer;

import com.ovhi.outreach.common.ids.Intent;
import java.util.Optional;

/**
 * Which answer a message gets, if any. Life and the patient's will come first: emergencies, opt-outs and calls for help are
 * answered wherever they come from; everything else only to a patient who has not opted out. Machines get no answer.
 */
final class AnswerPolicy {

    private AnswerPolicy() {}

    static Optional<Wording> answer(Intent intent, Circumstances about) {
        if (about.machine()) {
            return Optional.empty();
        }
        return switch (intent) {
            case EMERGENCY -> Optional.of(Wording.EMERGENCY);
            case STOP ->
                unlessAnswered(
                        about, about.known() && about.bareCancel() ? Wording.STOPPED_NOT_VISIT : Wording.STOPPED);
            case HELP -> unlessAnswered(about, Wording.HELP);
            case START ->
                about.known()
                        ? unlessAnswered(about, about.optedOut() ? Wording.STARTED : Wording.HELP)
                        : Optional.empty();
            case NO -> question(about, about.speakable(), Wording.NOT_COMING);
            case CANCEL -> question(about, about.toConfirm() && about.speakable(), Wording.REALLY_CANCEL);
            case OTHER ->
                switch (about.visits()) {
                    case DATES -> question(about, true, Wording.WHICH_VISIT);
                    case UNSPOKEN -> question(about, true, Wording.WHICH_VISIT_CALL);
                    case NONE -> receipt(about);
                };
            case RESCHEDULE, QUESTION -> receipt(about);
            case CONFIRM, WRONG_PERSON, AUTO_REPLY, ACK -> Optional.empty();
        };
    }

    private static Optional<Wording> unlessAnswered(Circumstances about, Wording wording) {
        return about.providerAnswered() ? Optional.empty() : Optional.of(wording);
    }

    /** A question back, once, and not to who may want no messages; whoever does not answer it is read by a person. */
    private static Optional<Wording> question(Circumstances about, boolean possible, Wording wording) {
        return possible && !about.perhapsStop() && !about.asked() && reachable(about)
                ? Optional.of(wording)
                : receipt(about);
    }

    private static Optional<Wording> receipt(Circumstances about) {
        if (!about.forPerson() || !reachable(about)) {
            return Optional.empty();
        }
        return Optional.of(about.perhapsStop() ? Wording.RECEIPT_PERHAPS_STOP : Wording.RECEIPT);
    }

    private static boolean reachable(Circumstances about) {
        return about.known() && !about.optedOut();
    }
}
