package com.ovhi.outreach.scheduler.queue;

import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.time.Pace;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How much waits, counted every fifteen seconds so that a scrape costs nothing. */
@Component
class QueueGauges {

    /** Real time after which the report of a dispatched job is overdue. */
    private static final Duration REPORT_OVERDUE = Duration.ofMinutes(10);

    /** Nobody needs to know how much more it is, and counting must cost the same at any size. */
    private static final int MOST = 100_000;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Pace pace;
    private final Map<Lane, AtomicLong> waiting = new EnumMap<>(Lane.class);
    private final Map<Lane, AtomicLong> overdue = new EnumMap<>(Lane.class);
    private final Map<Lane, AtomicLong> oldest = new EnumMap<>(Lane.class);
    private final AtomicLong unreported = new AtomicLong();

    QueueGauges(JdbcClient jdbc, Clock clock, Pace pace, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.pace = pace;
        for (var lane : Lane.values()) {
            waiting.put(
                    lane, gauge(meters, "outreach.scheduler.queue.waiting", "Jobs that wait, at most 100,000", lane));
            overdue.put(lane, gauge(meters, "outreach.scheduler.queue.overdue", "Jobs that should have left", lane));
            var since = new AtomicLong();
            Gauge.builder("outreach.scheduler.queue.oldest", since, AtomicLong::get)
                    .description("Since the oldest of them was due, in real time")
                    .baseUnit("seconds")
                    .tag("lane", lane.code())
                    .register(meters);
            oldest.put(lane, since);
        }
        Gauge.builder("outreach.scheduler.queue.unreported", unreported, AtomicLong::get)
                .description("Dispatched more than ten minutes ago, no report since and not under review")
                .register(meters);
    }

    private static AtomicLong gauge(MeterRegistry meters, String name, String description, Lane lane) {
        var value = new AtomicLong();
        Gauge.builder(name, value, AtomicLong::get)
                .description(description)
                .tag("lane", lane.code())
                .register(meters);
        return value;
    }

    @Scheduled(fixedDelayString = "PT15S", initialDelayString = "PT5S")
    @Transactional(readOnly = true)
    void count() {
        var now = clock.instant();
        waiting.forEach((lane, value) -> value.set(count("state = 'waiting' AND lane = ?", lane.code())));
        overdue.forEach((lane, value) -> value.set(count(
                "state = 'waiting' AND lane = ? AND channel IN ('email', 'sms', 'whatsapp') AND due_at < ?",
                lane.code(),
                DueQueue.time(now.minus(pace.ofReal(Duration.ofSeconds(5)))))));
        oldest.forEach((lane, value) -> value.set(sinceOldestDue(lane, now)));
        unreported.set(count(
                "state = 'dispatched' AND lane IN ('urgent', 'priority', 'bulk')"
                        + " AND channel IN ('email', 'sms', 'whatsapp') AND reason IS NULL AND dispatched_at < ?",
                DueQueue.time(now.minus(pace.ofReal(REPORT_OVERDUE)))));
    }

    private long sinceOldestDue(Lane lane, Instant now) {
        return jdbc.sql("SELECT MIN(due_at) AS due FROM due_queue WHERE state = 'waiting' AND lane = ?"
                        + " AND channel IN ('email', 'sms', 'whatsapp')")
                .param(lane.code())
                .query((row, _) -> Optional.ofNullable(row.getTimestamp("due")))
                .single()
                .map(due -> Math.max(
                        0, pace.toReal(Duration.between(due.toInstant(), now)).toSeconds()))
                .orElse(0L);
    }

    private long count(String condition, Object... values) {
        return jdbc.sql("SELECT COUNT(*) FROM (SELECT 1 FROM due_queue WHERE " + condition + " LIMIT " + MOST
                        + ") counted")
                .params(values)
                .query(Long.class)
                .single();
    }
}
