package com.ovhi.outreach.webhook.http;

import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.webhook.notice.Source;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Turns away what nobody we know has signed. */
@Component
public class Refusals {

    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    private final MeterRegistry meters;

    Refusals(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * Goes on only with a good signature.
     *
     * @throws ProblemException 403 otherwise
     */
    public void unless(boolean signed, Source source) {
        if (!signed) {
            meters.counter("outreach.webhook.refused", "source", source.code()).increment();
            log.atWarn().addKeyValue("source", source.code()).log("Webhook without a good signature");
            throw ProblemException.forbidden("bad-signature", "The signature is missing or wrong");
        }
    }
}
