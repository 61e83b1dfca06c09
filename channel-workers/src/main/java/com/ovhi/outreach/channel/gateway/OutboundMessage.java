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
 */
public record OutboundMessage(
        UUID jobId,
        int attempt,
        long patientId,
        long organizationId,
        String addressHash,
        Instant deadline,
        boolean marketing,
        MessageContent content) {}
