package com.ovhi.outreach.channel.twilio;

import com.ovhi.outreach.common.phi.Masked;
import jakarta.validation.Valid;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Our accounts at Twilio.
 *
 * @param accounts by name; {@code main} is the first choice, the others serve while its circuit is open
 */
@Validated
@ConfigurationProperties("outreach.channel.twilio")
record TwilioAccounts(Map<String, @Valid TwilioProperties> accounts) {

    /** Takes its own copy. */
    TwilioAccounts {
        accounts = Map.copyOf(accounts);
    }

    @Override
    public String toString() {
        return "TwilioAccounts[" + Masked.MASK + "]";
    }
}
