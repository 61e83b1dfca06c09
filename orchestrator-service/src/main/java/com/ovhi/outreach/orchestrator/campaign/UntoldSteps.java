package com.ovhi.outreach.orchestrator.campaign;

import com.ovhi.outreach.common.contract.CampaignStep;
import com.ovhi.outreach.common.contract.OutreachRefused;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.outbox.Outbox;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Tells campaigns of contacts that were called off to be told otherwise and are told by nobody after all. Thread-safe. */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class UntoldSteps {

    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final Clock clock;

    UntoldSteps(JdbcClient jdbc, Outbox outbox, Clock clock) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * No other job follows one. Should a person have it tried once more, a job that is made then is heard of as usual.
     *
     * @param reason what was in the way
     */
    public void tell(UUID jobId, String reason) {
        jdbc.sql("""
                        SELECT job.request_id, job.organization_id, job.patient_id, job.campaign_id, job.campaign_version,
                            job.campaign_step, job.experiment_id, job.purpose, slot.occasion_key
                        FROM comm_jobs job JOIN contact_slots slot ON slot.id = job.slot_id
                        WHERE job.id = ? AND job.campaign_id IS NOT NULL""")
                .param(jobId.toString())
                .query((row, _) -> refused(row, jobId, reason))
                .optional()
                .ifPresent(each -> outbox.publish(Topics.JOB, Long.toString(each.patientId()), each));
    }

    private OutreachRefused refused(ResultSet row, UUID jobId, String reason) throws SQLException {
        return new OutreachRefused(
                UUID.fromString(row.getString("request_id")),
                row.getLong("organization_id"),
                row.getLong("patient_id"),
                row.getLong("campaign_id"),
                step(row),
                row.getString("occasion_key"),
                Purpose.of(row.getString("purpose")),
                reason,
                clock.instant(),
                jobId);
    }

    private static @Nullable CampaignStep step(ResultSet row) throws SQLException {
        var version = row.getObject("campaign_version", Integer.class);
        return version == null
                ? null
                : new CampaignStep(version, row.getInt("campaign_step"), row.getObject("experiment_id", Long.class));
    }
}
