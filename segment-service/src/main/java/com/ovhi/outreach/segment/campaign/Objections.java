package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.segment.campaign.Executions.Fact;
import com.ovhi.outreach.segment.population.OptOut;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which messages patients objected to. The same objection is told by the answer or by the provider, who name the message, and by
 * preference-service, which does not, in whichever order: it counts once, and for the message that was named if one was.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Objections {

    /** What is told within a day is the same objection. */
    private static final Duration THE_SAME = Duration.ofDays(1);

    /** An older message is not what a patient objects to. */
    private static final Duration REMEMBERED = Duration.ofDays(7);

    private final JdbcClient jdbc;
    private final Executions executions;

    Objections(JdbcClient jdbc, Executions executions) {
        this.jdbc = jdbc;
        this.executions = executions;
    }

    /** What a patient objects to was told; what was only supposed of it is void. */
    void told(Execution execution, Fact objection, Instant at) {
        var supposed = jdbc.sql("""
                        SELECT x.id FROM enrolments e
                            JOIN step_executions x ON x.campaign_id = e.campaign_id AND x.patient_id = e.patient_id
                        WHERE e.patient_id IN (:records) AND x.is_opt_out_supposed AND x.opted_out_at > :since""")
                .param("records", executions.records(survivor(execution.patientId())))
                .param("since", Timestamp.from(at.minus(THE_SAME)))
                .query(String.class)
                .list();
        if (!supposed.isEmpty()) {
            jdbc.sql("""
                            UPDATE step_executions SET opted_out_at = NULL, is_opt_out_supposed = FALSE
                            WHERE id IN (:supposed) AND is_opt_out_supposed""").param("supposed", supposed).update();
        }
        executions.first(execution, objection, at);
    }

    private long survivor(long patientId) {
        return jdbc.sql("SELECT COALESCE(merged_into, patient_id) FROM patients WHERE patient_id = ?")
                .param(patientId)
                .query(Long.class)
                .optional()
                .orElse(patientId);
    }

    /** The message of an organisation's campaigns a patient had got last, under any of their records, where they opted out. */
    Optional<Execution> lastBefore(OptOut optOut) {
        return jdbc.sql("SELECT " + Executions.COLUMNS + """
                         FROM step_executions x JOIN enrolments e USING (campaign_id, patient_id)
                            JOIN comm_campaigns c ON c.id = x.campaign_id
                        WHERE e.patient_id IN (:records) AND c.organization_id = :organization
                            AND x.sent_at > :since AND x.sent_at <= :at
                            AND (x.sent_on IS NULL OR x.sent_on IN (:channels))
                        ORDER BY x.sent_at DESC LIMIT 1""")
                .param("records", executions.records(optOut.patientId()))
                .param("organization", optOut.organizationId())
                .param("since", Timestamp.from(optOut.at().minus(REMEMBERED)))
                .param("at", Timestamp.from(optOut.at()))
                .param("channels", optOut.channels().stream().map(Channel::code).toList())
                .query((row, _) -> Executions.read(row))
                .optional();
    }

    /** Nobody says which message an opt-out was to: it is supposed to be this one, unless the objection is known already. */
    void supposed(Execution execution, OptOut optOut) {
        if (!known(optOut)) {
            jdbc.sql("""
                            UPDATE step_executions SET opted_out_at = :at, is_opt_out_supposed = TRUE
                            WHERE id = :id AND opted_out_at IS NULL""")
                    .param("at", Timestamp.from(optOut.at()))
                    .param("id", execution.id().toString())
                    .update();
        }
    }

    private boolean known(OptOut optOut) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT 1 FROM enrolments e
                            JOIN step_executions x ON x.campaign_id = e.campaign_id AND x.patient_id = e.patient_id
                        WHERE e.patient_id IN (:records) AND (x.opted_out_at > :since OR x.complained_at > :since))""")
                .param("records", executions.records(optOut.patientId()))
                .param("since", Timestamp.from(optOut.at().minus(THE_SAME)))
                .query(Boolean.class)
                .single();
    }
}
