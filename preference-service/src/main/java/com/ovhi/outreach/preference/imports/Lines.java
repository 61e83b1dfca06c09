package com.ovhi.outreach.preference.imports;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file, read once and never held as a whole, and the hash of all its bytes. A row is one line: a stray
 * quotation mark spoils its own row, not the rest of the file. Not thread-safe.
 */
final class Lines {

    /** Stands for a line that is longer than allowed. It is no row of any table. */
    static final String TOO_LONG = "\u0000";

    private static final String MARK = "\uFEFF";

    private final MessageDigest digest = sha256();
    private final InputStream in;
    private final int maxLineBytes;
    private final long maxBytes;
    private long bytes;
    private int number;

    Lines(InputStream body, int maxLineBytes, long maxBytes) {
        in = new BufferedInputStream(new DigestInputStream(body, digest), 1 << 16);
        this.maxLineBytes = maxLineBytes;
        this.maxBytes = maxBytes;
    }

    /**
     * The next line that is not blank, without its end; null after the last.
     *
     * @throws TooLarge when the file is larger than allowed
     */
    @Nullable
    Line next() throws IOException {
        while (true) {
            var text = read();
            if (text == null) {
                return null;
            }
            number++;
            var line = number == 1 && text.startsWith(MARK) ? text.substring(1) : text;
            if (!line.isBlank()) {
                return new Line(number, line);
            }
        }
    }

    /** Of the whole file; only after the last line. */
    String sha256Hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private @Nullable String read() throws IOException {
        var line = new ByteArrayOutputStream(256);
        var length = 0;
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return length == 0 ? null : text(line, length);
            }
            count();
            length++;
            if (length <= maxLineBytes) {
                line.write(next);
            }
        }
        count();
        return text(line, length);
    }

    private String text(ByteArrayOutputStream line, int length) {
        if (length > maxLineBytes) {
            return TOO_LONG;
        }
        var text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private void count() {
        bytes++;
        if (bytes > maxBytes) {
            throw new TooLarge();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }

    /** A line and its number in the file, the first being 1. */
    record Line(int number, String text) {

        /** In one line itself. */
        String packed() {
            return number + "\t" + text;
        }

        static Line unpacked(String packed) {
            var tab = packed.indexOf('\t');
            return new Line(Integer.parseInt(packed.substring(0, tab)), packed.substring(tab + 1));
        }
    }

    /** The file has more bytes than allowed. */
    static final class TooLarge extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("too-large");
        }
    }
}
