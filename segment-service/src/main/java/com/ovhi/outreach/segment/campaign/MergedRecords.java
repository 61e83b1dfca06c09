package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.segment.campaign.Enrolment.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
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
    private final Versions versions;

    MergedRecords(JdbcClient jdbc, Versions versions) {
        this.jdbc = jdbc;
        this.versions = versions;
    }

    /**
     * Patients who were in a campaign under a record that has been given up are in it from now on, unless they were before.
     * Who only left because of that goes on; a step they got is not taken again, and an answer is awaited for as long as before.
     */
    void takeOver(long campaignId, Collection<Long> patientIds, Instant now) {
        jdbc.sql("""
                        SELECT e.patient_id, p.merged_into, e.version, e.next_step, e.next_at, e.previous_at,
                            e.state = 'exited' AND e.exit_reason NOT IN ('left-segment', 'patient-gone') AS is_over,
                            EXISTS (SELECT 1 FROM step_executions x WHERE x.campaign_id = e.campaign_id
                                AND x.patient_id = e.patient_id AND x.run = e.run AND x.step = e.next_step + 1) AS is_asked
                        FROM patients p JOIN enrolments e ON e.campaign_id = :campaign AND e.patient_id = p.patient_id
                        WHERE p.merged_into IN (:patients) ORDER BY e.patient_id""")
                .param("campaign", campaignId)
                .param("patients", patientIds)
                .query((row, _) -> former(row))
                .list()
                .forEach(each -> takeOver(campaignId, each, now));
    }

    private void takeOver(long campaignId, Former former, Instant now) {
        jdbc.sql("""
                        INSERT IGNORE INTO enrolments (campaign_id, patient_id, enrolled_at, run, version, state, next_step,
                            next_at, anchor_at, previous_at, variant, exit_reason, exited_at, is_delivered, is_opened,
                            is_clicked, is_replied, is_confirmed, is_booked)
                        SELECT campaign_id, :survivor, enrolled_at, run, version, :state, next_step, :next, anchor_at,
                            previous_at, variant, IF(:over, exit_reason, NULL), IF(:over, exited_at, NULL), is_delivered,
                            is_opened, is_clicked, is_replied, is_confirmed, is_booked
                        FROM enrolments WHERE campaign_id = :campaign AND patient_id = :former""")
                .param("survivor", former.survivor())
                .param("state", former.state().code())
                .param("next", former.over() ? null : Timestamp.from(next(campaignId, former, now)))
                .param("over", former.over())
                .param("campaign", campaignId)
                .param("former", former.patientId())
                .update();
    }

    /** Who waits for an answer goes on waiting until it would have been too late, and at least until now. */
    private Instant next(long campaignId, Former former, Instant now) {
        var until = former.asked() ? awaitedUntil(campaignId, former) : null;
        return until == null || until.isBefore(now) ? now : until;
    }

    private @Nullable Instant awaitedUntil(long campaignId, Former former) {
        if (former.nextAt() != null || former.previous() == null) {
            return former.nextAt();
        }
        var awaited = versions.read(campaignId, former.version())
                .steps()
                .get(former.nextStep())
                .awaitReply();
        return awaited == null ? null : former.previous().plus(awaited.timeout());
    }

    private static Former former(ResultSet row) throws SQLException {
        return new Former(
                row.getLong("patient_id"),
                row.getLong("merged_into"),
                row.getInt("version"),
                row.getInt("next_step"),
                instant(row.getTimestamp("next_at")),
                instant(row.getTimestamp("previous_at")),
                row.getBoolean("is_over"),
                row.getBoolean("is_asked"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }

    /**
     * Who was in the campaign under the record that has been given up.
     *
     * @param nextAt null once they have left
     * @param previous when they were asked last; null where that was not kept
     * @param over whether they had left for another reason
     * @param asked whether the step they are at was asked for, so that its answer is awaited
     */
    private record Former(
            long patientId,
            long survivor,
            int version,
            int nextStep,
            @Nullable Instant nextAt,
            @Nullable Instant previous,
            boolean over,
            boolean asked) {

        State state() {
            if (over) {
                return State.EXITED;
            }
            return asked ? State.AWAITING : State.WAITING;
        }
    }
}
