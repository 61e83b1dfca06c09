package com.ovhi.outreach.webhook.sendgrid;

import com.ovhi.outreach.webhook.notice.Account;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** ECDSA over P-256 and SHA-256 of the timestamp followed by the raw body. */
@Component
final class SendGridSignature {

    private static final Pattern TIME = Pattern.compile("[0-9]{1,12}");

    private final SendGridAccounts accounts;
    private final Clock clock;
    private final Duration ahead;

    SendGridSignature(SendGridAccounts accounts, SendGridProperties properties, Clock clock) {
        this.accounts = accounts;
        this.clock = clock;
        ahead = properties.ahead();
    }

    /** The account of a name, if one of its own keys belongs to the signature. */
    Optional<Account> signer(String name, @Nullable String signature, @Nullable String timestamp, byte[] body) {
        return check(name, signature, timestamp).flatMap(check -> {
            check.update(body, 0, body.length);
            return check.signer();
        });
    }

    /** Begins to check a body that comes in pieces; empty when nothing could make its signature right. */
    Optional<Check> check(String name, @Nullable String signature, @Nullable String timestamp) {
        var decoded = signature == null ? null : canonical(signature);
        return decoded == null || timestamp == null
                ? Optional.empty()
                : accounts.of(name).map(known -> new Check(known, decoded, timestamp.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether a signed time is neither older than this nor ahead of us: who records a request cannot send it for ever. */
    boolean fresh(@Nullable String timestamp, Duration age) {
        if (timestamp == null || !TIME.matcher(timestamp).matches()) {
            return false;
        }
        var signed = Instant.ofEpochSecond(Long.parseLong(timestamp));
        var now = clock.instant();
        return !signed.isBefore(now.minus(age)) && !signed.isAfter(now.plus(ahead));
    }

    /** The decoded signature, or null unless it is written in the one canonical way. */
    private static byte @Nullable [] canonical(String signature) {
        try {
            var decoded = Base64.getDecoder().decode(signature);
            return Base64.getEncoder().encodeToString(decoded).equals(signature) ? decoded : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** A check that is under way. Not thread-safe. */
    static final class Check {

        private final Account account;
        private final byte[] signature;
        private final List<Signature> verifiers;

        private Check(SendGridAccounts.Known known, byte[] signature, byte[] timestamp) {
            account = known.account();
            this.signature = signature;
            verifiers = known.keys().stream().map(Check::verifier).toList();
            update(timestamp, 0, timestamp.length);
        }

        /** The next piece. */
        void update(byte[] bytes, int offset, int length) {
            try {
                for (var verifier : verifiers) {
                    verifier.update(bytes, offset, length);
                }
            } catch (SignatureException e) {
                throw new IllegalStateException("A verifier is not ready", e);
            }
        }

        /** The account, if what came is what was signed. To be asked once, at the end. */
        Optional<Account> signer() {
            return verifiers.stream().anyMatch(this::verifies) ? Optional.of(account) : Optional.empty();
        }

        private boolean verifies(Signature verifier) {
            try {
                return verifier.verify(signature);
            } catch (SignatureException e) {
                return false;
            }
        }

        private static Signature verifier(PublicKey key) {
            try {
                var verifier = Signature.getInstance("SHA256withECDSA");
                verifier.initVerify(key);
                return verifier;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("ECDSA is not available", e);
            }
        }
    }
}
