package com.ovhi.outreach.channel.intent;

import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.gateway.SendOutcome.Unknown;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.provider.ProviderCode.About;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An outcome as a line of the spool file: ids and vocabulary only. */
record SpooledOutcome(
        UUID intentId,
        IntentState state,
        @Nullable String providerMessageId,
        @Nullable FailureClass failureClass,
        @Nullable String code,
        @Nullable Long retryAfterMillis) {

    static SpooledOutcome of(UUID intentId, SendOutcome outcome) {
        return switch (outcome) {
            case Accepted accepted ->
                new SpooledOutcome(intentId, IntentState.ACCEPTED, accepted.providerMessageId(), null, null, null);
            case NotSent(var failureClass, var code, var retryAfter, var _) ->
                new SpooledOutcome(
                        intentId,
                        IntentState.NOT_SENT,
                        null,
                        failureClass,
                        code,
                        retryAfter == null ? null : (Long) retryAfter.toMillis());
            case Unknown(var code) -> new SpooledOutcome(intentId, IntentState.UNKNOWN, null, null, code, null);
        };
    }

    SendOutcome outcome() {
        return switch (state) {
            case ACCEPTED -> new Accepted(providerMessageId);
            case NOT_SENT ->
                new NotSent(
                        Objects.requireNonNull(failureClass),
                        Objects.requireNonNull(code),
                        retryAfterMillis == null ? null : Duration.ofMillis(retryAfterMillis),
                        About.MESSAGE);
            case UNKNOWN, OPEN, REVIEW -> new Unknown(Objects.requireNonNullElse(code, "spooled"));
        };
    }
}
