package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.OutreachRefused;
import java.sql.Timestamp;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The steps the orchestrator has refused, by its own reasons. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class RefusedSteps {

    private static final String REFUSED = "refused-";

    /** An earlier request for the same contact has become a message, or the patient is told under another record: no fault. */
    private static final String TOLD_ELSEWHERE = "duplicate-contact";

    /** Somebody can mend the text: it is asked for again when the campaign, paused, goes on. */
    private static final Set<String> FOR_ITS_TEXT =
            Set.of("unknown-template", "missing-variable", "unsuitable-content");

    private final JdbcClient jdbc;

    RefusedSteps(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What was asked for became no job, or none any more; nothing that was asked for once more since. What another job has told
     * of the step holds. What was refused for its text, or because the same is told elsewhere, stays open, with why.
     */
    void told(OutreachRefused refusal) {
        var elsewhere = TOLD_ELSEWHERE.equals(refusal.reason());
        of(refusal)
                .ifPresent(execution -> jdbc.sql("""
                                UPDATE step_executions
                                SET end_reason = IF(ended_at IS NULL, :reason, end_reason),
                                    ended_at = IF(:open, ended_at, COALESCE(ended_at, :at))
                                WHERE id = :id AND (job_id IS NULL OR job_id = :job) AND sent_at IS NULL""")
                        .param("reason", elsewhere ? TOLD_ELSEWHERE : REFUSED + refusal.reason())
                        .param("open", elsewhere || FOR_ITS_TEXT.contains(refusal.reason()))
                        .param("at", Timestamp.from(refusal.refusedAt()))
                        .param("id", execution.id().toString())
                        .param(
                                "job",
                                refusal.jobId() == null ? null : refusal.jobId().toString())
                        .update());
    }

    /** That of a job which was to be followed by another one is of the step in whichever round the job was made. */
    private Optional<Execution> of(OutreachRefused refusal) {
        return jdbc
                .sql("SELECT " + Executions.COLUMNS + """
                         FROM step_executions x
                        WHERE x.campaign_id = ? AND x.patient_id = ? AND x.outcome = 'requested'""")
                .params(refusal.campaignId(), refusal.patientId())
                .query((row, _) -> Executions.read(row))
                .list()
                .stream()
                .filter(each -> refusal.jobId() == null
                        ? each.requestId().equals(refusal.requestId())
                        : each.occasion().equals(refusal.occasionKey()))
                .findFirst();
    }
}
