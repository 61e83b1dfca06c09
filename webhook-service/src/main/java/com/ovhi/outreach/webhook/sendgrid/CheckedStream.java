package com.ovhi.outreach.webhook.sendgrid;

import com.ovhi.outreach.webhook.http.Body;
import com.ovhi.outreach.webhook.notice.Account;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Shows a body to the check of its signature while somebody reads it. What separates its parts is told in a header that
 * nobody has signed; so it must be what the body itself begins with, else a recorded mail could be cut into others.
 */
final class CheckedStream extends InputStream {

    private static final int PIECE = 16 * 1024;

    /** RFC 2046 allows boundaries of 70 characters. */
    private static final int OPENING = 80;

    private static final String DASHES = "--";

    private final Body body;
    private final SendGridSignature.Check check;
    private final ByteArrayOutputStream opening = new ByteArrayOutputStream();

    CheckedStream(Body body, SendGridSignature.Check check) {
        this.body = body;
        this.check = check;
    }

    @Override
    public int read() {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        var number = body.read(bytes, offset, length);
        if (number > 0) {
            check.update(bytes, offset, number);
            opening.write(bytes, offset, Math.min(number, OPENING - opening.size()));
        }
        return number;
    }

    /** Whether the body that was read begins as a form does. */
    boolean form() {
        return begin().startsWith(DASHES);
    }

    /** Whether this separates the parts of the form that was read. */
    boolean separatedBy(@Nullable String boundary) {
        var first = begin().lines().findFirst().orElse("").stripTrailing();
        return first.equals(DASHES + boundary);
    }

    private String begin() {
        return opening.toString(StandardCharsets.ISO_8859_1).stripLeading();
    }

    /** Who has signed all of it, the part included that nobody wanted to read. */
    Optional<Account> signer() {
        var rest = new byte[PIECE];
        while (read(rest, 0, rest.length) >= 0) {
            // Only the check wants it.
        }
        return check.signer();
    }
}
