package com.ovhi.outreach.channel.gateway;

import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.provider.ProviderCode.About;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of one provider call. */
public sealed interface SendOutcome {

    /** Whether the provider, the way to it or our account is at fault, rather than this message. */
    boolean fault();

    /** The word for metrics, audit and logs. */
    String code();

    /** The provider took it; the id is null when only a callback proves it and names none. */
    record Accepted(@Nullable String providerMessageId) implements SendOutcome {
        @Override
        public boolean fault() {
            return false;
        }

        @Override
        public String code() {
            return "accepted";
        }
    }

    /**
     * Definitely not sent.
     *
     * @param failureClass what it means for the next step
     * @param code the provider's code, or ours in lower case with dashes
     * @param retryAfter the provider's wish, real time
     * @param about whom it concerns
     */
    record NotSent(
            FailureClass failureClass,
            String code,
            @Nullable Duration retryAfter,
            About about) implements SendOutcome {

        /** This message cannot be sent, now or ever; the provider is well. */
        public static NotSent refused(FailureClass failureClass, String code) {
            return new NotSent(failureClass, code, null, About.MESSAGE);
        }

        @Override
        public boolean fault() {
            return about == About.ACCOUNT;
        }
    }

    /** The call ended without an answer that tells; it must not be repeated before it is reconciled. */
    record Unknown(String code) implements SendOutcome {
        @Override
        public boolean fault() {
            return true;
        }
    }
}
