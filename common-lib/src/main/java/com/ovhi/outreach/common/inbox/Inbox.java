package com.ovhi.outreach.common.inbox;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.support.TransactionOperations;

/** Remembers which events a consumer has handled, in the transaction that handles them. Thread-safe. */
public class Inbox {

    private static final int RETENTION_DAYS = 14;
    private static final int PURGE_CHUNK = 5_000;

    private final JdbcTemplate jdbc;
    private final TransactionOperations transactions;

    /** @param jdbc of the service's own schema, with table {@code inbox} */
    public Inbox(JdbcTemplate jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** True the first time, and again if the surrounding transaction rolls back; false for a repeated event. */
    public boolean firstTime(String consumer, String eventId) {
        return jdbc.update(
                        "INSERT IGNORE INTO inbox (consumer, event_id, received_at) VALUES (?, ?, UTC_TIMESTAMP(6))",
                        consumer,
                        eventId)
                == 1;
    }

    /**
     * Which of these events come for the first time; like {@link #firstTime} for many, in one round trip where all of them do.
     *
     * @return a new set, in the order given
     * @throws DuplicateKeyException when another instance handles one of them at this moment, and one was handled before
     */
    public Set<String> firstTimes(String consumer, List<String> eventIds) {
        var fresh = new LinkedHashSet<>(eventIds);
        try {
            insert(consumer, fresh);
        } catch (DuplicateKeyException e) {
            // The database has undone the statement, but not the transaction: it was one statement.
            fresh.removeAll(known(consumer, fresh));
            insert(consumer, fresh);
        }
        return fresh;
    }

    private void insert(String consumer, Collection<String> eventIds) {
        if (!eventIds.isEmpty()) {
            jdbc.update(
                    "INSERT INTO inbox (consumer, event_id, received_at) VALUES "
                            + String.join(",", Collections.nCopies(eventIds.size(), "(?, ?, UTC_TIMESTAMP(6))")),
                    eventIds.stream().flatMap(each -> Stream.of(consumer, each)).toArray());
        }
    }

    private List<@Nullable String> known(String consumer, Collection<String> eventIds) {
        var places = String.join(",", Collections.nCopies(eventIds.size(), "?"));
        return jdbc.queryForList(
                "SELECT event_id FROM inbox WHERE consumer = ? AND event_id IN (" + places + ")",
                String.class,
                Stream.concat(Stream.of(consumer), eventIds.stream()).toArray());
    }

    /** Which of these events were handled by committed transactions, as a new set; a hint before costly work, not a guard. */
    public Set<String> handled(String consumer, List<String> eventIds) {
        var found = transactions.execute(status -> known(consumer, eventIds));
        return found == null ? new HashSet<>() : new HashSet<>(found);
    }

    /** Forgets what is older than any replay can be, each chunk in a transaction of its own. */
    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT6M")
    public void purge() {
        Integer deleted;
        do {
            deleted = transactions.execute(status -> jdbc.update(
                    "DELETE FROM inbox WHERE received_at < UTC_TIMESTAMP(6) - INTERVAL ? DAY LIMIT ?",
                    RETENTION_DAYS,
                    PURGE_CHUNK));
        } while (deleted != null && deleted == PURGE_CHUNK);
    }
}
