package com.ovhi.outreach.reply.inbox;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who works with an inbox, as far as they have opened it: table {@code inbox_staff}. Names are the subjects of tokens, which
 * nobody here can look up, so that one mistyped would take an item out of everybody's sight. Call inside a transaction.
 */
@Component
class Colleagues {

    /** Whoever has not looked in for so long has left. */
    private static final Duration PRESENT = Duration.ofDays(90);

    /** It need not be known more exactly. */
    private static final Duration STEP = Duration.ofHours(1);

    private static final int MOST = 500;

    private static final long OF_NOBODY = 0;

    private final JdbcClient jdbc;
    private final Clock clock;

    Colleagues(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Notes that somebody has the inbox open. */
    void seen(@Nullable Long organization, String who) {
        var now = clock.instant();
        jdbc.sql("""
            INSERT INTO inbox_staff (organization_id, subject, seen_at) VALUES (:organization, :who, :now)
            ON DUPLICATE KEY UPDATE seen_at = CASE WHEN seen_at < :stale THEN :now ELSE seen_at END\
            """)
                .param("organization", key(organization))
                .param("who", who)
                .param("now", Timestamp.from(now))
                .param("stale", Timestamp.from(now.minus(STEP)))
                .update();
    }

    boolean contain(@Nullable Long organization, String who) {
        return jdbc.sql("SELECT 1 FROM inbox_staff WHERE organization_id = ? AND subject = ? AND seen_at > ?")
                .params(key(organization), who, Timestamp.from(clock.instant().minus(PRESENT)))
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** In the order of their names. */
    List<String> of(@Nullable Long organization) {
        return jdbc.sql("""
            SELECT subject FROM inbox_staff WHERE organization_id = ? AND seen_at > ? ORDER BY subject LIMIT ?\
            """)
                .params(key(organization), Timestamp.from(clock.instant().minus(PRESENT)), MOST)
                .query((row, _) -> String.valueOf(row.getString("subject")))
                .list();
    }

    private static long key(@Nullable Long organization) {
        return organization == null ? OF_NOBODY : organization;
    }
}
