package com.ovhi.outreach.webhook.whatsapp;

import com.ovhi.outreach.webhook.http.Hmac;
import com.ovhi.outreach.webhook.notice.Account;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** HMAC-SHA-256 of the app secret over the raw body. */
@Component
final class HubSignature {

    private static final Hmac HMAC = new Hmac("HmacSHA256");

    private final WhatsAppAccounts accounts;

    HubSignature(WhatsAppAccounts accounts) {
        this.accounts = accounts;
    }

    /** The account of a name, if one of its own secrets has signed. */
    Optional<Account> signer(String name, @Nullable String signature, byte[] body) {
        return accounts.of(name)
                .filter(known -> HMAC.matches(
                        known.app().appSecrets(),
                        body,
                        signature,
                        digest -> "sha256=" + HexFormat.of().formatHex(digest)))
                .map(WhatsAppAccounts.Known::account);
    }

    boolean verifyToken(String name, @Nullable String token) {
        return token != null
                && accounts.of(name)
                        .map(known -> known.app().verifyToken())
                        .filter(known -> !known.isEmpty())
                        .map(known -> MessageDigest.isEqual(
                                known.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8)))
                        .orElse(false);
    }
}
