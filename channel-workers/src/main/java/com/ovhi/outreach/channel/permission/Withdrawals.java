package com.ovhi.outreach.channel.permission;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The projection of jobs that were called off: the scheduler can hold back what it has, but not what it handed over. */
@Component
public class Withdrawals {

    /** Longer than any job lives. */
    private static final int RETENTION_DAYS = 120;

    private static final int PURGE_CHUNK = 5_000;

    private final JdbcClient jdbc;

    Withdrawals(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those of some jobs that were called off, as far as is known here now. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Set<UUID> among(Collection<UUID> jobs) {
        return jdbc
                .sql("SELECT job_id FROM withdrawn_jobs WHERE job_id IN (:jobs)")
                .param("jobs", jobs.stream().map(UUID::toString).toList())
                .query((row, _) -> UUID.fromString(row.getString(1)))
                .stream()
                .collect(Collectors.toSet());
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void withdrawn(UUID jobId) {
        jdbc.sql("INSERT IGNORE INTO withdrawn_jobs (job_id, withdrawn_at) VALUES (?, UTC_TIMESTAMP(6))")
                .param(jobId.toString())
                .update();
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT9M")
    @Transactional
    public void purge() {
        jdbc.sql("DELETE FROM withdrawn_jobs WHERE withdrawn_at < UTC_TIMESTAMP(6) - INTERVAL ? DAY LIMIT ?")
                .params(RETENTION_DAYS, PURGE_CHUNK)
                .update();
    }
}
