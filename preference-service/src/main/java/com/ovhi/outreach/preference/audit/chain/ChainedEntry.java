package com.ovhi.outreach.preference.audit.chain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import javax.crypto.Mac;

/**
 * An entry in its place.
 *
 * @param seq counts from 1 without gaps
 * @param createdAt when it was stored; never falls within a chain
 * @param keyId names the key of the hash
 * @param previousHash hash of the entry before, of the first one the chain's {@link #genesis}
 * @param hash HMAC-SHA256 over the previous hash and the entry
 */
public record ChainedEntry(
        AuditEntry entry, long seq, Instant createdAt, String keyId, byte[] previousHash, byte[] hash) {

    /** Puts an entry behind another. */
    static ChainedEntry seal(AuditKeys keys, AuditEntry entry, long seq, Instant createdAt, byte[] previousHash) {
        var keyId = keys.current();
        var mac = keys.mac(keyId).orElseThrow();
        return new ChainedEntry(entry, seq, createdAt, keyId, previousHash, hash(mac, previousHash, entry, createdAt));
    }

    /** What the first entry of a chain has before it: the SHA-256 of {@code ovhi.audit-chain.v1/<organisation>}. */
    static byte[] genesis(long organization) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(("ovhi.audit-chain.v1/" + organization).getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }

    /** Whether it is as we wrote it, wherever it stands. */
    boolean authentic(Mac mac) {
        return MessageDigest.isEqual(hash, hash(mac, previousHash, entry, createdAt));
    }

    private static byte[] hash(Mac mac, byte[] previousHash, AuditEntry entry, Instant createdAt) {
        mac.update(previousHash);
        return mac.doFinal(entry.canonical(createdAt));
    }
}
