package com.ovhi.outreach.simulators.twilio;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message as Twilio remembers it; its text stays in the ledger. */
record Sms(
        String sid,
        long seq,
        String from,
        String to,
        @Nullable String service,
        Instant created,
        Instant updated,
        @Nullable Instant sent,
        String status,
        @Nullable String errorCode) {

    private static final Map<String, Integer> RANK = Map.of(
            "accepted",
            0,
            "queued",
            1,
            "sending",
            2,
            "sent",
            3,
            "delivered",
            4,
            "undelivered",
            4,
            "failed",
            4,
            "read",
            5);

    /** The same message further on; a status that comes late changes nothing. */
    Sms moved(String next, @Nullable String code, Instant at) {
        if (RANK.getOrDefault(next, 0) <= RANK.getOrDefault(status, 0)) {
            return this;
        }
        Instant sentAt = sent == null && RANK.getOrDefault(next, 0) >= 3 ? at : sent;
        return new Sms(sid, seq, from, to, service, created, at, sentAt, next, code);
    }
}
