package com.ovhi.outreach.simulators.world;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Identifiers that look like the providers' own and never repeat, not even after a restart. */
public final class Identifiers {

    private final String salt;
    private final AtomicLong next = new AtomicLong();

    /** Creates identifiers that differ from those of any other salt. */
    public Identifiers(String salt) {
        this.salt = salt;
    }

    /** Thirty-two hexadecimal digits. */
    public String hex() {
        return hex(fresh());
    }

    /** Thirty-two hexadecimal digits that are always the same for the same key. */
    public static String hex(String key) {
        return HexFormat.of().formatHex(digest(key), 0, 16);
    }

    /** Twenty-two characters that are safe in a URL. */
    public String urlSafe() {
        return urlSafe(fresh());
    }

    /** Twenty-two characters that are safe in a URL and always the same for the same key. */
    public static String urlSafe(String key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(digest(key))
                .substring(0, 22);
    }

    private String fresh() {
        return salt + '/' + next.incrementAndGet();
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
