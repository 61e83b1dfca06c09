package com.ovhi.outreach.template.portal;

import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.template.wording.PortalAddresses;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What makes a link good: 43 letters and digits from a cryptographic source, 256 bits. Signs that an SMS could break or
 * that a reader could take for a date or a number are left out. A secret: prints masked.
 */
record PortalToken(String value) {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 43;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new one. */
    static PortalToken random() {
        var token = new StringBuilder(LENGTH);
        for (var i = 0; i < LENGTH; i++) {
            token.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return new PortalToken(token.toString());
    }

    /** What somebody holds for one; empty when it cannot be. */
    static Optional<PortalToken> of(String text) {
        return PortalAddresses.TOKEN.matcher(text).matches() ? Optional.of(new PortalToken(text)) : Optional.empty();
    }

    /** What is kept of it: its SHA-256 in hex. With 256 random bits no salt is needed. */
    String hash() {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }

    @Override
    public String toString() {
        return "PortalToken[" + Masked.MASK + "]";
    }
}
