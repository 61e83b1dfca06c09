package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.segment.campaign.Executions.Fact;
import com.ovhi.outreach.segment.population.OptOut;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which messages patients objected to. The same objection is told by the answer or by the provider, who name the message, and by
 * preference-service, which does not, in whichever order: it counts once, and for the message that was named if one was. If that is no
 * message of a campaign, it is held against none.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Objections {

    /** What is told within a day is the same objection. */
    static final Duration THE_SAME = Duration.ofDays(1);

    /** An older message is not what a patient objects to. */
    static final Duration REMEMBERED = Duration.ofDays(7);

    private final JdbcClient jdbc;
    private final Executions executions;
    private final ObjectionsElsewhere elsewhere;

    Objections(JdbcClient jdbc, Executions executions, ObjectionsElsewhere elsewhere) {
        this.jdbc = jdbc;
        this.executions = executions;
        this.elsewhere = elsewhere;
    }

    /** What a patient objects to was told; what was only supposed of it is void. */
    void told(Execution execution, Fact objection, Instant at) {
        supposeNothing(execution.patientId(), at);
        executions.first(execution, objection, at);
    }

    /** The same of a message that was named: what is supposed at the same time will be void. */
    void told(Execution execution, UUID jobId, Fact objection, Instant at) {
        told(execution, objection, at);
        elsewhere.remember(jobId, execution.patientId(), objection, at);
    }

    /** The same where no step is known to be of that job: it may be heard of yet. */
    void toldElsewhere(UUID jobId, long patientId, Fact objection, Instant at) {
        supposeNothing(patientId, at);
        elsewhere.remember(jobId, patientId, objection, at);
    }

    /** Whether the patient, under any of their records, is known to have objected then to what is no message of a campaign. */
    boolean knownElsewhere(long patientId, Instant at) {
        return elsewhere.known(executions.records(survivor(patientId)), at.minus(THE_SAME));
    }

    /** The patient is known to have objected to something then: what was only supposed is void. */
    void supposeNothing(long patientId, Instant at) {
        var supposed = jdbc.sql("""
                        SELECT x.id FROM enrolments e
                            JOIN step_executions x ON x.campaign_id = e.campaign_id AND x.patient_id = e.patient_id
                        WHERE e.patient_id IN (:records) AND x.is_opt_out_supposed AND x.opted_out_at > :since""")
                .param("records", executions.records(survivor(patientId)))
                .param("since", Timestamp.from(at.minus(THE_SAME)))
                .query(String.class)
                .list();
        if (!supposed.isEmpty()) {
            jdbc.sql("""
                            UPDATE step_executions SET opted_out_at = NULL, is_opt_out_supposed = FALSE
                            WHERE id IN (:supposed) AND is_opt_out_supposed""").param("supposed", supposed).update();
        }
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
        if (!known(optOut) && !knownElsewhere(optOut.patientId(), optOut.at())) {
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
