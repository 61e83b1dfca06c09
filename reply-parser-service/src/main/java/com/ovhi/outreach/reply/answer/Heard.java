package com.ovhi.outreach.reply.answer;

import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.reply.followup.Topic;
import com.ovhi.outreach.reply.prompts.Prompt;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message that has been read, as far as its answer depends on it. */
public record Heard(UUID inboundId, Instant receivedAt, Asker asker, Said said, About about) {

    /**
     * What it says.
     *
     * @param language of the words that matched
     * @param forPerson whether somebody at the clinic will look at it
     * @param perhapsStop whether it may ask for no more messages, which that person will decide
     * @param toConfirm whether it must be confirmed before it is carried out
     * @param providerAnswered whether the provider acted on it and has answered itself
     * @param automatic whether a machine wrote it
     * @param unproven whether nothing vouches for the sender
     */
    public record Said(
            Intent intent,
            @Nullable String language,
            boolean bareCancel,
            boolean forPerson,
            boolean perhapsStop,
            boolean toConfirm,
            boolean providerAnswered,
            boolean automatic,
            boolean unproven) {}

    /**
     * What it is about.
     *
     * @param prompt the message of ours that it answers, null when nobody can tell which
     * @param candidates those that it may answer
     * @param wish what it would mean if the visit were known
     * @param asked the question back that still awaits an answer, null when none does
     */
    public record About(
            @Nullable Prompt prompt,
            List<Prompt> candidates,
            @Nullable Intent wish,
            @Nullable Topic asked) {}
}
