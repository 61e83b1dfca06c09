package com.ovhi.outreach.channel.sendgrid;

import com.ovhi.outreach.common.phi.Masked;
import jakarta.validation.Valid;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Our accounts at SendGrid.
 *
 * @param accounts by name; {@code main} is the first choice, the others serve while its circuit is open
 */
@Validated
@ConfigurationProperties("outreach.channel.sendgrid")
record SendGridAccounts(Map<String, @Valid SendGridProperties> accounts) {

    /** Takes its own copy. */
    SendGridAccounts {
        accounts = Map.copyOf(accounts);
    }

    @Override
    public String toString() {
        return "SendGridAccounts[" + Masked.MASK + "]";
    }
}
