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
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The looks for unknown outcomes in table {@code send_intents}, measured by the database's clock, in real time. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Looks {

    /** The account of rows that name none is the main one. */
    private static final String DUE = """
            SELECT * FROM send_intents WHERE next_look_at <= UTC_TIMESTAMP(6)
              AND NOT (state = 'unknown' AND CONCAT(channel, '.', COALESCE(account, 'main')) IN (:together))
            ORDER BY next_look_at LIMIT :most FOR UPDATE SKIP LOCKED""";

    private static final String DUE_TOGETHER = """
            SELECT * FROM send_intents WHERE next_look_at <= UTC_TIMESTAMP(6) AND state = 'unknown'
              AND CONCAT(channel, '.', COALESCE(account, 'main')) IN (:account)
            ORDER BY next_look_at LIMIT :most FOR UPDATE SKIP LOCKED""";

    private static final String OUTWAITED = """
            SELECT * FROM send_intents WHERE next_look_at <= UTC_TIMESTAMP(6) AND state = 'unknown' AND misses = 0
              AND unknown_at + INTERVAL :age MICROSECOND <= UTC_TIMESTAMP(6)
              AND CONCAT(channel, '.', COALESCE(account, 'main')) IN (:account)
            ORDER BY next_look_at LIMIT :most FOR UPDATE SKIP LOCKED""";

    /** What was ever unknown may have been settled by a person, with an id of their own finding. */
    private static final String ACCEPTED = """
            SELECT job_id, attempt, provider_message_id, opened_at FROM send_intents
            WHERE state = 'accepted' AND channel IN (:channels) AND settled_at > :since AND opened_at > :since
              AND COALESCE(account, 'main') = :account AND provider_message_id IS NOT NULL AND unknown_at IS NULL
            ORDER BY settled_at LIMIT 1""";

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
        // No list may be empty.
        var labels = Stream.concat(Stream.of(""), together.stream().flatMap(Looks::labels));
        return jdbc.sql(DUE)
                .param("together", labels.toList())
                .param("most", most)
                .query(SendIntent::read)
                .list();
    }

    /** The same of attempts of one account whose outcome is unknown. */
    public List<Due> due(int most, Account account) {
        return jdbc.sql(DUE_TOGETHER)
                .param("account", labels(account).toList())
                .param("most", most)
                .query(Due::read)
                .list();
    }

    /**
     * The same of those that no look has missed.
     *
     * @param sinceUnknown how long ago their outcome became unknown at least
     */
    public List<SendIntent> outwaited(int most, Account account, Duration sinceUnknown) {
        return jdbc.sql(OUTWAITED)
                .param("account", labels(account).toList())
                .param("age", micros(sinceUnknown))
                .param("most", most)
                .query(SendIntent::read)
                .list();
    }

    private static Stream<String> labels(Account account) {
        return channels(account).map(channel -> channel + "." + account.name());
    }

    private static Stream<String> channels(Account account) {
        return Arrays.stream(Channel.values())
                .filter(channel -> Provider.of(channel) == account.provider())
                .map(Channel::code);
    }

    /** The first attempt that the provider said to have accepted, of those by an account that were opened after a time. */
    public Optional<Accepted> acceptedAfter(Instant time, Account account) {
        return jdbc.sql(ACCEPTED)
                .param("channels", channels(account).toList())
                .param("since", UtcTime.of(time))
                .param("account", account.name())
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
