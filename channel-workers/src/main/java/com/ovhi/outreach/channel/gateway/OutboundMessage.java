package com.ovhi.outreach.channel.gateway;

import com.ovhi.outreach.common.contract.MessageContent;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message to be handed to a provider. PHI in {@code content}.
 *
 * @param jobId travels with the message so that callbacks name it; of a test or an answer its own id
 * @param attempt travels with it, too
 * @param patientId {@link #NOBODY} where it is for no patient, or for one we do not know
 * @param addressHash of the address in the content
 * @param deadline after which it must not arrive any more
 * @param marketing whether it needs marketing consent
 * @param nature who began to write, and who writes
 */
public record OutboundMessage(
        UUID jobId,
        int attempt,
        long patientId,
        long organizationId,
        String addressHash,
        Instant deadline,
        boolean marketing,
        MessageContent content,
        Nature nature) {

    /** Stands for a patient where there is none. */
    public static final long NOBODY = 0;

    /** A message with which we begin. */
    public OutboundMessage(
            UUID jobId,
            int attempt,
            long patientId,
            long organizationId,
            String addressHash,
            Instant deadline,
            boolean marketing,
            MessageContent content) {
        this(jobId, attempt, patientId, organizationId, addressHash, deadline, marketing, content, Nature.OUTREACH);
    }

    /** The job that it is the message of; null of a test and of an answer, which nothing is counted of. */
    public @Nullable UUID job() {
        return nature.answers() || patientId == NOBODY ? null : jobId;
    }

    /** What kind of correspondence a message is part of. */
    public enum Nature {
        /** We write first. */
        OUTREACH,
        /** A machine of ours answers what somebody wrote. */
        AUTOMATIC_ANSWER,
        /** A member of staff answers. */
        PERSONAL_ANSWER;

        /** Whether somebody wrote to us first. */
        public boolean answers() {
            return this != OUTREACH;
        }
    }
}
