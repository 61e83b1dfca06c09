package com.ovhi.outreach.channel.gateway;

import com.ovhi.outreach.common.contract.MessageContent;
import java.time.Instant;
import java.util.UUID;

/**
 * One message to be handed to a provider. PHI in {@code content}.
 *
 * @param jobId travels with the message so that callbacks name it
 * @param attempt travels with it, too
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
