package com.ovhi.outreach.analytics.fact;

import com.ovhi.outreach.analytics.organization.OrganizationZones;
import com.ovhi.outreach.analytics.retention.Forgetful;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Forgets old facts and visits. Counts made of them stay: days before the first whose facts are all there are never counted
 * again, and what is told of them is passed over, as it might have been counted already.
 */
@Component
class LedgerRetention implements Forgetful {

    private static final int CHUNK = 2_000;
    /** Facts have it while it is not known whose they are. */
    private static final long NOBODY = 0;

    private final JdbcClient jdbc;
    private final OrganizationZones zones;
    private final TransactionOperations transactions;

    LedgerRetention(JdbcClient jdbc, OrganizationZones zones, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.zones = zones;
        this.transactions = transactions;
    }

    @Override
    public void forget(Instant before) {
        var day = LocalDate.ofInstant(before, ZoneOffset.UTC);
        for (long organization : in(zones::all)) {
            // First nothing is counted there any longer, then it goes.
            var from = in(() -> zones.keepFrom(organization, day));
            forgetFacts(organization, from, before);
        }
        forgetFacts(NOBODY, day, before);
        forgetVisits("outcome_at < ?", before);
        forgetVisits("outcome_at IS NULL AND told_at < ?", before);
    }

    private void forgetVisits(String which, Instant before) {
        whileThereIsMore(() -> jdbc.sql("DELETE FROM visits WHERE " + which + " LIMIT " + CHUNK)
                        .param(Timestamp.from(before))
                        .update()
                == CHUNK);
    }

    private void forgetFacts(long organization, LocalDate from, Instant before) {
        for (var counter : Counter.values()) {
            whileThereIsMore(() -> forgetFacts(organization, counter, from, before));
        }
    }

    /** Those of a job that is not known yet have no day that means anything, and wait for it as long. */
    private boolean forgetFacts(long organization, Counter counter, LocalDate from, Instant before) {
        List<String> jobs = jdbc.sql("SELECT job_id FROM job_milestones WHERE organization_id = ? AND milestone = ?"
                        + " AND stat_date < ? AND (channel <> '' OR occurred_at < ?) LIMIT " + CHUNK)
                .params(organization, counter.code(), from, Timestamp.from(before))
                .query((row, _) -> row.getString(1))
                .list();
        if (!jobs.isEmpty()) {
            jdbc.sql("DELETE FROM job_milestones WHERE job_id IN (:jobs) AND milestone = :milestone")
                    .param("jobs", jobs)
                    .param("milestone", counter.code())
                    .update();
            jdbc.sql("DELETE FROM stat_jobs WHERE job_id IN (:jobs) AND NOT EXISTS"
                            + " (SELECT 1 FROM job_milestones fact WHERE fact.job_id = stat_jobs.job_id)")
                    .param("jobs", jobs)
                    .update();
        }
        return jobs.size() == CHUNK;
    }

    private void whileThereIsMore(BooleanSupplier chunk) {
        var more = true;
        while (more) {
            more = in(chunk::getAsBoolean);
        }
    }

    private <T> T in(Supplier<T> work) {
        return Objects.requireNonNull(transactions.execute(_ -> work.get()));
    }
}
