package com.ovhi.outreach.channel.intent;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.SentLookup.Witness;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.time.UtcTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The looks for unknown outcomes in table {@code send_intents}, measured by the database's clock, in real time. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Looks {

    /** Whose attempts are due, those that have waited longest first. */
    private static final String GROUPS = """
            SELECT state, channel, account FROM send_intents FORCE INDEX (idx_send_intents_due)
            WHERE state IN ('open', 'unknown') GROUP BY state, channel, account
            HAVING MIN(next_look_at) <= UTC_TIMESTAMP(6) ORDER BY MIN(next_look_at)""";

    private static final String DUE = """
            SELECT * FROM send_intents FORCE INDEX (idx_send_intents_due)
            WHERE state = :state AND channel = :channel AND account %s AND next_look_at <= UTC_TIMESTAMP(6)
            ORDER BY next_look_at LIMIT :most FOR UPDATE SKIP LOCKED""";

    private static final String OUTWAITED = """
            SELECT * FROM send_intents FORCE INDEX (idx_send_intents_due)
            WHERE state = :state AND channel = :channel AND account %s AND next_look_at <= UTC_TIMESTAMP(6)
              AND misses = 0 AND unknown_at + INTERVAL :age MICROSECOND <= UTC_TIMESTAMP(6)
            ORDER BY next_look_at LIMIT :most FOR UPDATE SKIP LOCKED""";

    /** What was ever unknown may have been settled by a person, with an id of their own finding. */
    private static final String ACCEPTED = """
            SELECT job_id, attempt, provider_message_id, opened_at
            FROM send_intents FORCE INDEX (idx_send_intents_settled_in)
            WHERE state = 'accepted' AND channel = :channel AND account %s AND settled_at > :since
              AND opened_at > :since AND provider_message_id IS NOT NULL AND unknown_at IS NULL
            ORDER BY settled_at LIMIT 1""";

    private static final String NAMED = "= :account";

    /** Rows of the time when there was one account, which is the main one. */
    private static final String NAMELESS = "IS NULL";

    private final JdbcClient jdbc;

    Looks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Takes attempts that are due for a look and that no other instance is looking at.
     *
     * @param together accounts of which only abandoned attempts are taken, for they are asked for many at once
     */
    public List<SendIntent> due(int most, Collection<Account> together) {
        return take(
                DUE,
                group -> group.state() == IntentState.OPEN || !together.contains(group.account()),
                Duration.ZERO,
                most,
                SendIntent::read);
    }

    /** The same of attempts of one account whose outcome is unknown. */
    public List<Due> due(int most, Account account) {
        return take(DUE, group -> group.isUnknownOf(account), Duration.ZERO, most, Due::read);
    }

    /**
     * The same of those that no look has missed.
     *
     * @param sinceUnknown how long ago their outcome became unknown at least
     */
    public List<SendIntent> outwaited(int most, Account account, Duration sinceUnknown) {
        return take(OUTWAITED, group -> group.isUnknownOf(account), sinceUnknown, most, SendIntent::read);
    }

    /** Each group by itself, so that none is read to find another one's. */
    private <T> List<T> take(String sql, Predicate<Group> wanted, Duration age, int most, RowMapper<T> row) {
        var taken = new ArrayList<T>();
        for (var group : jdbc.sql(GROUPS).query(Group::read).list()) {
            if (taken.size() < most && wanted.test(group)) {
                taken.addAll(jdbc.sql(sql.formatted(group.named()))
                        .param("state", group.state().code())
                        .param("channel", group.channel().code())
                        .param("account", group.name())
                        .param("age", micros(age))
                        .param("most", most - taken.size())
                        .query(row)
                        .list());
            }
        }
        return taken;
    }

    /** The first attempt that the provider said to have accepted, of those by an account that were opened after a time. */
    public Optional<Accepted> acceptedAfter(Instant time, Account account) {
        return Arrays.stream(Channel.values())
                .filter(channel -> Provider.of(channel) == account.provider())
                .flatMap(channel -> (account.isMain() ? Stream.of(NAMED, NAMELESS) : Stream.of(NAMED))
                        .flatMap(named -> acceptedAfter(time, channel, account.name(), named).stream()))
                .min(Comparator.comparing(Accepted::openedAt));
    }

    private Optional<Accepted> acceptedAfter(Instant time, Channel channel, String account, String named) {
        return jdbc.sql(ACCEPTED.formatted(named))
                .param("channel", channel.code())
                .param("since", UtcTime.of(time))
                .param("account", account)
                .query(Accepted::read)
                .optional();
    }

    /** Counts a look and says when the next one is due if nothing comes of this one. */
    public void begin(UUID id, Duration next) {
        jdbc.sql("""
                        UPDATE send_intents SET looks = looks + 1,
                               next_look_at = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND
                        WHERE id = ?""").params(micros(next), id.toString()).update();
    }

    /** Whether nobody has looked since, and holds the attempt until the transaction ends. */
    public boolean isLast(UUID id, int look) {
        return jdbc.sql("SELECT 1 FROM send_intents WHERE id = ? AND state = 'unknown' AND looks = ? FOR UPDATE")
                .params(id.toString(), look)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** Whether nobody has looked since, and the outcome became unknown so long ago. */
    public boolean isOlder(UUID id, int look, Duration sinceUnknown) {
        return jdbc.sql("""
                        SELECT 1 FROM send_intents WHERE id = ? AND state = 'unknown' AND looks = ?
                          AND unknown_at + INTERVAL ? MICROSECOND <= UTC_TIMESTAMP(6)""")
                .params(id.toString(), look, micros(sinceUnknown))
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /**
     * A look found nothing: the next one is due so long after the outcome became unknown, but not before a pause.
     *
     * @param proven whether that counts, for the provider would have told
     */
    public void missed(UUID id, int look, boolean proven, Duration sinceUnknown, Duration pause) {
        jdbc.sql("""
                        UPDATE send_intents SET misses = misses + ?,
                               next_look_at = GREATEST(unknown_at + INTERVAL ? MICROSECOND,
                                                       UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND)
                        WHERE id = ? AND state = 'unknown' AND looks = ?""")
                .params(proven ? 1 : 0, micros(sinceUnknown), micros(pause), id.toString(), look)
                .update();
    }

    /** A look was not answered and does not count; the next one is due as after a miss. */
    public void postpone(UUID id, int look, Duration sinceUnknown, Duration pause) {
        jdbc.sql("""
                        UPDATE send_intents SET looks = looks - 1,
                               next_look_at = GREATEST(unknown_at + INTERVAL ? MICROSECOND,
                                                       UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND)
                        WHERE id = ? AND state = 'unknown' AND looks = ?""")
                .params(micros(sinceUnknown), micros(pause), id.toString(), look)
                .update();
    }

    /** Whether a provider's message is known to be another attempt's. */
    public boolean isAnothers(String providerMessageId, UUID id) {
        return jdbc.sql("SELECT 1 FROM send_intents WHERE provider_message_id = ? AND id <> ? LIMIT 1")
                .params(providerMessageId, id.toString())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    /**
     * Attempts that are alike.
     *
     * @param name of the account that carries them; null is the main one
     */
    private record Group(
            IntentState state, Channel channel, @Nullable String name) {
        static Group read(ResultSet row, int number) throws SQLException {
            return new Group(
                    IntentState.of(row.getString("state")),
                    Channel.of(row.getString("channel")),
                    row.getString("account"));
        }

        Account account() {
            return new Account(Provider.of(channel), name == null ? Account.MAIN : name);
        }

        boolean isUnknownOf(Account other) {
            return state == IntentState.UNKNOWN && account().equals(other);
        }

        String named() {
            return name == null ? NAMELESS : NAMED;
        }
    }

    /**
     * An attempt that is due for a look.
     *
     * @param unknownAt when its outcome became unknown, on the database's clock
     */
    public record Due(SendIntent intent, Instant unknownAt) {
        static Due read(ResultSet row, int number) throws SQLException {
            return new Due(
                    SendIntent.read(row, number),
                    Objects.requireNonNull(UtcTime.read(row, "unknown_at"), "unknown_at"));
        }
    }

    /**
     * An attempt that was accepted for sure.
     *
     * @param openedAt before it was handed to the provider, on the database's clock
     */
    public record Accepted(Witness witness, Instant openedAt) {
        static Accepted read(ResultSet row, int number) throws SQLException {
            return new Accepted(
                    new Witness(
                            UUID.fromString(row.getString("job_id")),
                            row.getInt("attempt"),
                            row.getString("provider_message_id")),
                    Objects.requireNonNull(UtcTime.read(row, "opened_at"), "opened_at"));
        }
    }
}
