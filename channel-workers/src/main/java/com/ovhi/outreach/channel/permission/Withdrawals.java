package com.ovhi.outreach.channel.permission;

import com.ovhi.outreach.common.contract.ContactWithdrawn;
import java.util.UUID;
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

    /** Whether a job was called off, as far as is known here now. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean contain(UUID jobId) {
        return jdbc.sql("SELECT 1 FROM withdrawn_jobs WHERE job_id = ?")
                .param(jobId.toString())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void withdrawn(ContactWithdrawn withdrawal) {
        jdbc.sql("INSERT IGNORE INTO withdrawn_jobs (job_id, withdrawn_at) VALUES (?, UTC_TIMESTAMP(6))")
                .param(withdrawal.jobId().toString())
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
