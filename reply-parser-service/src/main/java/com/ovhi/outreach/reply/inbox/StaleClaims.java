package com.ovhi.outreach.reply.inbox;

import com.ovhi.outreach.common.time.Pace;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Gives back what somebody has claimed and then neither answered nor closed for too long: people go home. An emergency then
 * counts as unclaimed again and calls whoever is on duty.
 */
@Component
class StaleClaims {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Pace pace;
    private final InboxProperties properties;
    private final Counter released;

    StaleClaims(JdbcClient jdbc, Clock clock, Pace pace, InboxProperties properties, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.pace = pace;
        this.properties = properties;
        released = Counter.builder("outreach.inbox.claims.released")
                .description("Items given back because whoever had claimed them did nothing for too long")
                .register(meters);
    }

    @Scheduled(fixedDelayString = "${outreach.reply.inbox.look:10s}")
    @Transactional
    void release() {
        var now = clock.instant();
        released.increment(jdbc.sql("""
            UPDATE staff_inbox SET claimed_at = NULL, claimed_by = NULL
            WHERE state = 'open' AND answer_id IS NULL
              AND (claimed_at < :routine OR is_urgent AND claimed_at < :urgent)\
            """)
                .param("routine", Timestamp.from(now.minus(pace.ofReal(properties.claim()))))
                .param("urgent", Timestamp.from(now.minus(pace.ofReal(properties.urgentClaim()))))
                .update());
    }
}
