package com.ovhi.outreach.orchestrator.projection;

import com.ovhi.outreach.common.time.UtcTime;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Forgets what was planned for days long past: nobody is contacted for them or counts their contacts any more, and no answer
 * to their messages is expected. Thread-safe.
 */
@Component
class OldPlans {

    private static final Duration KEEP = Duration.ofDays(120);
    private static final int CHUNK = 1_000;

    private static final List<String> BY_DATE = List.of(
            "DELETE FROM visit_day_requests WHERE visit_date < ? LIMIT " + CHUNK,
            "DELETE FROM visit_day_visits WHERE visit_date < ? LIMIT " + CHUNK,
            "DELETE FROM visit_days WHERE visit_date < ? LIMIT " + CHUNK,
            "DELETE FROM refill_requests WHERE due_on < ? LIMIT " + CHUNK);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final TransactionTemplate transactions;

    OldPlans(JdbcClient jdbc, Clock clock, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.transactions = new TransactionTemplate(transactions);
    }

    /** Some at a time. */
    @Scheduled(fixedDelayString = "PT6H", initialDelayString = "PT9M")
    void purge() {
        var before = clock.instant().minus(KEEP);
        var date = LocalDate.ofInstant(before, ZoneOffset.UTC);
        BY_DATE.forEach(statement -> whole(statement, date));
        // The job a member was told by may have been planned for much later than they joined it.
        whole("""
                        DELETE FROM household_members WHERE joined_at < ? AND job_id IN (
                            SELECT id FROM comm_jobs WHERE scheduled_at < ?) LIMIT
                        """ + CHUNK, UtcTime.of(before), UtcTime.of(before));
        whole("DELETE FROM household_leavers WHERE left_at < ? LIMIT " + CHUNK, UtcTime.of(before));
        // A contact of a campaign is called off, or asked for again, while it is still to come.
        whole(
                "DELETE FROM campaign_contacts WHERE job_id IN (SELECT id FROM comm_jobs WHERE scheduled_at < ?) LIMIT "
                        + CHUNK,
                UtcTime.of(before));
    }

    private void whole(String statement, Object... params) {
        Integer forgotten;
        do {
            forgotten =
                    transactions.execute(_ -> jdbc.sql(statement).params(params).update());
        } while (forgotten != null && forgotten == CHUNK);
    }
}
