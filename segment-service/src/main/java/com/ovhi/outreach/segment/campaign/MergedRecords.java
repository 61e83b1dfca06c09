package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.segment.campaign.Enrolment.State;
import com.ovhi.outreach.segment.experiment.Experiments;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
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

    /** Until then the orchestrator has heard of the merge, and has called off what waits for the former record. */
    private static final Duration CALLED_OFF_WITHIN = Duration.ofMinutes(1);

    private static final Set<String> GIVEN_UP = Set.of(StepJudge.GONE, Goal.LEFT_SEGMENT.reason());

    private final JdbcClient jdbc;
    private final Versions versions;
    private final Experiments experiments;

    MergedRecords(JdbcClient jdbc, Versions versions, Experiments experiments) {
        this.jdbc = jdbc;
        this.versions = versions;
        this.experiments = experiments;
    }

    /**
     * Patients who were in a campaign under a record that has been given up are in it from now on, unless they were before.
     * Who only left because of that goes on; a step they got is not taken again, and an answer is awaited for as long as before.
     * What they had been asked for and had not been sent is called off with the former record, so it is asked for again.
     * Whoever has met the campaign's experiment stays with what they got. Of hundreds of records in a list the optimizer would
     * not look up each: by its statistics a column that is mostly empty has few values, and it would look at all who are enrolled.
     * By the same mistake it would rather collect all executions there are than ask whether one exists; so they are counted, each
     * by its key.
     */
    void takeOver(long campaignId, Collection<Long> patientIds, Instant now) {
        jdbc.sql("""
                        SELECT e.patient_id, p.merged_into, e.version, e.next_step, e.next_at, e.previous_at, e.exit_reason,
                            (SELECT COUNT(*) FROM step_executions x WHERE x.campaign_id = e.campaign_id
                                AND x.patient_id = e.patient_id AND x.run = e.run AND x.step = e.next_step + 1) AS is_asked,
                            (SELECT MIN(x.step) FROM step_executions x
                                WHERE x.campaign_id = e.campaign_id AND x.patient_id = e.patient_id AND x.run = e.run
                                    AND x.outcome = 'requested' AND x.sent_at IS NULL
                                    AND (x.ended_at IS NULL
                                        OR x.end_reason IN ('cancelled', 'refused-contact-not-allowed',
                                            'left-segment', 'patient-gone'))
                                    AND NOT EXISTS (SELECT 1 FROM step_executions y
                                        WHERE y.campaign_id = x.campaign_id AND y.patient_id = x.patient_id
                                            AND y.run = x.run AND y.step > x.step AND y.sent_at IS NOT NULL)) AS unsent_step
                        FROM JSON_TABLE(:patients, '$[*]' COLUMNS (id BIGINT PATH '$')) survivor
                            STRAIGHT_JOIN patients p FORCE INDEX (idx_patients_merged_into) ON p.merged_into = survivor.id
                            STRAIGHT_JOIN enrolments e ON e.campaign_id = :campaign AND e.patient_id = p.patient_id
                        ORDER BY e.patient_id""")
                .param("campaign", campaignId)
                .param("patients", ContractJson.writeText(patientIds))
                .query((row, _) -> former(row))
                .list()
                .forEach(each -> takeOver(campaignId, each, now));
    }

    /** Who had left for good leaves now: the other record's entry into the segment is none on which they begin again. */
    private void takeOver(long campaignId, Former former, Instant now) {
        var taken = jdbc.sql("""
                        INSERT IGNORE INTO enrolments (campaign_id, patient_id, enrolled_at, run, version, state, next_step,
                            next_at, anchor_at, previous_at, variant, exit_reason, exited_at, is_delivered, is_opened,
                            is_clicked, is_replied, is_confirmed, is_booked)
                        SELECT campaign_id, :survivor, enrolled_at, run, version, :state, :step, :next, anchor_at,
                            previous_at, variant, IF(:over, exit_reason, NULL), IF(:over, :now, NULL), is_delivered,
                            is_opened, is_clicked, is_replied, is_confirmed, is_booked
                        FROM enrolments WHERE campaign_id = :campaign AND patient_id = :former""")
                .param("survivor", former.survivor())
                .param("state", former.state().code())
                .param("step", former.place())
                .param("next", former.over() ? null : Timestamp.from(next(campaignId, former, now)))
                .param("over", former.over())
                .param("now", Timestamp.from(now))
                .param("campaign", campaignId)
                .param("former", former.patientId())
                .update();
        if (taken > 0) {
            experiments.takeOver(campaignId, former.patientId(), former.survivor());
        }
    }

    /** Who waits for an answer goes on waiting until it would have been too late, and at least until now. */
    private Instant next(long campaignId, Former former, Instant now) {
        if (former.unsentStep() != null) {
            return now.plus(CALLED_OFF_WITHIN);
        }
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
                row.getString("exit_reason"),
                row.getBoolean("is_asked"),
                row.getObject("unsent_step", Integer.class));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }

    /**
     * Who was in the campaign under the record that has been given up.
     *
     * @param nextAt null once they have left
     * @param previous when they were asked last; null where that was not kept
     * @param exitReason why they had left; null where they have not
     * @param asked whether the step they are at was asked for, so that its answer is awaited
     * @param unsentStep from 1, the first that was asked for and not sent; null when there is none
     */
    private record Former(
            long patientId,
            long survivor,
            int version,
            int nextStep,
            @Nullable Instant nextAt,
            @Nullable Instant previous,
            @Nullable String exitReason,
            boolean asked,
            @Nullable Integer unsentStep) {

        /** Whether they left for good; who had gone through it all has not while a message was waiting. */
        boolean over() {
            return exitReason != null
                    && !GIVEN_UP.contains(exitReason)
                    && !(exitReason.equals(Enrolment.FINISHED) && unsentStep != null);
        }

        State state() {
            if (over()) {
                return State.EXITED;
            }
            return asked && unsentStep == null ? State.AWAITING : State.WAITING;
        }

        int place() {
            return over() || unsentStep == null ? nextStep : unsentStep - 1;
        }
    }
}
