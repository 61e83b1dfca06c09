package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.StepWithdrawn;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.outbox.Outbox;
import java.time.Clock;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes back what was asked for patients whom the campaign means no longer, as far as it was not sent. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class StepWithdrawals {

    private static final Set<String> BEYOND_GOALS = Set.of(StepJudge.VARIANT_STOPPED, Enrolment.BEGAN_AGAIN);

    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final Clock clock;

    StepWithdrawals(JdbcClient jdbc, Outbox outbox, Clock clock) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Whether who leaves because of something is not to get what they wait for. */
    static boolean because(String exitReason) {
        return BEYOND_GOALS.contains(exitReason) || Goal.reached(exitReason).isPresent();
    }

    /**
     * All that patients of one campaign still wait for who leave it, each because of their exit's reason.
     *
     * @return how many messages that is
     */
    int of(Collection<Enrolment> leaving) {
        if (leaving.isEmpty()) {
            return 0;
        }
        var campaign = leaving.iterator().next().campaignId();
        var patients = leaving.stream().collect(Collectors.toMap(Enrolment::patientId, Function.identity()));
        var waiting = jdbc
                .sql("""
                        SELECT c.organization_id, x.patient_id, x.run, x.step FROM step_executions x
                            JOIN comm_campaigns c ON c.id = x.campaign_id
                        WHERE x.campaign_id = :campaign AND x.patient_id IN (:patients) AND x.outcome = 'requested'
                            AND x.sent_at IS NULL AND x.ended_at IS NULL ORDER BY x.patient_id, x.step""")
                .param("campaign", campaign)
                .param("patients", patients.keySet())
                .query((row, _) -> {
                    var patient = Objects.requireNonNull(patients.get(row.getLong("patient_id")));
                    return row.getInt("run") == patient.run()
                            ? Optional.of(withdrawn(
                                    row.getLong("organization_id"),
                                    campaign,
                                    patient.patientId(),
                                    Execution.occasion(campaign, patient.run(), row.getInt("step")),
                                    Objects.requireNonNull(patient.exitReason())))
                            : Optional.<StepWithdrawn>empty();
                })
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
        waiting.forEach(this::tell);
        return waiting.size();
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
