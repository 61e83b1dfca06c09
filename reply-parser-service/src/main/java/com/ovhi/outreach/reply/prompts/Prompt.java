package com.ovhi.outreach.reply.prompts;

import com.ovhi.outreach.reply.understanding.Question;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message of ours that asks for an answer.
 *
 * @param question what it asks
 * @param subjectRef what it is about, such as {@code appointment/5226}
 * @param sentAt when it was sent
 */
public record Prompt(
        UUID jobId,
        long patientId,
        long organizationId,
        Question question,
        @Nullable String subjectRef,
        Instant sentAt) {

    /** Whether both ask about one thing. */
    public boolean aboutTheSameAs(Prompt other) {
        return subject().equals(other.subject());
    }

    /** The same for all prompts about one thing. */
    Object subject() {
        return subjectRef == null ? jobId : patientId + "/" + subjectRef;
    }
}
