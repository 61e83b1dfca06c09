package com.ovhi.outreach.reply.inbox;

import com.ovhi.outreach.common.time.Pace;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Measures, for each organisation, how long messages that may be emergencies or opt-outs have been lying there without
 * anybody having claimed them, so that whoever watches the measurements calls the clinic's people on duty.
 */
@Component
class EmergencyWatch {

    private static final String WAITING = """
        SELECT COALESCE(organization_id, 'none') AS organization, COUNT(*) AS items, MIN(received_at) AS oldest
        FROM staff_inbox WHERE state = 'open' AND claimed_by IS NULL AND\
        """;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Pace pace;
    private final MultiGauge emergencies;
    private final MultiGauge oldestEmergency;
    private final MultiGauge oldestStop;

    EmergencyWatch(JdbcClient jdbc, Clock clock, Pace pace, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.pace = pace;
        emergencies = MultiGauge.builder("outreach.inbox.emergencies.unclaimed")
                .description("Open items of an organisation, certain or suspected emergencies, that nobody has claimed")
                .register(meters);
        oldestEmergency = MultiGauge.builder("outreach.inbox.emergencies.oldest")
                .baseUnit("seconds")
                .description("How long the oldest of them has been waiting, in real time")
                .register(meters);
        oldestStop = MultiGauge.builder("outreach.inbox.stops.oldest")
                .baseUnit("seconds")
                .description("How long the oldest unclaimed item that may be an opt-out has been waiting, in real time")
                .register(meters);
    }

    @Scheduled(fixedDelayString = "${outreach.reply.emergency-watch:10s}")
    @Transactional(readOnly = true)
    void look() {
        var dangers = waiting(" is_urgent");
        emergencies.register(rows(dangers, Unclaimed::items), true);
        oldestEmergency.register(rows(dangers, Unclaimed::seconds), true);
        oldestStop.register(rows(waiting(" suggested_intent = 'stop'"), Unclaimed::seconds), true);
    }

    private List<Unclaimed> waiting(String what) {
        return jdbc.sql(WAITING + what + " GROUP BY organization_id")
                .query(this::read)
                .list();
    }

    private static List<Row<?>> rows(List<Unclaimed> waiting, ToDoubleFunction<Unclaimed> value) {
        return waiting.stream()
                .<Row<?>>map(each -> Row.of(Tags.of("organization", each.organization()), value.applyAsDouble(each)))
                .toList();
    }

    private Unclaimed read(ResultSet row, int number) throws SQLException {
        return new Unclaimed(
                row.getString("organization"),
                row.getLong("items"),
                age(row.getTimestamp("oldest")).toSeconds());
    }

    private Duration age(Timestamp oldest) {
        return pace.toReal(positive(oldest.toInstant()));
    }

    private Duration positive(Instant since) {
        var age = Duration.between(since, clock.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }

    private record Unclaimed(String organization, long items, long seconds) {}
}
