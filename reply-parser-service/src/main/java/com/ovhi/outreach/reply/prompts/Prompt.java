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
 * @param subjectVersion of what it is about, as it was when it was sent; null when not told
 * @param sentAt when it was sent
 */
public record Prompt(
        UUID jobId,
        long patientId,
        long organizationId,
        Question question,
        @Nullable String subjectRef,
        @Nullable Integer subjectVersion,
        Instant sentAt) {

    /** Whether both ask about one thing. */
    public boolean aboutTheSameAs(Prompt other) {
        return subject().equals(other.subject());
    }

    /** Whether it told this version of what it is about, or a newer one. */
    public boolean knows(int version) {
        return subjectVersion == null || version <= subjectVersion;
    }

    /** The same for all prompts about one thing. */
    Object subject() {
        return subjectRef == null ? jobId : patientId + "/" + subjectRef;
    }
}
