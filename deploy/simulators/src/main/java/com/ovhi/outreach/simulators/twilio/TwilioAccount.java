package com.ovhi.outreach.simulators.twilio;

import com.ovhi.outreach.simulators.exchange.Answer;
import com.ovhi.outreach.simulators.exchange.Credentials;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Who may use the account: its own token, or its API key. */
@Component
final class TwilioAccount {

    private final TwilioProperties properties;
    private final TwilioErrors errors;

    TwilioAccount(TwilioProperties properties, TwilioErrors errors) {
        this.properties = properties;
        this.errors = errors;
    }

    Optional<Answer> refusal(String accountSid, Optional<Credentials.Basic> credentials, String path) {
        Credentials.Basic token = new Credentials.Basic(properties.accountSid(), properties.authToken());
        Credentials.Basic key = new Credentials.Basic(properties.apiKeySid(), properties.apiKeySecret());
        if (credentials
                .filter(given -> given.equals(token) || given.equals(key))
                .isEmpty()) {
            return Optional.of(errors.unauthorised());
        }
        return accountSid.equals(properties.accountSid()) ? Optional.empty() : Optional.of(errors.notFound(path));
    }
}
