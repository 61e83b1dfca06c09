package com.ovhi.outreach.webhook.sendgrid;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** ECDSA over P-256 and SHA-256 of the timestamp followed by the raw body. */
@Component
final class SendGridSignature {

    private final List<PublicKey> keys;

    SendGridSignature(SendGridProperties properties) {
        keys = properties.publicKeys().stream()
                .filter(key -> !key.isBlank())
                .map(SendGridSignature::read)
                .toList();
    }

    boolean verify(@Nullable String signature, @Nullable String timestamp, byte[] body) {
        var decoded = signature == null ? null : canonical(signature);
        if (decoded == null || timestamp == null) {
            return false;
        }
        return keys.stream().anyMatch(key -> verify(key, decoded, timestamp, body));
    }

    private static boolean verify(PublicKey key, byte[] signature, String timestamp, byte[] body) {
        try {
            var verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(key);
            verifier.update(timestamp.getBytes(StandardCharsets.UTF_8));
            verifier.update(body);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ECDSA is not available", e);
        }
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

    private static PublicKey read(String base64) {
        try {
            return KeyFactory.getInstance("EC")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64.strip())));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "A key in outreach.webhook.sendgrid.public-keys is not the Base64 of an EC public key", e);
        }
    }
}
