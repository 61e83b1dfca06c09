package com.ovhi.outreach.webhook.whatsapp;

import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.webhook.notice.Account;
import com.ovhi.outreach.webhook.notice.AccountBook;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Our apps at Meta, each with a path of its own. */
@Component
final class WhatsAppAccounts implements AccountBook {

    private final Map<String, Known> byName;

    WhatsAppAccounts(WhatsAppProperties properties) {
        byName = properties.accounts().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        each -> new Known(
                                Account.of(each.getKey(), each.getValue().organizations()), each.getValue())));
    }

    Optional<Known> of(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Whether an account may tell something of a business account; a spooled event may name an account that is gone. */
    boolean owns(Account account, @Nullable String businessAccount) {
        return of(account.name())
                .map(known -> known.app().businessAccounts())
                .filter(ours -> !ours.isEmpty())
                .map(ours -> businessAccount != null && ours.contains(businessAccount))
                .orElse(true);
    }

    @Override
    public Provider provider() {
        return Provider.WHATSAPP;
    }

    @Override
    public Collection<Account> accounts() {
        return byName.values().stream()
                .filter(each -> each.app().appSecrets().stream().anyMatch(secret -> !secret.isBlank()))
                .map(Known::account)
                .toList();
    }

    /** An account and the app that signs for it. */
    record Known(Account account, WhatsAppProperties.App app) {}
}
