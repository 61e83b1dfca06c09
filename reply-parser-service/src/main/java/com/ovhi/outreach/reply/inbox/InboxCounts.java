package com.ovhi.outreach.reply.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How much waits in an inbox. */
@Component
class InboxCounts {

    private final JdbcClient jdbc;

    InboxCounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What is open.
     *
     * @param organization null for what belongs to nobody we know
     * @param who asks
     */
    @Transactional(readOnly = true)
    public Counts open(@Nullable Long organization, String who) {
        var intents = new LinkedHashMap<String, Long>();
        jdbc.sql("""
            SELECT intent, COUNT(*) AS items FROM staff_inbox
            WHERE organization_id <=> ? AND state = 'open' GROUP BY intent ORDER BY intent\
            """).param(organization).query(row -> {
            intents.put(row.getString("intent"), row.getLong("items"));
        });
        return jdbc.sql("""
            SELECT COUNT(*) AS items, COALESCE(SUM(is_urgent), 0) AS urgent,
                COALESCE(SUM(suggested_intent <=> 'stop'), 0) AS stops,
                COALESCE(SUM(claimed_by IS NULL), 0) AS unclaimed, COALESCE(SUM(claimed_by <=> :who), 0) AS mine,
                MIN(CASE WHEN claimed_by IS NULL THEN received_at END) AS oldest
            FROM staff_inbox WHERE organization_id <=> :organization AND state = 'open'\
            """)
                .param("who", who)
                .param("organization", organization)
                .query((row, _) -> read(row, intents))
                .single();
    }

    private static Counts read(ResultSet row, Map<String, Long> intents) throws SQLException {
        var oldest = row.getTimestamp("oldest");
        return new Counts(
                row.getLong("items"),
                row.getLong("urgent"),
                row.getLong("stops"),
                row.getLong("unclaimed"),
                row.getLong("mine"),
                oldest == null ? null : oldest.toInstant(),
                intents);
    }

    /**
     * Open items.
     *
     * @param urgent whether somebody may be in danger
     * @param suspectedStops that may ask for no more messages
     * @param mine claimed by whoever asks
     * @param oldestUnclaimed when the oldest arrived that nobody has claimed; null when all are claimed
     * @param intents as which they were read, by name
     */
    record Counts(
            long open,
            long urgent,
            long suspectedStops,
            long unclaimed,
            long mine,
            @Nullable Instant oldestUnclaimed,
            Map<String, Long> intents) {}
}
