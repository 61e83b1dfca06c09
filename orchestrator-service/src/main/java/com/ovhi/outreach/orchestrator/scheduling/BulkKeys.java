package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.time.UtcTime;
import com.ovhi.outreach.orchestrator.scheduling.BulkItem.Readable;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Idempotency keys, many at a time: each is taken with its answer, or is found taken. Thread-safe. */
@Repository
class BulkKeys {

    private static final String ANSWER = "{\"request_id\":\"%s\"}";

    private final JdbcTemplate batches;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final SchedulingProperties properties;

    BulkKeys(JdbcTemplate batches, JdbcClient jdbc, Clock clock, SchedulingProperties properties) {
        this.batches = batches;
        this.jdbc = jdbc;
        this.clock = clock;
        this.properties = properties;
    }

    /** Takes the keys that are free, in one order for all callers, and says who holds each of them now. */
    @Transactional(propagation = Propagation.MANDATORY)
    Map<String, Holder> take(long organizationId, String client, List<Readable> items) {
        if (items.isEmpty()) {
            return Map.of();
        }
        var now = clock.instant();
        batches.batchUpdate(
                """
                        INSERT IGNORE INTO idempotency_keys (organization_id, client, idempotency_key, request_sha256,
                            state, owner, status, body, started_at, keep_until)
                        VALUES (?, ?, ?, ?, 'done', ?, 202, ?, ?, ?)""",
                items.stream()
                        .sorted(Comparator.comparing(Readable::key))
                        .map(item -> row(organizationId, client, item, now))
                        .toList());
        return holders(organizationId, client, items);
    }

    private Object[] row(long organizationId, String client, Readable item, Instant now) {
        var ask = item.ask();
        var desired = ask.desired();
        var longest = (desired == null ? now : desired).plusSeconds(86_400);
        var usual = now.plus(properties.keyRetention());
        return new Object[] {
            organizationId,
            client,
            item.key(),
            item.fingerprint(),
            ask.requestId().toString(),
            ANSWER.formatted(ask.requestId()),
            UtcTime.of(now),
            UtcTime.of(longest.isAfter(usual) ? longest : usual)
        };
    }

    private Map<String, Holder> holders(long organizationId, String client, List<Readable> items) {
        var keys = items.stream().map(Readable::key).distinct().toList();
        var marks = String.join(",", Collections.nCopies(keys.size(), "?"));
        var holders = new HashMap<String, Holder>();
        jdbc.sql("SELECT idempotency_key, request_sha256, owner, state, status, body FROM idempotency_keys"
                        + " WHERE organization_id = ? AND client = ? AND idempotency_key IN (" + marks + ")")
                .param(organizationId)
                .param(client)
                .params(keys)
                .query(row -> {
                    holders.put(
                            row.getString("idempotency_key"),
                            new Holder(
                                    row.getString("request_sha256"),
                                    row.getString("owner"),
                                    "done".equals(row.getString("state")) ? row.getString("body") : null,
                                    row.getInt("status")));
                });
        return Map.copyOf(holders);
    }

    /**
     * Who holds a key.
     *
     * @param owner the request, if it came in bulk
     * @param body the answer, null while there is none
     */
    record Holder(
            String fingerprint, String owner, @Nullable String body, int status) {}
}
