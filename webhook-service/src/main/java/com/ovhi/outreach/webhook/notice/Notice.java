package com.ovhi.outreach.webhook.notice;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A request whose signature was right, before anybody has read it. PHI: prints as its source only.
 *
 * @param query the raw query string, empty for none
 * @param body the raw bytes
 * @param receivedAt on the suite's clock
 */
public record Notice(Source source, String query, byte[] body, Instant receivedAt) {

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Notice[" + source + "]";
    }
}
