package com.ovhi.outreach.reply.inbox;

import com.ovhi.outreach.common.time.Pace;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Gives back what somebody has claimed and then neither answered nor closed for too long: people go home. An answer that
 * did not get to the patient, as far as is known, is none, nor is one of which nothing was heard until it was of no use. An
 * emergency then counts as unclaimed again and calls whoever is on duty.
 */
@Component
class StaleClaims {

    /** How long an answer of staff in their own words is of use: none that was ordered is sent after that. */
    private static final Duration USEFUL = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Pace pace;
    private final InboxProperties properties;
    private final Duration template;
    private final Counter released;

    /** @param template how long one of a template is, which may wait for daylight */
    StaleClaims(
            JdbcClient jdbc,
            Clock clock,
            Pace pace,
            InboxProperties properties,
            @Value("${outreach.reply.staff-answer.useful:2d}") Duration template,
            MeterRegistry meters) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.pace = pace;
        this.properties = properties;
        this.template = template;
        released = Counter.builder("outreach.inbox.claims.released")
                .description("Items given back because whoever had claimed them did nothing for too long")
                .register(meters);
    }

    @Scheduled(fixedDelayString = "${outreach.reply.inbox.look:10s}")
    @Transactional
    void release() {
        var now = clock.instant();
        released.increment(jdbc.sql("""
            UPDATE staff_inbox i LEFT JOIN answers a ON a.answer_id = i.answer_id
            SET i.claimed_at = NULL, i.claimed_by = NULL
            WHERE i.state = 'open' AND (i.answer_id IS NULL OR a.state IN ('ordered', 'refused', 'not_sent', 'unknown'))
              AND i.claimed_at < GREATEST(:routine, :urgent)
              AND GREATEST(i.claimed_at, CASE WHEN a.state = 'ordered' THEN a.ordered_at + INTERVAL
                    (CASE WHEN a.template IS NULL OR i.is_urgent THEN :useful ELSE :template END) MICROSECOND
                    ELSE COALESCE(a.reported_at, i.claimed_at) END)
                    < CASE WHEN i.is_urgent THEN :urgent ELSE :routine END\
            """)
                .param(
                        "useful",
                        TimeUnit.NANOSECONDS.toMicros(pace.ofReal(USEFUL).toNanos()))
                .param("template", TimeUnit.NANOSECONDS.toMicros(template.toNanos()))
                .param("routine", Timestamp.from(now.minus(pace.ofReal(properties.claim()))))
                .param("urgent", Timestamp.from(now.minus(pace.ofReal(properties.urgentClaim()))))
                .update());
    }
}
