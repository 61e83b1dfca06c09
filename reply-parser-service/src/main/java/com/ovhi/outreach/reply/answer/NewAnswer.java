package com.ovhi.outreach.reply.answer;

import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Channel;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An answer to order.
 *
 * @param askedAt when the message that it answers arrived; of what staff write, the newest of that address
 * @param deadline when it has become useless
 * @param orderedBy the person who wrote it, null for automatic ones
 */
public record NewAnswer(
        UUID answerId,
        AnswerKind kind,
        UUID inboundId,
        Instant askedAt,
        @Nullable Long organizationId,
        @Nullable Long patientId,
        Channel channel,
        Instant deadline,
        MessageContent content,
        @Nullable String orderedBy) {}
