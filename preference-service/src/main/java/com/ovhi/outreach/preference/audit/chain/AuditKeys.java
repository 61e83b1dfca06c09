package com.ovhi.outreach.preference.audit.chain;

import com.google.crypto.tink.subtle.Ed25519Sign;
import com.google.crypto.tink.subtle.Ed25519Verify;
import com.google.crypto.tink.subtle.Hkdf;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of the audit chain. From each secret HKDF-SHA256 derives, under its own label, the key of the entries' HMAC
 * (info {@code ovhi audit entry v1}), the Ed25519 key of the checkpoints ({@code ovhi audit checkpoint v1}) and the name
 * by which entries refer to both ({@code ovhi audit key id v1}). Thread-safe.
 */
public final class AuditKeys {

    private static final String HMAC = "HmacSHA256";

    private final String current;
    private final Map<String, Key> keys = new LinkedHashMap<>();

    private AuditKeys(byte[] secret, List<byte[]> former) throws GeneralSecurityException {
        current = add(secret);
        for (var each : former) {
            add(each);
        }
    }

    /**
     * Keys of secrets.
     *
     * @param secret seals what is written from now on
     * @param former sealed what was written before
     */
    public static AuditKeys of(byte[] secret, List<byte[]> former) {
        try {
            return new AuditKeys(secret, former);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The audit keys (outreach.audit.key) cannot be used", e);
        }
    }

    private String add(byte[] secret) throws GeneralSecurityException {
        if (secret.length < 32) {
            throw new IllegalStateException("The audit key (outreach.audit.key) needs at least 32 bytes");
        }
        var id = HexFormat.of().formatHex(derive(secret, "ovhi audit key id v1", 8));
        keys.put(
                id,
                new Key(
                        new SecretKeySpec(derive(secret, "ovhi audit entry v1", 32), HMAC),
                        Ed25519Sign.KeyPair.newKeyPairFromSeed(derive(secret, "ovhi audit checkpoint v1", 32))));
        return id;
    }

    private static byte[] derive(byte[] secret, String label, int bytes) throws GeneralSecurityException {
        return Hkdf.computeHkdf(HMAC, secret, new byte[0], label.getBytes(StandardCharsets.US_ASCII), bytes);
    }

    /** The key that seals from now on. */
    String current() {
        return current;
    }

    /** A MAC with the key of this name, for one thread; empty when we do not have it. */
    Optional<Mac> mac(String keyId) {
        return Optional.ofNullable(keys.get(keyId)).map(key -> {
            try {
                var mac = Mac.getInstance(HMAC);
                mac.init(key.mac());
                return mac;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("HMAC-SHA-256 is not available", e);
            }
        });
    }

    byte[] sign(byte[] message) {
        try {
            var key = keys.get(current);
            if (key == null) {
                throw new IllegalStateException("There is always a current key");
            }
            return new Ed25519Sign(key.pair().getPrivateKey()).sign(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is not available", e);
        }
    }

    boolean signed(String keyId, byte[] message, byte[] signature) {
        var key = keys.get(keyId);
        if (key == null) {
            return false;
        }
        try {
            new Ed25519Verify(key.pair().getPublicKey()).verify(signature, message);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private record Key(SecretKeySpec mac, Ed25519Sign.KeyPair pair) {}
}
