package com.ovhi.outreach.common.provider;

import com.ovhi.outreach.common.ids.FailureClass;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a provider's code means.
 *
 * @param failureClass for the next step
 * @param about whose fault it is
 * @param pause how long to wait at least, real time; null when the usual pause will do
 * @param meaning in words, for people
 */
public record ProviderCode(
        FailureClass failureClass, About about, @Nullable Duration pause, String meaning) {

    /** Whose fault a failure is, and so whom it concerns beside the message itself. */
    public enum About {
        /** The provider, the way to it or our account there: every message would fail. */
        ACCOUNT,
        /** What our sender may send at a time: every message must wait. */
        SENDER,
        /** The one who was to receive it. */
        RECIPIENT,
        /** Nobody but the message. */
        MESSAGE;

        static About of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }
}
