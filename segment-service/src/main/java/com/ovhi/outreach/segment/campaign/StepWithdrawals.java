package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.StepWithdrawn;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.outbox.Outbox;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes back what was asked for a patient who has reached a goal of the campaign, as far as it was not sent. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class StepWithdrawals {

    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final Clock clock;

    StepWithdrawals(JdbcClient jdbc, Outbox outbox, Clock clock) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** All that a patient still waits for. */
    void of(Enrolment enrolment, String reason) {
        jdbc.sql("""
                        SELECT c.organization_id, x.step FROM step_executions x
                            JOIN comm_campaigns c ON c.id = x.campaign_id
                        WHERE x.campaign_id = ? AND x.patient_id = ? AND x.run = ? AND x.outcome = 'requested'
                            AND x.sent_at IS NULL AND x.ended_at IS NULL ORDER BY x.step""")
                .params(enrolment.campaignId(), enrolment.patientId(), enrolment.run())
                .query((row, _) -> withdrawn(
                        row.getLong("organization_id"),
                        enrolment.campaignId(),
                        enrolment.patientId(),
                        Execution.occasion(enrolment.campaignId(), enrolment.run(), row.getInt("step")),
                        reason))
                .list()
                .forEach(this::tell);
    }

    /** One step. */
    void of(Execution execution, long organizationId, String reason) {
        tell(withdrawn(organizationId, execution.campaignId(), execution.patientId(), execution.occasion(), reason));
    }

    private StepWithdrawn withdrawn(
            long organizationId, long campaignId, long patientId, String occasion, String reason) {
        return new StepWithdrawn(campaignId, organizationId, patientId, occasion, reason, clock.instant());
    }

    private void tell(StepWithdrawn step) {
        outbox.publish(Topics.CAMPAIGN, Long.toString(step.patientId()), step);
    }
}
