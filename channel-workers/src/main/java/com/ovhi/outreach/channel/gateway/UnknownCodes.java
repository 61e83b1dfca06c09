package com.ovhi.outreach.channel.gateway;

import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Provider;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Refusals whose code is in no table: treated as an error of this one message, counted so that ops add the code. */
@Component
public class UnknownCodes {

    private static final Logger log = LoggerFactory.getLogger(UnknownCodes.class);

    private final MeterRegistry meters;

    UnknownCodes(MeterRegistry meters) {
        this.meters = meters;
    }

    /** The outcome of a call that was refused with such a code. */
    public NotSent refused(Provider provider, String code) {
        meters.counter("outreach.provider.unknown_code", "provider", provider.code())
                .increment();
        log.atWarn()
                .addKeyValue("provider", provider.code())
                .addKeyValue("code", code)
                .log("The provider refused with a code that is in no table");
        return NotSent.refused(FailureClass.PERM_MSG, code);
    }
}
