package com.ovhi.outreach.webhook.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Checks a signature against several secrets, so that one can be rotated while the other still signs. */
public final class Hmac {

    private final String algorithm;

    /** @param algorithm a JDK name, such as {@code HmacSHA256} */
    public Hmac(String algorithm) {
        this.algorithm = algorithm;
    }

    /**
     * Whether one of the secrets gives this signature. All are tried, each compared in constant time.
     *
     * @param text how the provider writes a digest
     */
    public boolean matches(
            List<String> secrets, byte[] message, @Nullable String signature, Function<byte[], String> text) {
        var keys = secrets.stream()
                .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
                .toList();
        return keyMatches(keys, message, signature, text);
    }

    /** The same for secrets that are bytes. */
    public boolean keyMatches(
            List<byte[]> keys, byte[] message, @Nullable String signature, Function<byte[], String> text) {
        if (signature == null) {
            return false;
        }
        var given = signature.getBytes(StandardCharsets.UTF_8);
        var found = false;
        for (var key : keys) {
            var expected = text.apply(digest(key, message)).getBytes(StandardCharsets.UTF_8);
            found |= key.length > 0 & MessageDigest.isEqual(expected, given);
        }
        return found;
    }

    private byte[] digest(byte[] key, byte[] message) {
        try {
            var mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, algorithm));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + " is not available", e);
        }
    }
}
