package com.ovhi.outreach.webhook.twilio;

import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.webhook.notice.Account;
import com.ovhi.outreach.webhook.notice.AccountBook;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Our accounts at Twilio, which every request names. */
@Component
final class TwilioAccounts implements AccountBook {

    private static final String ANY = "";

    private final Map<String, Known> bySid;

    TwilioAccounts(TwilioProperties properties) {
        bySid = properties.accounts().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        each -> each.getValue().accountSid().strip(),
                        each -> new Known(
                                Account.of(each.getKey(), each.getValue().organizations()),
                                List.copyOf(each.getValue().authTokens()))));
    }

    /** The account that a request names, or the one for all that name no other. */
    Optional<Known> of(TwilioForm form) {
        var sid = Objects.requireNonNullElse(form.get("AccountSid"), ANY);
        return Optional.ofNullable(bySid.get(sid)).or(() -> Optional.ofNullable(bySid.get(ANY)));
    }

    @Override
    public Provider provider() {
        return Provider.TWILIO;
    }

    @Override
    public Collection<Account> accounts() {
        return bySid.values().stream()
                .filter(each -> each.authTokens().stream().anyMatch(token -> !token.isBlank()))
                .map(Known::account)
                .toList();
    }

    /** An account and what signs for it. */
    record Known(Account account, List<String> authTokens) {

        @Override
        public String toString() {
            return "Known[" + account.name() + "]";
        }
    }
}
