package com.ovhi.outreach.preference.feedback;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.DeliveryReported;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Table {@code early_reports}: what a provider said of a job before the job's own event arrived. A complaint is not lost
 * because it was read first. Thread-safe.
 */
@Component
class EarlyReports {

    private static final Logger log = LoggerFactory.getLogger(EarlyReports.class);
    private static final int PATIENCE_DAYS = 7;
    private static final int PURGE_CHUNK = 1_000;

    private final JdbcClient jdbc;
    private final MeterRegistry meters;

    EarlyReports(JdbcClient jdbc, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.meters = meters;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void keep(String eventId, UUID jobId, DeliveryReported report) {
        jdbc.sql(
                        "INSERT IGNORE INTO early_reports (event_id, job_id, report, received_at) VALUES (?, ?, ?, UTC_TIMESTAMP(6))")
                .params(eventId, jobId.toString(), ContractJson.writeText(report))
                .update();
    }

    /** The jobs of these that reports wait for; waits itself for whoever is just putting something in. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Set<UUID> waiting(List<UUID> jobs) {
        return jdbc.sql("SELECT job_id FROM early_reports WHERE job_id IN (:jobs) ORDER BY job_id FOR UPDATE")
                .param("jobs", jobs.stream().map(UUID::toString).toList())
                .query((row, number) -> UUID.fromString(row.getString("job_id")))
                .set();
    }

    /** Takes out what waits for a job; waits itself for whoever is just putting something in. */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<DeliveryReported> take(UUID jobId) {
        var reports = jdbc.sql("SELECT report FROM early_reports WHERE job_id = ? ORDER BY received_at FOR UPDATE")
                .param(jobId.toString())
                .query((row, number) -> ContractJson.read(row.getString("report"), DeliveryReported.class))
                .list();
        if (!reports.isEmpty()) {
            jdbc.sql("DELETE FROM early_reports WHERE job_id = ?")
                    .param(jobId.toString())
                    .update();
        }
        return reports;
    }

    /** Gives up reports on jobs nobody ever told of. */
    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT8M")
    @Transactional
    public void purge() {
        var given = jdbc.sql("DELETE FROM early_reports WHERE received_at < UTC_TIMESTAMP(6) - INTERVAL ? DAY LIMIT ?")
                .params(PATIENCE_DAYS, PURGE_CHUNK)
                .update();
        if (given > 0) {
            meters.counter("outreach.feedback.orphans").increment(given);
            log.atWarn().addKeyValue("reports", given).log("Delivery reports belong to no job");
        }
    }
}
