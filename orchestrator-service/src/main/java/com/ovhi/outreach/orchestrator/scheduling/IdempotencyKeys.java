package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.time.Pace;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Remembers which requests were answered, and how, so that a repeated one has no second effect. Thread-safe. */
@Repository
class IdempotencyKeys {

    private static final int PURGE_CHUNK = 1_000;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Pace pace;
    private final SchedulingProperties properties;
    private final TransactionTemplate transactions;

    IdempotencyKeys(
            JdbcClient jdbc,
            Clock clock,
            Pace pace,
            SchedulingProperties properties,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.pace = pace;
        this.properties = properties;
        this.transactions = new TransactionTemplate(transactions);
    }

    /** Takes a key for one request, or says why it cannot be taken. */
    @Transactional
    Claim claim(Key key, String fingerprint) {
        var now = clock.instant();
        var owner = Ids.next();
        var inserted = jdbc.sql("""
                        INSERT IGNORE INTO idempotency_keys (organization_id, client, idempotency_key,
                            request_sha256, state, owner, started_at, keep_until)
                        VALUES (?, ?, ?, ?, 'started', ?, ?, ?)""")
                .params(
                        key.organizationId(),
                        key.client(),
                        key.value(),
                        fingerprint,
                        owner.toString(),
                        Timestamp.from(now),
                        Timestamp.from(now.plus(properties.keyRetention())))
                .update();
        // Reads without a lock: whoever lost the race holds a shared lock on the row and must not ask for more.
        return inserted == 1 ? new Claimed(key, owner) : known(key, fingerprint, now);
    }

    private Claim known(Key key, String fingerprint, Instant now) {
        var row = jdbc.sql("""
                        SELECT request_sha256, state, owner, status, body, started_at FROM idempotency_keys
                        WHERE organization_id = ? AND client = ? AND idempotency_key = ?""")
                .params(key.organizationId(), key.client(), key.value())
                .query((result, n) -> new Row(
                        result.getString("request_sha256"),
                        result.getString("state"),
                        result.getString("owner"),
                        result.getInt("status"),
                        result.getString("body"),
                        result.getTimestamp("started_at").toInstant()))
                .optional();
        if (row.isEmpty()) {
            return new InFlight();
        }
        var known = row.get();
        if (!known.fingerprint().equals(fingerprint)) {
            return new Reused();
        }
        var body = known.body();
        if ("done".equals(known.state()) && body != null) {
            return new Answered(known.status(), body);
        }
        return known.startedAt().plus(pace.ofReal(properties.keyLease())).isBefore(now)
                ? takeOver(key, known.owner(), now)
                : new InFlight();
    }

    /** The process that held the key has died without an answer; only one of its callers takes over. */
    private Claim takeOver(Key key, String dead, Instant now) {
        var owner = Ids.next();
        var taken = jdbc.sql("""
                        UPDATE idempotency_keys SET owner = ?, started_at = ?
                        WHERE organization_id = ? AND client = ? AND idempotency_key = ? AND owner = ?
                            AND state = 'started'""")
                .params(owner.toString(), Timestamp.from(now), key.organizationId(), key.client(), key.value(), dead)
                .update();
        return taken == 1 ? new Claimed(key, owner) : new InFlight();
    }

    /**
     * Stores the answer with the transaction that carries the request out.
     *
     * @return false when the key was taken over meanwhile, so that nothing may be carried out
     */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean answer(Claimed claim, int status, String body, Instant scheduledAt) {
        var longest = clock.instant().plus(properties.keyRetention());
        var afterSending = scheduledAt.plusSeconds(86_400);
        return jdbc.sql("""
                        UPDATE idempotency_keys SET state = 'done', status = ?, body = ?, keep_until = ?
                        WHERE organization_id = ? AND client = ? AND idempotency_key = ? AND owner = ?
                            AND state = 'started'""")
                        .params(
                                status,
                                body,
                                Timestamp.from(afterSending.isAfter(longest) ? afterSending : longest),
                                claim.key().organizationId(),
                                claim.key().client(),
                                claim.key().value(),
                                claim.owner().toString())
                        .update()
                == 1;
    }

    /** Gives a key back whose request changed nothing. */
    @Transactional
    void release(Claimed claim) {
        jdbc.sql("""
                        DELETE FROM idempotency_keys
                        WHERE organization_id = ? AND client = ? AND idempotency_key = ? AND owner = ?
                            AND state = 'started'""")
                .params(
                        claim.key().organizationId(),
                        claim.key().client(),
                        claim.key().value(),
                        claim.owner().toString())
                .update();
    }

    /** Forgets what no caller will repeat any more, some at a time. */
    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT7M")
    public void purge() {
        Integer forgotten;
        do {
            forgotten =
                    transactions.execute(status -> jdbc.sql("DELETE FROM idempotency_keys WHERE keep_until < ? LIMIT ?")
                            .params(Timestamp.from(clock.instant()), PURGE_CHUNK)
                            .update());
        } while (forgotten != null && forgotten == PURGE_CHUNK);
    }

    /** A key belongs to one client of one organisation. */
    record Key(long organizationId, String client, String value) {}

    /** What came of claiming a key. */
    sealed interface Claim {}

    /** The request may go on. */
    record Claimed(Key key, UUID owner) implements Claim {}

    /** The same request has been answered. */
    record Answered(int status, String body) implements Claim {}

    /** The same request is being carried out. */
    record InFlight() implements Claim {}

    /** Another request has used the key. */
    record Reused() implements Claim {}

    private record Row(
            String fingerprint,
            String state,
            String owner,
            int status,
            @Nullable String body,
            Instant startedAt) {}
}
