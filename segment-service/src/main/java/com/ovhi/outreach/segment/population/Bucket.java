package com.ovhi.outreach.segment.population;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Deals patients to equal lots by a name: the same patient and name give the same lot for ever, another name another. */
final class Bucket {

    static final int COUNT = 100;

    private Bucket() {}

    /** The first four bytes of the SHA-256 of {@code seed:patient}, as any database computes it too; 0 to 99. */
    static long of(String seed, long patientId) {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest((seed + ":" + patientId).getBytes(StandardCharsets.US_ASCII));
            return Integer.toUnsignedLong(ByteBuffer.wrap(digest).getInt()) % COUNT;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java knows SHA-256", e);
        }
    }
}
