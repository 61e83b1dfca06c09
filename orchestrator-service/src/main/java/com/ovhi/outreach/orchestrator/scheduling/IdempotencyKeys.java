package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.time.Pace;
import com.ovhi.outreach.common.time.UtcTime;
import com.ovhi.outreach.orchestrator.scheduling.JointCalls.Call;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
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

    private static final String CLAIM = """
            INSERT IGNORE INTO idempotency_keys (organization_id, client, idempotency_key,
                request_sha256, state, owner, started_at, keep_until)""";

    private static final String CLAIMED = "(?, ?, ?, ?, 'started', ?, ?, ?)";

    private static final String AMONG =
            "organization_id IN (:organizations) AND client IN (:clients) AND idempotency_key IN (:keys)";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Clock clock;
    private final Pace pace;
    private final SchedulingProperties properties;
    private final TransactionTemplate transactions;

    IdempotencyKeys(
            JdbcClient jdbc,
            JdbcTemplate batches,
            Clock clock,
            Pace pace,
            SchedulingProperties properties,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.batches = batches;
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
        if (ManyRows.insert(batches, CLAIM, CLAIMED, List.<Object[]>of(row(key, fingerprint, owner, now))) == 1) {
            return new Claimed(key, owner);
        }
        // Reads without a lock: whoever lost the race holds a shared lock on the row and must not ask for more.
        var row = rows(List.of(key)).get(key);
        var known = row == null ? new InFlight() : known(row, fingerprint, now);
        return known == null ? takeOver(key, Objects.requireNonNull(row).owner(), now) : known;
    }

    /**
     * Takes the keys of many calls in few statements, in one order for all callers. Those are left out that are to be
     * claimed alone, for the process that held them has died.
     */
    @Transactional(timeout = JointCalls.MOST_SECONDS)
    Map<Call, Claim> claim(List<Call> calls) {
        var now = clock.instant();
        var owners = calls.stream().collect(Collectors.toMap(call -> call, _ -> Ids.next()));
        // Whose request is being carried out may be locked for long, and an insert would wait for it.
        var rows = rows(keys(calls));
        var free = calls.stream().filter(call -> !rows.containsKey(call.key())).toList();
        var overtaken = !free.isEmpty() && insert(free, owners, now) < free.size();
        if (overtaken) {
            rows.putAll(rows(keys(free)));
        }
        var claims = new HashMap<Call, Claim>();
        calls.forEach(call -> {
            var row = rows.get(call.key());
            var owner = owner(owners, call);
            if (row == null) {
                claims.put(call, overtaken ? new InFlight() : new Claimed(call.key(), owner));
                return;
            }
            var claim = row.owner().equals(owner.toString())
                    ? new Claimed(call.key(), owner)
                    : known(row, call.fingerprint(), now);
            if (claim != null) {
                claims.put(call, claim);
            }
        });
        return claims;
    }

    /** How many of them were free. */
    private int insert(List<Call> calls, Map<Call, UUID> owners, Instant now) {
        return ManyRows.insert(
                batches,
                CLAIM,
                CLAIMED,
                calls.stream()
                        .sorted(Comparator.comparing(Call::key, Key.ORDER))
                        .map(call -> row(call.key(), call.fingerprint(), owner(owners, call), now))
                        .toList());
    }

    private static UUID owner(Map<Call, UUID> owners, Call call) {
        return Objects.requireNonNull(owners.get(call));
    }

    private static List<Key> keys(List<Call> calls) {
        return calls.stream().map(Call::key).toList();
    }

    private Object[] row(Key key, String fingerprint, UUID owner, Instant now) {
        return new Object[] {
            key.organizationId(),
            key.client(),
            key.value(),
            fingerprint,
            owner.toString(),
            UtcTime.of(now),
            UtcTime.of(now.plus(properties.keyRetention()))
        };
    }

    private Map<Key, Row> rows(List<Key> keys) {
        var rows = new HashMap<Key, Row>();
        jdbc.sql(
                        "SELECT organization_id, client, idempotency_key, request_sha256, state, owner, status, body, started_at"
                                + " FROM idempotency_keys WHERE " + AMONG)
                .paramSource(among(keys))
                .query(row -> {
                    var key = new Key(
                            row.getLong("organization_id"), row.getString("client"), row.getString("idempotency_key"));
                    rows.put(
                            key,
                            new Row(
                                    row.getString("request_sha256"),
                                    row.getString("state"),
                                    row.getString("owner"),
                                    row.getInt("status"),
                                    row.getString("body"),
                                    row.getTimestamp("started_at").toInstant()));
                });
        return rows;
    }

    /** Of several organisations or clients this finds other keys as well. */
    private static MapSqlParameterSource among(List<Key> keys) {
        return new MapSqlParameterSource()
                .addValue(
                        "organizations", keys.stream().map(Key::organizationId).collect(Collectors.toSet()))
                .addValue("clients", keys.stream().map(Key::client).collect(Collectors.toSet()))
                .addValue("keys", keys.stream().map(Key::value).collect(Collectors.toSet()));
    }

    /** What a key that is not free says to a request; null when the process that held it has died. */
    private @Nullable Claim known(Row known, String fingerprint, Instant now) {
        if (!known.fingerprint().equals(fingerprint)) {
            return new Reused();
        }
        var body = known.body();
        if ("done".equals(known.state()) && body != null) {
            return new Answered(known.status(), body);
        }
        return known.startedAt().plus(pace.ofReal(properties.keyLease())).isBefore(now) ? null : new InFlight();
    }

    /** The process that held the key has died without an answer; only one of its callers takes over. */
    private Claim takeOver(Key key, String dead, Instant now) {
        var owner = Ids.next();
        var taken = jdbc.sql("""
                        UPDATE idempotency_keys SET owner = ?, started_at = ?
                        WHERE organization_id = ? AND client = ? AND idempotency_key = ? AND owner = ?
                            AND state = 'started'""")
                .params(owner.toString(), UtcTime.of(now), key.organizationId(), key.client(), key.value(), dead)
                .update();
        return taken == 1 ? new Claimed(key, owner) : new InFlight();
    }

    /** Stores answers with the transaction that carries the requests out; false if a key was taken over: nothing may be then. */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean answer(List<Answer> answers) {
        if (answers.isEmpty()) {
            return true;
        }
        var longest = clock.instant().plus(properties.keyRetention());
        var cases = new Cases("owner");
        for (var answer : answers) {
            var afterSending = answer.scheduledAt().plusSeconds(86_400);
            cases.when(answer.claim().owner().toString())
                    .set("status", answer.status())
                    .set("body", answer.body())
                    .set("keep_until", UtcTime.of(afterSending.isAfter(longest) ? afterSending : longest));
        }
        var keys = answers.stream().map(each -> each.claim().key()).toList();
        var answered = jdbc.sql("UPDATE idempotency_keys SET state = 'done', " + cases.assignments()
                        + " WHERE owner IN (:rows) AND state = 'started' AND " + AMONG)
                .paramSource(cases.params().addValues(among(keys).getValues()))
                .update();
        return answered == answers.size();
    }

    /** How a request is answered that has been carried out under a claim, though nobody may have heard of it. */
    @Transactional(readOnly = true)
    Optional<Answered> answered(Claimed claim) {
        var row = rows(List.of(claim.key())).get(claim.key());
        return row == null || !row.owner().equals(claim.owner().toString())
                ? Optional.empty()
                : Optional.ofNullable(row.body()).map(body -> new Answered(row.status(), body));
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
                            .params(UtcTime.of(clock.instant()), PURGE_CHUNK)
                            .update());
        } while (forgotten != null && forgotten == PURGE_CHUNK);
    }

    /** A key belongs to one client of one organisation. */
    record Key(long organizationId, String client, String value) {

        private static final Comparator<Key> ORDER = Comparator.comparingLong(Key::organizationId)
                .thenComparing(Key::client)
                .thenComparing(Key::value);
    }

    /** What came of claiming a key. */
    sealed interface Claim {}

    /** The request may go on. */
    record Claimed(Key key, UUID owner) implements Claim {}

    /** What a request that was carried out is answered with; {@code scheduledAt} is when its message is to be sent. */
    record Answer(Claimed claim, int status, String body, Instant scheduledAt) {

        @Override
        public String toString() {
            return "Answer[" + status + "]";
        }
    }

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
