package com.ovhi.outreach.webhook.sendgrid;

import com.ovhi.outreach.webhook.http.Body;
import com.ovhi.outreach.webhook.notice.Account;
import java.io.InputStream;
import java.util.Optional;

/** Shows a body to the check of its signature while somebody reads it. */
final class CheckedStream extends InputStream {

    private static final int PIECE = 16 * 1024;

    private final Body body;
    private final SendGridSignature.Check check;

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
        }
        return number;
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
