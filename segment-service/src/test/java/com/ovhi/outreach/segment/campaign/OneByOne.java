package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.JobChanged;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What jobs tell of a campaign's messages, taken over by statements of its own for each event: simple and slow, for comparison.
 * An assignment sees those before it.
 */
final class OneByOne {

    private static final Set<String> STEPPING_ASIDE =
            Set.of("campaign-held", "other-channel", "other-time", "household", "worded-anew");

    private static final String TOLD = "IF(end_reason IN ('unheard', 'campaign-over'), NULL, end_reason)";

    private final JdbcClient jdbc;
    private final Standings standings;
    private final Enrolments enrolments;
    private final Versions versions;
    private final Departures departures;
    private final StepWithdrawals withdrawals;
    private final Clock clock;

    OneByOne(
            JdbcClient jdbc,
            Standings standings,
            Enrolments enrolments,
            Versions versions,
            Departures departures,
            StepWithdrawals withdrawals,
            Clock clock) {
        this.jdbc = jdbc;
        this.standings = standings;
        this.enrolments = enrolments;
        this.versions = versions;
        this.departures = departures;
        this.withdrawals = withdrawals;
        this.clock = clock;
    }

    void changed(JobChanged job, long campaign) {
        of(job, campaign).ifPresent(execution -> {
            switch (job.milestone()) {
                case SENT, DELIVERED, OPENED, CLICKED, REPLIED -> left(job, execution);
                case BOUNCED, FAILED, EXPIRED ->
                    ended(execution, job.milestone().code(), job);
                case CANCELLED -> {
                    if (job.reason() != null && STEPPING_ASIDE.contains(job.reason())) {
                        update(execution, """
                                ended_at = NULL, end_reason = NULL, job_id = IF(job_id = :job, NULL, job_id)
                                WHERE id = :id AND sent_at IS NULL""", Map.of("job", job.jobId().toString()));
                    } else {
                        var byStaff = "cancelled-by-caller".equals(job.reason());
                        ended(execution, byStaff ? "cancelled-by-caller" : "cancelled", job);
                    }
                }
                case SCHEDULED -> {
                    told(job, execution);
                    scheduled(job, execution);
                }
                case PROCESSING, UNDER_REVIEW -> told(job, execution);
            }
            switch (job.milestone()) {
                case DELIVERED, OPENED, CLICKED ->
                    standings
                            .of(execution)
                            .ifPresent(
                                    each -> enrolments.did(each, job.milestone().code()));
                default -> {}
            }
        });
    }

    private Optional<Execution> of(JobChanged job, long campaign) {
        var step = job.step();
        return jdbc.sql("SELECT " + Executions.COLUMNS + """
                         FROM step_executions x
                        WHERE x.campaign_id = :campaign AND x.patient_id = :patient AND x.outcome = 'requested'
                            AND (x.job_id = :job OR x.step = :step AND x.run = COALESCE(:run, x.run))
                        ORDER BY (x.job_id <=> :job) DESC,
                            IF(x.job_id IS NULL AND x.sent_at IS NULL AND x.ended_at IS NULL, -x.run, NULL) DESC,
                            x.run DESC, x.step DESC LIMIT 1""")
                .param("job", job.jobId().toString())
                .param("campaign", campaign)
                .param("patient", job.patientId())
                .param("step", step == null ? 0 : step.step() + 1)
                .param("run", step == null ? null : step.run())
                .query((row, _) -> Executions.read(row))
                .optional();
    }

    private void left(JobChanged job, Execution execution) {
        var news = update(
                execution,
                """
                job_id = :job, sent_at = :at, sent_on = :channel,
                    end_reason = IF(ended_at IS NULL, NULL, %1$s), ended_at = IF(%1$s IS NULL, NULL, ended_at)
                WHERE id = :id AND sent_at IS NULL""".formatted(TOLD),
                Map.of(
                        "job", job.jobId().toString(),
                        "at", Timestamp.from(job.occurredAt()),
                        "channel", job.channel().code()));
        if (news == 0) {
            told(job, execution);
            return;
        }
        var courses = new Courses(versions, execution.campaignId());
        standings
                .of(execution)
                .flatMap(each -> departures.left(each, execution, job.occurredAt(), courses))
                .ifPresent(each -> enrolments.save(List.of(each), clock.instant()));
    }

    private void told(JobChanged job, Execution execution) {
        update(
                execution,
                "job_id = :job, end_reason = IF(ended_at IS NULL, NULL, end_reason) WHERE id = :id",
                Map.of("job", job.jobId().toString()));
    }

    private void ended(Execution execution, String reason, JobChanged job) {
        update(execution, """
                end_reason = COALESCE(IF(ended_at IS NULL, NULL, %s), :reason), ended_at = COALESCE(ended_at, :at)
                WHERE id = :id""".formatted(TOLD), Map.of("reason", reason, "at", Timestamp.from(job.occurredAt())));
    }

    private void scheduled(JobChanged job, Execution execution) {
        var over = jdbc.sql("""
                        SELECT IF(run > :run, 'began-again', exit_reason) FROM enrolments
                        WHERE campaign_id = :campaign AND patient_id = :patient
                            AND (run > :run OR run = :run AND state = 'exited' AND exit_reason IS NOT NULL)""")
                .param("campaign", execution.campaignId())
                .param("patient", execution.patientId())
                .param("run", execution.run())
                .query(String.class)
                .optional()
                .filter(StepWithdrawals::because);
        if (over.isPresent()) {
            withdrawals.of(execution, job.organizationId(), over.get());
        } else {
            update(execution, "ended_at = NULL, end_reason = NULL WHERE id = :id AND sent_at IS NULL", Map.of());
        }
    }

    private int update(Execution execution, String change, Map<String, ?> params) {
        return jdbc.sql("UPDATE step_executions SET " + change)
                .params(params)
                .param("id", execution.id().toString())
                .update();
    }
}
