package com.ovhi.outreach.segment.campaign;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where patients stand whose record was merged into another: the same person with the same telephone goes on under that one,
 * and gets nothing a second time.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class MergedRecords {

    private final JdbcClient jdbc;

    MergedRecords(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Patients who were in a campaign under a record that has been given up are in it from now on, unless they were before.
     * Who only left because of that goes on; a step they got is not taken again.
     */
    void takeOver(long campaignId, Collection<Long> patientIds, Instant now) {
        jdbc.sql("""
                        INSERT IGNORE INTO enrolments (campaign_id, patient_id, enrolled_at, run, version, state, next_step,
                            next_at, anchor_at, previous_at, variant, exit_reason, exited_at, is_delivered, is_opened,
                            is_clicked, is_replied, is_confirmed, is_booked)
                        SELECT o.campaign_id, o.survivor, o.enrolled_at, o.run, o.version,
                            IF(o.is_over, 'exited', IF(o.is_asked, 'awaiting', 'waiting')), o.next_step,
                            IF(o.is_over, NULL, :now), o.anchor_at, o.previous_at, o.variant, IF(o.is_over, o.exit_reason, NULL),
                            IF(o.is_over, o.exited_at, NULL), o.is_delivered, o.is_opened, o.is_clicked, o.is_replied,
                            o.is_confirmed, o.is_booked
                        FROM (SELECT e.*, p.merged_into AS survivor,
                                e.state = 'exited' AND e.exit_reason NOT IN ('left-segment', 'patient-gone') AS is_over,
                                EXISTS (SELECT 1 FROM step_executions x WHERE x.campaign_id = e.campaign_id
                                    AND x.patient_id = e.patient_id AND x.run = e.run
                                    AND x.step = e.next_step + 1) AS is_asked
                            FROM patients p JOIN enrolments e
                                ON e.campaign_id = :campaign AND e.patient_id = p.patient_id
                            WHERE p.merged_into IN (:patients)) o""")
                .param("campaign", campaignId)
                .param("patients", patientIds)
                .param("now", Timestamp.from(now))
                .update();
    }
}
