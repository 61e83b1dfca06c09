package com.ovhi.outreach.reply.prompts;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message of ours that asks for an answer.
 *
 * @param subjectRef what it is about, such as {@code appointment/5226}
 */
public record Prompt(
        UUID jobId,
        long patientId,
        long organizationId,
        @Nullable String subjectRef) {

    /** The same for all prompts about one thing. */
    Object subject() {
        return subjectRef == null ? jobId : patientId + "/" + subjectRef;
    }
}
