package com.ovhi.outreach.common.inbox;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;

/** Remembers which events a consumer has handled, in the transaction that handles them. Thread-safe. */
public class Inbox {

    private static final int RETENTION_DAYS = 14;
    private static final int PURGE_CHUNK = 5_000;

    private final JdbcTemplate jdbc;

    /** @param jdbc of the service's own schema, with table {@code inbox} */
    public Inbox(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** True the first time, and again if the surrounding transaction rolls back; false for a repeated event. */
    public boolean firstTime(String consumer, String eventId) {
        return jdbc.update(
                        "INSERT IGNORE INTO inbox (consumer, event_id, received_at) VALUES (?, ?, UTC_TIMESTAMP(6))",
                        consumer,
                        eventId)
                == 1;
    }

    /** Whether the event was handled by a committed transaction; a hint before costly work, not a guard. */
    public boolean has(String consumer, String eventId) {
        return !jdbc.queryForList("SELECT 1 FROM inbox WHERE consumer = ? AND event_id = ?", consumer, eventId)
                .isEmpty();
    }

    /** Forgets what is older than any replay can be. */
    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT6M")
    public void purge() {
        int deleted;
        do {
            deleted = jdbc.update(
                    "DELETE FROM inbox WHERE received_at < UTC_TIMESTAMP(6) - INTERVAL ? DAY LIMIT ?",
                    RETENTION_DAYS,
                    PURGE_CHUNK);
        } while (deleted == PURGE_CHUNK);
    }
}
