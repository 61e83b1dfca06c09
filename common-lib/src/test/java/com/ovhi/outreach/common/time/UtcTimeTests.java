package com.ovhi.outreach.common.time;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.sample.SampleApplication;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Objects;
import java.util.TimeZone;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The database understands the same instant as by a timestamp, whatever the zone of this machine. */
@ServiceTest(schema = "ovhi_sample")
@ContextConfiguration(classes = SampleApplication.class)
class UtcTimeTests {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;

    UtcTimeTests(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
    }

    @ParameterizedTest
    @CsvSource({
        "UTC, 2026-03-08T07:30:00.123456Z",
        "America/New_York, 2026-03-08T07:30:00.123456Z",
        "America/New_York, 2026-11-01T05:30:00Z",
        "Asia/Kolkata, 1970-01-02T00:00:00Z",
        "Pacific/Kiritimati, 2038-01-18T00:00:00.9Z"
    })
    void isTheSameAsATimestamp(String zone, Instant instant) {
        var usual = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try {
            transactions.executeWithoutResult(status -> {
                keep("by-timestamp", Timestamp.from(instant));
                keep("by-time", UtcTime.of(instant));
                assertThat(kept("by-time")).isEqualTo(kept("by-timestamp")).isEqualTo(instant);
                assertThat(text("by-time")).isEqualTo(text("by-timestamp"));
                status.setRollbackOnly();
            });
        } finally {
            TimeZone.setDefault(usual);
        }
    }

    private void keep(String name, Object time) {
        jdbc.update("INSERT INTO inbox (consumer, event_id, received_at) VALUES (?, 'time', ?)", name, time);
    }

    private Instant kept(String name) {
        return Objects.requireNonNull(
                        jdbc.queryForObject("SELECT received_at FROM inbox WHERE consumer = ?", Timestamp.class, name))
                .toInstant();
    }

    private String text(String name) {
        return Objects.requireNonNull(jdbc.queryForObject(
                "SELECT CAST(received_at AS CHAR) FROM inbox WHERE consumer = ?", String.class, name));
    }
}
