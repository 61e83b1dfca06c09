package com.ovhi.outreach.channel.gateway;

import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.provider.CodeBook;
import com.ovhi.outreach.common.provider.ProviderCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes outcomes of what providers refuse. Thread-safe. */
@Component
public class Refusals {

    private final CodeBook codes;

    Refusals(CodeBook codes) {
        this.codes = codes;
    }

    /**
     * The outcome of a call that was refused.
     *
     * @param code the provider's own
     * @param answer the HTTP status as a code, which tells more when the code is not known
     * @param retryAfter the provider's wish, real time, if it has one
     */
    public NotSent refused(Provider provider, String code, String answer, @Nullable Duration retryAfter) {
        var meaning = codes.read(provider, code, answer);
        return new NotSent(meaning.failureClass(), code, longer(meaning, retryAfter), meaning.about());
    }

    /** The outcome of a call that was refused without a code of the provider's own. */
    public NotSent refused(Provider provider, String answer, @Nullable Duration retryAfter) {
        var meaning = codes.read(provider, answer);
        return new NotSent(meaning.failureClass(), answer, longer(meaning, retryAfter), meaning.about());
    }

    private static @Nullable Duration longer(ProviderCode meaning, @Nullable Duration retryAfter) {
        var pause = meaning.pause();
        if (pause == null || retryAfter == null) {
            return pause == null ? retryAfter : pause;
        }
        return pause.compareTo(retryAfter) > 0 ? pause : retryAfter;
    }
}
