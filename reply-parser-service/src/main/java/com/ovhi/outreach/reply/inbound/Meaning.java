package com.ovhi.outreach.reply.inbound;

import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.reply.followup.FollowUp;
import com.ovhi.outreach.reply.prompts.Prompt;
import com.ovhi.outreach.reply.suggestion.Suggestion;
import com.ovhi.outreach.reply.understanding.Understood;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a message means, with all that is known beside its text.
 *
 * @param correspondent who wrote it, and what they answer
 * @param understood what it says
 * @param toConfirm whether the patient must confirm it before it is carried out
 * @param wish what it would mean if it were known which visit it is about, null when nothing
 * @param candidates what it may be about, where that is not known
 * @param strand what it belongs to, as far as that was known before it was read
 * @param answersPending whether it answers the question back that awaits an answer
 * @param suggestion what a person should be told beside it, null when nothing
 * @param perhapsStop whether it may ask for no more messages, see {@link #perhapsStop(Suggestion, Intent, boolean)}
 */
record Meaning(
        Correspondent correspondent,
        Understood understood,
        boolean toConfirm,
        @Nullable Intent wish,
        List<Prompt> candidates,
        Threads.Strand strand,
        boolean answersPending,
        @Nullable Suggestion suggestion,
        boolean perhapsStop) {

    /** Of which there is no suggestion yet. */
    Meaning(
            Correspondent correspondent,
            Understood understood,
            boolean toConfirm,
            @Nullable Intent wish,
            List<Prompt> candidates,
            Threads.Strand strand,
            boolean answersPending) {
        this(correspondent, understood, toConfirm, wish, candidates, strand, answersPending, null, false);
    }

    /**
     * The same, and what a person should be told beside it.
     *
     * @param doubted whether rules were in doubt about an opt-out
     */
    Meaning suggesting(Suggestion other, boolean doubted) {
        return new Meaning(
                correspondent,
                understood,
                toConfirm,
                wish,
                candidates,
                strand,
                answersPending,
                other,
                perhapsStop(other, understood.intent(), doubted));
    }

    /** What rules were in doubt about, or what they understood nothing of: a guess never stands against what they understood. */
    static boolean perhapsStop(Suggestion suggestion, Intent understood, boolean doubted) {
        return suggestion.intent() == Intent.STOP && (doubted || understood == Intent.OTHER);
    }

    /** The question back that awaits an answer, null when none does. */
    @Nullable
    FollowUp pending() {
        return strand.pending();
    }

    /** Whether the patient named what they answer, else it is guessed. */
    boolean named() {
        return strand.named();
    }

    Intent intent() {
        return understood.intent();
    }

    /** Whether somebody at the clinic should look at it. */
    boolean forPerson() {
        return understood.needsPerson() || toConfirm;
    }
}
