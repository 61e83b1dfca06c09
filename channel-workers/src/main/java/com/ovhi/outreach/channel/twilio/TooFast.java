package com.ovhi.outreach.channel.twilio;

import com.ovhi.outreach.common.contract.ContractJson;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Twilio said that we are too fast, and for how long to wait, which its library would not pass on. */
final class TooFast extends RuntimeException {

    static final int STATUS = 429;

    private static final long serialVersionUID = 1L;

    private final @Nullable Integer code;
    private final Duration retryAfter;

    TooFast(String body, Duration retryAfter) {
        super("429", null, false, false);
        code = code(body);
        this.retryAfter = retryAfter;
    }

    /** Twilio's own code, if there was one. */
    @Nullable
    Integer code() {
        return code;
    }

    /** In real time. */
    Duration retryAfter() {
        return retryAfter;
    }

    private static @Nullable Integer code(String body) {
        try {
            var code = ContractJson.mapper().readTree(body).path("code");
            return code.isInt() ? (Integer) code.intValue() : null;
        } catch (JacksonException e) {
            return null;
        }
    }
}
