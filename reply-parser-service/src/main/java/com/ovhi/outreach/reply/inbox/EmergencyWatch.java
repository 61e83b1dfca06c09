package com.ovhi.outreach.reply.inbox;

import com.ovhi.outreach.common.time.Pace;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Measures how long messages that may be emergencies have been lying there without anybody having claimed them, so that
 * whoever watches the measurements is called.
 */
@Component
class EmergencyWatch {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Pace pace;
    private volatile Unclaimed unclaimed = new Unclaimed(0, Duration.ZERO);

    EmergencyWatch(JdbcClient jdbc, Clock clock, Pace pace, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.pace = pace;
        Gauge.builder("outreach.inbox.emergencies.unclaimed", this, each -> each.unclaimed.count())
                .description("Open emergencies that nobody has claimed")
                .register(meters);
        Gauge.builder(
                        "outreach.inbox.emergencies.oldest",
                        this,
                        each -> each.unclaimed.age().toSeconds())
                .baseUnit("seconds")
                .description("How long the oldest of them has been waiting, in real time")
                .register(meters);
    }

    @Scheduled(fixedDelayString = "${outreach.reply.emergency-watch:10s}")
    @Transactional(readOnly = true)
    void look() {
        unclaimed = jdbc.sql("""
            SELECT COUNT(*) AS emergencies, MIN(received_at) AS oldest FROM staff_inbox
            WHERE state = 'open' AND is_urgent AND claimed_by IS NULL\
            """)
                .query((row, _) -> new Unclaimed(row.getLong("emergencies"), age(row.getTimestamp("oldest"))))
                .single();
    }

    private Duration age(@Nullable Timestamp oldest) {
        var since = oldest == null ? clock.instant() : oldest.toInstant();
        return pace.toReal(positive(since));
    }

    private Duration positive(Instant since) {
        var age = Duration.between(since, clock.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }

    private record Unclaimed(long count, Duration age) {}
}
