package com.ovhi.outreach.webhook.notice;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Provider;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A status of one message as a provider tells it, before its word is understood.
 *
 * @param messageId the provider's id of the message, null when it was not told
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
