package com.ovhi.outreach.common.contract;

import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Channel;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code answer.ordered}: answer what somebody just wrote to us, on the channel it came by. {@code answerId} is the same
 * whenever the same answer is ordered again; {@code askedAt} is when the message {@code inboundId} arrived, {@code deadline}
 * when an answer has become useless. {@code organizationId} and {@code patientId} are null when they could not be told.
 * {@code content} is a {@link MessageContent}, sealed for {@link #contentContext}; on WhatsApp its template is null for
 * free text, which needs an open service window.
 */
public record AnswerOrdered(
        UUID answerId,
        AnswerKind kind,
        UUID inboundId,
        Instant askedAt,
        @Nullable Long organizationId,
        @Nullable Long patientId,
        Channel channel,
        String addressHash,
        Instant deadline,
        Sealed content) {

    /** What the content of an answer is sealed for. */
    public static String contentContext(UUID answerId) {
        return "answer|" + answerId;
    }
}
