package com.ovhi.outreach.webhook.http;

import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.webhook.notice.Account;
import com.ovhi.outreach.webhook.notice.Source;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Turns away what nobody we know has signed. All of it gets the same answer; the reason is for us. */
@Component
public class Refusals {

    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    private final MeterRegistry meters;

    Refusals(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * The account whose secret has signed a request.
     *
     * @throws ProblemException 403 when there is none
     */
    public Account signer(HttpServletRequest request, Optional<Account> account, Source source) {
        unless(request, account.isPresent(), source, Reason.BAD_SIGNATURE);
        Verdict.SIGNED.write(request);
        return account.orElseThrow();
    }

    /**
     * Goes on only if it is so.
     *
     * @throws ProblemException 403 otherwise
     */
    public void unless(HttpServletRequest request, boolean good, Source source, Reason reason) {
        if (!good) {
            Verdict.REFUSED.write(request);
            throw refusal(source, reason);
        }
    }

    private ProblemException refusal(Source source, Reason reason) {
        meters.counter("outreach.webhook.refused", "source", source.code(), "reason", reason.code())
                .increment();
        log.atWarn()
                .addKeyValue("source", source.code())
                .addKeyValue("reason", reason.code())
                .log("Webhook without a good signature");
        return ProblemException.forbidden("bad-signature", "The signature is missing or wrong");
    }

    /** Why something was turned away. */
    public enum Reason {
        BAD_SIGNATURE,
        /** Signed, but so long ago, or so far ahead, that it must have been recorded by somebody. */
        STALE_SIGNATURE,
        /** Meta's registration with the wrong token. */
        BAD_HANDSHAKE;

        private String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
