package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.segment.campaign.Runs.Run;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The steps a pause has called off. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class HeldSteps {

    private final JdbcClient jdbc;

    HeldSteps(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What was asked for before the last pause and was not sent, by the version its patient is on now; in no order, so that of
     * many no more are read than are wanted.
     *
     * @param answeredBy what the round before this one asked for earlier and became no job was refused, should nobody have told
     *     it; what that round did not come to still waits
     * @param mayReturn who has exited by then and entered the segment again begins again, as long as going through the segment
     *     has still to come to them: whom it has passed has begun, or will not; null when nobody may
     */
    List<CalledOff> calledOff(Run run, Instant answeredBy, @Nullable Instant mayReturn, int limit) {
        return jdbc.sql("""
                        SELECT x.campaign_id, x.patient_id, x.run, e.version, x.step, x.round, x.variant, x.reason,
                            CASE
                                WHEN x.run < e.run THEN :again
                                WHEN e.state = 'exited' AND e.exit_reason <> 'finished' THEN e.exit_reason
                                WHEN e.patient_id > :through AND e.exited_at <= :mayReturn
                                    AND EXISTS (SELECT 1 FROM segment_members m
                                        WHERE m.segment_id = :segment AND m.patient_id = e.patient_id
                                            AND m.entered_at > %s) THEN :again
                                WHEN x.job_id IS NULL AND x.round = :round - 1 AND x.executed_at < :answeredBy
                                    THEN 'refused'
                                WHEN EXISTS (SELECT 1 FROM step_executions y
                                    WHERE y.campaign_id = x.campaign_id AND y.patient_id = x.patient_id
                                        AND y.run = x.run AND y.sent_at IS NOT NULL
                                        AND COALESCE(y.first_asked_at, y.executed_at)
                                            > COALESCE(x.first_asked_at, x.executed_at)) THEN 'overtaken'
                            END AS obsolete
                        FROM step_executions x
                            JOIN enrolments e ON e.campaign_id = x.campaign_id AND e.patient_id = x.patient_id
                        WHERE x.campaign_id = :campaign AND x.round < :round AND %s
                        LIMIT :limit""".formatted(Returning.SINCE, Executions.UNSENT))
                .param("again", Enrolment.BEGAN_AGAIN)
                .param("mayReturn", mayReturn == null ? null : Timestamp.from(mayReturn))
                .param("through", run.expanded() ? Long.MAX_VALUE : run.enrolledThrough())
                .param("segment", run.segmentId())
                .param("round", run.round())
                .param("answeredBy", Timestamp.from(answeredBy))
                .param("campaign", run.campaignId())
                .param("limit", limit)
                .query((row, _) -> new CalledOff(Executions.read(row), row.getString("obsolete")))
                .list();
    }

    /** They are asked for again, all in the same round; why they were refused before is void. */
    void askedAgain(List<Execution> executions, Instant now) {
        var versions = executions.stream().collect(Collectors.groupingBy(Execution::version));
        versions.forEach((version, some) -> jdbc.sql("""
                        UPDATE step_executions
                        SET first_asked_at = COALESCE(first_asked_at, executed_at), round = :round, executed_at = :now,
                            version = :version, end_reason = NULL
                        WHERE id IN (:ids)""")
                .param("round", some.getFirst().round())
                .param("now", Timestamp.from(now))
                .param("version", version)
                .param("ids", ids(some))
                .update());
    }

    /** They are not asked for again, and nothing comes of them any more. */
    void ended(Map<String, List<Execution>> byReason, Instant now) {
        byReason.forEach((reason, some) -> jdbc.sql("""
                        UPDATE step_executions
                        SET ended_at = COALESCE(ended_at, :now), end_reason = COALESCE(end_reason, :reason)
                        WHERE id IN (:ids)""")
                .param("now", Timestamp.from(now))
                .param("reason", reason)
                .param("ids", ids(some))
                .update());
    }

    private static List<String> ids(List<Execution> executions) {
        return executions.stream().map(each -> each.id().toString()).toList();
    }

    /**
     * What a pause has called off.
     *
     * @param obsolete why it is not asked for again; null is that it may be
     */
    record CalledOff(Execution execution, @Nullable String obsolete) {}
}
