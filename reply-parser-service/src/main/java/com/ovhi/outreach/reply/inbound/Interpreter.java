package com.ovhi.outreach.reply.inbound;

import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.reply.followup.Topic;
import com.ovhi.outreach.reply.prompts.Prompt;
import com.ovhi.outreach.reply.suggestion.Suggester;
import com.ovhi.outreach.reply.understanding.BareAnswer;
import com.ovhi.outreach.reply.understanding.Question;
import com.ovhi.outreach.reply.understanding.Situation;
import com.ovhi.outreach.reply.understanding.Understanding;
import com.ovhi.outreach.reply.understanding.Understood;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says what a message means, from its words and from what it answers. Call inside a transaction. */
@Component
class Interpreter {

    /** Its own words, chosen from what a question back offered. */
    private static final String CHOSEN = "follow-up";

    private static final double UNCLEAR = 0.3;

    /** What moves a visit, and so cannot be carried out before it is known which is meant. */
    private static final Set<Intent> OF_A_VISIT =
            EnumSet.of(Intent.CONFIRM, Intent.RESCHEDULE, Intent.CANCEL, Intent.OTHER);

    /** What may answer a question back; all else says what it always says. */
    private static final Set<Intent> ANSWERS =
            EnumSet.of(Intent.CONFIRM, Intent.RESCHEDULE, Intent.CANCEL, Intent.NO, Intent.OTHER);

    private final Understanding understanding = Understanding.ofWordLists();
    private final Suggester suggester = Suggester.ofResource();
    private final Threads threads;
    private final FieldCipher cipher;

    Interpreter(Threads threads, FieldCipher cipher) {
        this.threads = threads;
        this.cipher = cipher;
    }

    Meaning read(Received received) {
        var strand = threads.of(received);
        if (received.automatic() && !"STOP".equals(received.providerOptOut())) {
            return plain(strand, new Understood(Intent.AUTO_REPLY, 1, null, "automatic", false, false, false));
        }
        var text = cipher.open(received.body(), "inbound|body|" + received.id());
        var situation = situation(received, strand.correspondent());
        var understood = understanding.understand(text, situation);
        var meaning = answerToQuestion(received, strand, understood, understanding.bare(text, situation))
                .orElseGet(() -> judged(received, strand, text, situation, understood));
        return meaning.forPerson() ? suggesting(meaning, understood, text) : meaning;
    }

    /** An opt-out that rules were in doubt about stays one though it is not known what it answers. */
    private Meaning suggesting(Meaning meaning, Understood read, String text) {
        return suggester
                .beside(read.mayBeStop() ? read : meaning.understood(), text)
                .map(suggestion -> meaning.suggesting(suggestion, read.mayBeStop()))
                .orElse(meaning);
    }

    private Situation situation(Received received, Correspondent correspondent) {
        return new Situation(
                received.channel(),
                correspondent.language(),
                correspondent.question(),
                received.providerOptOut(),
                received.buttonPayload(),
                northAmerican(received));
    }

    /** The numbers of the US and its neighbours, all of whose carriers know the keywords. */
    private boolean northAmerican(Received received) {
        return cipher.open(received.from(), "inbound|from|" + received.id()).startsWith("+1");
    }

    /**
     * Empty when the last thing asked was no question back, or this says something of its own. Our questions back have no
     * buttons: one that is pressed is of an earlier message.
     */
    private Optional<Meaning> answerToQuestion(
            Received received, Threads.Strand strand, Understood understood, BareAnswer bare) {
        if (!received.senderProven() || received.buttonPayload() != null || !ANSWERS.contains(understood.intent())) {
            return Optional.empty();
        }
        var chosen = chosen(strand, understood, bare);
        if (chosen.isPresent()) {
            return chosen;
        }
        return unclear(strand, understood, bare)
                ? Optional.of(plain(strand, unclear(understood, "follow-up-unclear")))
                : Optional.empty();
    }

    /** Only whoever surely had the question has chosen from what it offers, and only while that is what it was. */
    private Optional<Meaning> chosen(Threads.Strand strand, Understood understood, BareAnswer bare) {
        var pending = strand.pending();
        if (pending == null || !strand.asked() || bare.mixed()) {
            return Optional.empty();
        }
        return pending.chosen(bare.number(), agreed(understood, bare))
                .filter(choice -> threads.stands(choice.jobId()))
                .map(choice -> new Meaning(
                        threads.answering(strand.correspondent(), choice.jobId()),
                        new Understood(
                                choice.intent(),
                                1,
                                understood.language(),
                                CHOSEN,
                                bare.number().isEmpty() && understood.needsPerson(),
                                false,
                                false),
                        false,
                        null,
                        List.of(),
                        strand,
                        true));
    }

    /** Whoever says that they will come, or that something is fine, does not agree to whatever was asked. */
    private static Intent agreed(Understood understood, BareAnswer bare) {
        return understood.intent() == Intent.CONFIRM && !bare.yes() ? Intent.OTHER : understood.intent();
    }

    /** What would be an answer if it were known to what: never to an older message of ours. */
    private static boolean unclear(Threads.Strand strand, Understood understood, BareAnswer bare) {
        var pending = strand.pending();
        if (pending == null) {
            var anotherIsOpen = !strand.correspondent().prompts().isEmpty();
            return strand.late() && anotherIsOpen && (bare.numbered() || bare.yes());
        }
        return bare.numbered()
                || pending.topic() != Topic.WHICH_VISIT
                        && (understood.intent() == Intent.CONFIRM || understood.intent() == Intent.NO);
    }

    private Meaning judged(
            Received received, Threads.Strand strand, String text, Situation situation, Understood understood) {
        var correspondent = strand.correspondent();
        var guessed =
                correspondent.ambiguous() && understood.promptMatters() && OF_A_VISIT.contains(understood.intent());
        if (!received.senderProven() && needsProof(understood.intent())) {
            return plain(strand, unclear(understood, "sender-not-proven"));
        }
        return new Meaning(
                correspondent,
                guessed ? unclear(understood, "several-open-prompts") : understood,
                mustConfirm(understood, correspondent.prompt()),
                guessed || unasked(understood) ? wish(text, situation) : null,
                guessed ? correspondent.prompts() : lapsed(received, correspondent, understood),
                strand,
                false);
    }

    private static Meaning plain(Threads.Strand strand, Understood understood) {
        return new Meaning(strand.correspondent(), understood, false, null, List.of(), strand, false);
    }

    private static Understood unclear(Understood understood, String rule) {
        return new Understood(
                Intent.OTHER, UNCLEAR, understood.language(), rule, true, understood.promptMatters(), false);
    }

    /** What moves a visit, or undoes a STOP or an address, if anybody may say it in another's name. A STOP needs none. */
    private static boolean needsProof(Intent intent) {
        return intent == Intent.START
                || intent == Intent.WRONG_PERSON
                || ANSWERS.contains(intent) && intent != Intent.OTHER;
    }

    /** Whoever chose from our menu, or pressed a button, has said it; words may have been meant otherwise. */
    private static boolean mustConfirm(Understood understood, @Nullable Prompt prompt) {
        var fromMenu = understood.matchedRule().equals("button")
                || understood.matchedRule().equals("cancel-word") && understood.language() == null;
        return understood.intent() == Intent.CANCEL && prompt != null && !fromMenu;
    }

    private static boolean unasked(Understood understood) {
        return understood.matchedRule().equals("no-open-prompt");
    }

    private List<Prompt> lapsed(Received received, Correspondent correspondent, Understood understood) {
        return unasked(understood) && correspondent.prompt() == null
                ? threads.lapsed(received, correspondent)
                : List.of();
    }

    /** What it would mean to a question about a visit. */
    private @Nullable Intent wish(String text, Situation situation) {
        var wish = understanding.understand(text, situation.asking(Question.VISIT));
        return switch (wish.intent()) {
            case CONFIRM, RESCHEDULE, CANCEL -> wish.needsPerson() ? null : wish.intent();
            case STOP, START, HELP, NO, QUESTION, WRONG_PERSON, EMERGENCY, AUTO_REPLY, ACK, OTHER -> null;
        };
    }
}
