package com.ovhi.outreach.channel.gateway;

import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.common.ids.FailureClass;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a provider's error codes mean. Immutable. */
public final class CodeTable {

    private final Map<Integer, Ruling> rulings;

    private CodeTable(Map<Integer, Ruling> rulings) {
        this.rulings = Map.copyOf(rulings);
    }

    /** Starts a table. */
    public static Builder builder() {
        return new Builder();
    }

    /** What a code means, if it is known. */
    public Optional<Ruling> of(int code) {
        return Optional.ofNullable(rulings.get(code));
    }

    /**
     * The meaning of a code.
     *
     * @param failureClass for the next step
     * @param retryAfter how long to wait at least, real time
     * @param fault whether it counts against the provider rather than the message
     */
    public record Ruling(
            FailureClass failureClass, @Nullable Duration retryAfter, boolean fault) {

        /** The outcome of a call that was refused with this code. */
        public NotSent outcome(String code) {
            return new NotSent(failureClass, code, retryAfter, fault);
        }
    }

    /** Collects rows. Not thread-safe. */
    public static final class Builder {

        private final Map<Integer, Ruling> rulings = new HashMap<>();

        /** Codes of one class; set-up errors and transient ones count against the provider. */
        public Builder codes(FailureClass failureClass, int... codes) {
            var fault = failureClass == FailureClass.CONFIG || failureClass == FailureClass.RETRY;
            return put(new Ruling(failureClass, null, fault), codes);
        }

        /** Codes after which to wait for a while. */
        public Builder codes(FailureClass failureClass, Duration retryAfter, int... codes) {
            var fault = failureClass == FailureClass.RETRY;
            return put(new Ruling(failureClass, retryAfter, fault), codes);
        }

        /** Codes about one recipient, which say nothing about the provider's health. */
        public Builder aboutRecipient(FailureClass failureClass, int... codes) {
            return put(new Ruling(failureClass, null, false), codes);
        }

        /** All codes from the first to the last. */
        public Builder range(FailureClass failureClass, int first, int last) {
            for (var code = first; code <= last; code++) {
                codes(failureClass, code);
            }
            return this;
        }

        /** The finished table. */
        public CodeTable build() {
            return new CodeTable(rulings);
        }

        private Builder put(Ruling ruling, int... codes) {
            for (var code : codes) {
                if (rulings.put(code, ruling) != null) {
                    throw new IllegalStateException("Code " + code + " is listed twice");
                }
            }
            return this;
        }
    }
}
