package com.ovhi.outreach.webhook.notice;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A request whose signature was right, before anybody has read it. PHI: prints as its source only.
 *
 * @param account whose secret has signed it
 * @param query the raw query string, empty for none
 * @param body the raw bytes; of an e-mail what was kept of it
 * @param receivedAt on the suite's clock
 */
public record Notice(Source source, Account account, String query, byte[] body, Instant receivedAt) {

    /** Of a provider's only account. */
    public Notice(Source source, String query, byte[] body, Instant receivedAt) {
        this(source, Account.MAIN, query, body, receivedAt);
    }

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Notice[" + source + "]";
    }
}
