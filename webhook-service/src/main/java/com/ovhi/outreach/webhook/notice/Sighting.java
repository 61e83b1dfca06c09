package com.ovhi.outreach.webhook.notice;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Provider;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A status of one message as a provider tells it, before its word is understood.
 *
 * @param messageId the provider's id of the message, null when it was not told, or is none that we can have got
 * @param organizationId the only one the account serves, or null
 */
public record Sighting(
        Provider provider,
        Channel channel,
        Attempt attempt,
        @Nullable String messageId,
        String dedupeKey,
        Instant occurredAt,
        @Nullable Long organizationId,
        String raw) {

    private static final Pattern MESSAGE_ID = Pattern.compile("[\\x21-\\x7e]{1,255}");

    /** Whoever hears of it could do nothing with an id of other letters. */
    public Sighting {
        messageId = messageId != null && MESSAGE_ID.matcher(messageId).matches() ? messageId : null;
    }

    /** The observation it is, given what its word means. */
    public Observation as(StatusWord word) {
        return new Observation(provider, Observation.Kind.STATUS, dedupeKey, raw, meaning(word));
    }

    private Interpretation meaning(StatusWord word) {
        return switch (word) {
            case StatusWord.Step step
            when attempt.jobId() == null && messageId == null ->
                new Interpretation.Unknown("uncorrelated-" + step.state().code());
            case StatusWord.Step step -> new Interpretation.Delivery(report(step));
            case StatusWord.Silent(var reason) -> new Interpretation.Ignored(reason);
            case StatusWord.Strange(var strange) -> new Interpretation.Unknown(strange);
        };
    }

    private DeliveryReported report(StatusWord.Step step) {
        return new DeliveryReported(
                attempt.jobId(),
                organizationId,
                null,
                channel,
                attempt.number(),
                step.state(),
                messageId,
                step.failureClass(),
                step.failureCode(),
                null,
                step.machine(),
                occurredAt);
    }

    @Override
    public String toString() {
        return "Sighting[" + provider + "]";
    }
}
