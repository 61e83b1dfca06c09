package com.ovhi.outreach.webhook.ledger;

import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.time.UtcTime;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Table {@code webhook_events}. */
@Component
class ReceivedEvents {

    /** Rows of one statement; no longer than what the driver remembers. */
    private static final int CHUNK = 100;

    private static final String INSERT = """
        INSERT IGNORE INTO webhook_events
            (id, provider, account, dedupe_key, kind, state, code, job_id, raw, received_at,
             topic, event_key, event_json)
        VALUES \
        """;
    private static final String ROW = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final int COLUMNS = 13;
    private static final String WANTED = """
         FROM webhook_events
        WHERE (:provider IS NULL OR provider = :provider) AND (:state IS NULL OR state = :state)
          AND (:account IS NULL OR account = :account) AND (:code IS NULL OR code LIKE :code)
          AND (:from IS NULL OR received_at >= :from) AND (:to IS NULL OR received_at < :to)
          AND id > :after\
        """;

    private final JdbcTemplate jdbc;
    private final JdbcClient client;

    ReceivedEvents(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        client = JdbcClient.create(jdbc);
    }

    /**
     * Writes the entries whose event is not there yet.
     *
     * @return the ids that were written
     */
    Set<UUID> insertNew(List<Entry> entries) {
        var fresh = new HashSet<UUID>();
        // One order of keys for everybody, so that two deliveries of the same events cannot deadlock.
        var ordered = entries.stream()
                .sorted(Comparator.comparing((Entry each) -> each.observation().provider())
                        .thenComparing(each -> each.arrival().account().name())
                        .thenComparing(each -> each.observation().dedupeKey()))
                .toList();
        for (var start = 0; start < ordered.size(); start += CHUNK) {
            var chunk = ordered.subList(start, Math.min(start + CHUNK, ordered.size()));
            // Only where some of them were there before, it takes a look to know which.
            fresh.addAll(insert(chunk) == chunk.size() ? ids(chunk).toList() : present(chunk));
        }
        return fresh;
    }

    private int insert(List<Entry> entries) {
        return jdbc.update(INSERT + String.join(", ", Collections.nCopies(entries.size(), ROW)), statement -> {
            for (var row = 0; row < entries.size(); row++) {
                fill(statement, row * COLUMNS, entries.get(row));
            }
        });
    }

    private static Stream<UUID> ids(List<Entry> entries) {
        return entries.stream().map(Entry::id);
    }

    /** The keys that are there, of some of an account's. */
    Set<String> known(Provider provider, String account, List<String> keys) {
        return client.sql("SELECT dedupe_key FROM webhook_events WHERE provider = :provider AND account = :account"
                        + " AND dedupe_key IN (:keys)")
                .param("provider", provider.code())
                .param("account", account)
                .param("keys", keys)
                .query((row, _) -> String.valueOf(row.getString(1)))
                .set();
    }

    private List<UUID> present(List<Entry> entries) {
        var ids = ids(entries).map(UUID::toString).toList();
        var marks = String.join(", ", Collections.nCopies(ids.size(), "?"));
        return jdbc.query(
                "SELECT id FROM webhook_events WHERE id IN (" + marks + ")",
                (row, _) -> UUID.fromString(row.getString("id")),
                ids.toArray());
    }

    private static void fill(PreparedStatement statement, int before, Entry entry) throws SQLException {
        var publication = entry.publication();
        var values = Arrays.<@Nullable Object>asList(
                entry.id().toString(),
                entry.observation().provider().code(),
                entry.arrival().account().name(),
                entry.observation().dedupeKey(),
                entry.kind(),
                entry.state(),
                entry.code(),
                entry.jobId(),
                entry.raw().ciphertext(),
                UtcTime.of(entry.arrival().receivedAt()),
                publication == null ? null : publication.topic(),
                publication == null ? null : publication.key(),
                publication == null ? null : publication.json());
        for (var column = 0; column < COLUMNS; column++) {
            statement.setObject(before + column + 1, values.get(column));
        }
    }

    /** A page of events in the order of their arrival. */
    List<ReceivedEvent> page(EventQuery query) {
        return wanted("SELECT id, provider, account, kind, state, code, job_id, received_at" + WANTED, query)
                .query(ReceivedEvents::read)
                .list();
    }

    /** What was published about a page of events; those kept before there was a copy, or for too long, are left out. */
    List<Kept> published(EventQuery query) {
        return wanted("SELECT id, topic, event_key, event_json" + WANTED + " AND event_json IS NOT NULL", query)
                .query((row, _) -> new Kept(
                        UUID.fromString(row.getString("id")),
                        Publication.kept(
                                row.getString("topic"), row.getString("event_key"), row.getString("event_json"))))
                .list();
    }

    private JdbcClient.StatementSpec wanted(String select, EventQuery query) {
        var provider = query.provider();
        var after = query.after();
        return client.sql(select + " ORDER BY id LIMIT :limit")
                .param("provider", provider == null ? null : provider.code())
                .param("state", query.state())
                .param("account", query.account())
                .param("code", query.code() == null ? null : query.code() + "%")
                .param("from", timestamp(query.from()))
                .param("to", timestamp(query.to()))
                .param("after", after == null ? "" : after.toString())
                .param("limit", query.limit());
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    /** Forgets what providers said, a chunk at a time, but never that an inbound message has been handled. */
    int purge(Instant before, int limit) {
        var deleted = jdbc.update(
                "DELETE FROM webhook_events WHERE kind <> 'inbound' AND received_at < ? LIMIT ?",
                Timestamp.from(before),
                limit);
        var emptied = jdbc.update(
                "UPDATE webhook_events SET raw = '', event_json = NULL WHERE kind = 'inbound' AND received_at < ? AND"
                        + " raw <> '' LIMIT ?",
                Timestamp.from(before),
                limit);
        return deleted + emptied;
    }

    private static ReceivedEvent read(ResultSet row, int number) throws SQLException {
        var job = row.getString("job_id");
        return new ReceivedEvent(
                UUID.fromString(row.getString("id")),
                Provider.of(row.getString("provider")),
                row.getString("account"),
                row.getString("kind"),
                row.getString("state"),
                row.getString("code"),
                job == null ? null : UUID.fromString(job),
                row.getTimestamp("received_at").toInstant());
    }

    /** What was published about an event. */
    record Kept(UUID id, Publication publication) {}

    /** What ops may see of an event: ids and vocabulary. */
    record ReceivedEvent(
            UUID id,
            Provider provider,
            String account,
            String kind,
            String state,
            String code,
            @Nullable UUID jobId,
            Instant receivedAt) {}
}
