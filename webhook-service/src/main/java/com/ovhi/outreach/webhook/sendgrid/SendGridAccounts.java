package com.ovhi.outreach.webhook.sendgrid;

import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.webhook.notice.Account;
import com.ovhi.outreach.webhook.notice.AccountBook;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Our accounts at SendGrid, each with paths of its own. */
@Component
final class SendGridAccounts implements AccountBook {

    private final Map<String, Known> byName;

    SendGridAccounts(SendGridProperties properties) {
        byName = properties.accounts().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        each -> new Known(
                                Account.of(each.getKey(), each.getValue().organizations()),
                                keys(each.getKey(), each.getValue().publicKeys()))));
    }

    Optional<Known> of(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    public Provider provider() {
        return Provider.SENDGRID;
    }

    @Override
    public Collection<Account> accounts() {
        return byName.values().stream()
                .filter(each -> !each.keys().isEmpty())
                .map(Known::account)
                .toList();
    }

    private static List<PublicKey> keys(String name, List<String> texts) {
        return texts.stream()
                .filter(key -> !key.isBlank())
                .map(key -> key(name, key))
                .toList();
    }

    private static PublicKey key(String name, String base64) {
        try {
            return KeyFactory.getInstance("EC")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64.strip())));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "A key in outreach.webhook.sendgrid.accounts." + name
                            + ".public-keys is not the Base64 of an EC public key",
                    e);
        }
    }

    /** An account and what verifies its signatures. */
    record Known(Account account, List<PublicKey> keys) {}
}
