package com.ovhi.outreach.common.crypto;

import com.ovhi.outreach.common.phi.Address;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keyed look-up hash of an address (a blind index): equal addresses give equal hashes, and without the key nobody can
 * find out which address it is. HMAC-SHA-256 over the canonical form, first 128 bits, lower-case hex. Thread-safe.
 */
public final class AddressHash {

    private static final int BYTES = 16;

    private final SecretKeySpec key;

    /** @param key at least 32 random bytes, the same in all services */
    public AddressHash(byte[] key) {
        if (key.length < 32) {
            throw new IllegalStateException("The look-up key (outreach.crypto.index-key) needs at least 32 bytes");
        }
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    /** The hash of an address: 32 hex digits. */
    public String of(Address address) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            var digest = mac.doFinal(address.canonical().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not available", e);
        }
    }
}
