package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.common.time.Pace;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Measures how long the segment has been waiting, in real time, that should have been judged first: a rule that takes the
 * database too long is tried again and again, and whatever asks for its members waits with it.
 */
@Component
class OverdueWatch {

    private static final Logger log = LoggerFactory.getLogger(OverdueWatch.class);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Pace pace;
    private volatile double seconds;

    OverdueWatch(JdbcClient jdbc, Clock clock, Pace pace, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.pace = pace;
        Gauge.builder("outreach.segment.overdue", this, each -> each.seconds)
                .baseUnit("seconds")
                .description("How long the segment that is due first has been due")
                .register(meters);
    }

    @Scheduled(fixedDelayString = "PT30S")
    @Transactional(readOnly = true)
    public void look() {
        var now = clock.instant();
        var first = jdbc.sql("""
                        SELECT id, evaluate_at FROM patient_segments
                        WHERE status IN ('active', 'completed') AND evaluate_at <= ?
                        ORDER BY evaluate_at LIMIT 1""")
                .param(Timestamp.from(now))
                .query((row, n) -> new Due(row.getLong("id"), row.getTimestamp("evaluate_at")))
                .optional();
        var waiting =
                first.map(each -> Duration.between(each.at().toInstant(), now)).orElse(Duration.ZERO);
        seconds = pace.toReal(waiting).toMillis() / 1_000.0;
        first.filter(_ -> seconds > Duration.ofMinutes(10).toSeconds())
                .ifPresent(each -> log.atWarn()
                        .addKeyValue("segment_id", each.segmentId())
                        .log("Segment has not been judged for a long time"));
    }

    private record Due(long segmentId, Timestamp at) {}
}
