package com.ovhi.outreach.analytics.statistics;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The tables {@code job_milestones} and {@code comm_stats}: what was counted, and the counts that follow from it. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Ledger {

    private final JdbcClient jdbc;
    private final Clock clock;

    Ledger(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Remembers a job and says whether it was new. */
    boolean remember(CountedJob job) {
        return jdbc.sql("""
                        INSERT IGNORE INTO stat_jobs (job_id, organization_id, provider_id, channel, purpose)
                        VALUES (?, ?, ?, ?, ?)""")
                        .params(
                                job.jobId().toString(),
                                job.organizationId(),
                                job.providerId(),
                                job.channel().code(),
                                job.purpose().code())
                        .update()
                == 1;
    }

    /** A job, waiting for whoever is just remembering it. */
    Optional<CountedJob> find(UUID jobId) {
        return jdbc.sql("SELECT organization_id, provider_id, channel, purpose FROM stat_jobs WHERE job_id = ?"
                        + " LOCK IN SHARE MODE")
                .param(jobId.toString())
                .query((row, _) -> new CountedJob(
                        jobId,
                        row.getLong("organization_id"),
                        row.getLong("provider_id"),
                        Channel.of(row.getString("channel")),
                        Purpose.of(row.getString("purpose"))))
                .optional();
    }

    /** Counts a job once, and says whether this was the time. */
    boolean count(CountedJob job, Counter counter, LocalDate day, Instant at) {
        var first = jdbc.sql("""
                        INSERT IGNORE INTO job_milestones
                            (job_id, milestone, organization_id, provider_id, channel, purpose, stat_date, occurred_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")
                        .params(
                                job.jobId().toString(),
                                counter.code(),
                                job.organizationId(),
                                job.providerId(),
                                job.channel().code(),
                                job.purpose().code(),
                                day,
                                time(at))
                        .update()
                == 1;
        if (first) {
            increment(job, counter, day);
        }
        return first;
    }

    private void increment(CountedJob job, Counter counter, LocalDate day) {
        var column = counter.column();
        jdbc.sql("INSERT INTO comm_stats (date, organization_id, provider_id, channel, purpose, " + column
                        + ", created_at, updated_at) VALUES (?, ?, ?, ?, ?, 1, ?, ?) ON DUPLICATE KEY UPDATE " + column
                        + " = " + column + " + 1, updated_at = VALUES(updated_at)")
                .params(
                        day,
                        job.organizationId(),
                        job.providerId(),
                        job.channel().code(),
                        job.purpose().code(),
                        time(clock.instant()),
                        time(clock.instant()))
                .update();
    }

    /** Keeps an unsubscribe until its job is known. */
    void await(UUID jobId, Instant at) {
        jdbc.sql("INSERT IGNORE INTO waiting_signals (job_id, occurred_at) VALUES (?, ?)")
                .params(jobId.toString(), time(at))
                .update();
    }

    /** Takes the unsubscribe that waited for a job. */
    Optional<Instant> arrived(UUID jobId) {
        var at = jdbc.sql("SELECT occurred_at FROM waiting_signals WHERE job_id = ? FOR UPDATE")
                .param(jobId.toString())
                .query((row, _) -> row.getTimestamp("occurred_at").toInstant())
                .optional();
        at.ifPresent(_ -> jdbc.sql("DELETE FROM waiting_signals WHERE job_id = ?")
                .param(jobId.toString())
                .update());
        return at;
    }

    /** Counts one organisation again from the ledger and returns the number of rows. */
    int recount(long organizationId) {
        jdbc.sql("DELETE FROM comm_stats WHERE organization_id = ?")
                .param(organizationId)
                .update();
        var columns = counters().map(Counter::column).collect(Collectors.joining(", "));
        var sums =
                counters().map(each -> "SUM(milestone = '" + each.code() + "')").collect(Collectors.joining(", "));
        return jdbc.sql("INSERT INTO comm_stats (date, organization_id, provider_id, channel, purpose, " + columns
                        + ", created_at, updated_at) SELECT stat_date, organization_id, provider_id, channel, purpose, "
                        + sums + ", ?, ? FROM job_milestones WHERE organization_id = ?"
                        + " GROUP BY stat_date, organization_id, provider_id, channel, purpose")
                .params(time(clock.instant()), time(clock.instant()), organizationId)
                .update();
    }

    /** Keeps recounts away while something is counted; counting goes on side by side. */
    void share() {
        jdbc.sql("SELECT id FROM recount_lock WHERE id = 1 LOCK IN SHARE MODE")
                .query(Integer.class)
                .single();
    }

    /** Keeps everybody else away. */
    void exclude() {
        jdbc.sql("SELECT id FROM recount_lock WHERE id = 1 FOR UPDATE")
                .query(Integer.class)
                .single();
    }

    private static Stream<Counter> counters() {
        return Arrays.stream(Counter.values());
    }

    private static Timestamp time(Instant instant) {
        return Timestamp.from(instant.truncatedTo(ChronoUnit.MICROS));
    }
}
