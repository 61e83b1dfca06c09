package com.ovhi.outreach.channel.whatsapp;

import com.ovhi.outreach.common.phi.Masked;
import jakarta.validation.Valid;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Our accounts at Meta.
 *
 * @param accounts by name; {@code main} is the first choice, the others serve while its circuit is open
 */
@Validated
@ConfigurationProperties("outreach.channel.whatsapp")
record WhatsAppAccounts(Map<String, @Valid WhatsAppProperties> accounts) {

    /** Takes its own copy. */
    WhatsAppAccounts {
        accounts = Map.copyOf(accounts);
    }

    @Override
    public String toString() {
        return "WhatsAppAccounts[" + Masked.MASK + "]";
    }
}
