package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.segment.campaign.Runs.Run;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Who has exited a campaign and has entered its segment again since: the entry they were enrolled for is none of those. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Returning {

    /**
     * Of an enrolment {@code e} that has exited: an entry after this is another one. Who left the segment was in it when they
     * were enrolled, so each later entry is, even if it came before their leaving was heard of.
     */
    static final String SINCE = "IF(e.exit_reason = 'left-segment', e.enrolled_at, e.exited_at)";

    private final JdbcClient jdbc;

    Returning(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Where those of the patients stand who exited by a time and have entered the segment again since. */
    List<Enrolment> among(Run run, Collection<Long> patientIds, Instant exitedBy) {
        return jdbc.sql("""
                        SELECT e.* FROM enrolments e
                            JOIN segment_members m ON m.segment_id = :segment AND m.patient_id = e.patient_id
                        WHERE e.campaign_id = :campaign AND e.patient_id IN (:patients) AND e.state = 'exited'
                            AND e.exited_at <= :by AND m.entered_at > %s""".formatted(SINCE))
                .param("segment", run.segmentId())
                .param("campaign", run.campaignId())
                .param("patients", patientIds)
                .param("by", Timestamp.from(exitedBy))
                .query((row, _) -> Enrolments.read(row))
                .list();
    }

    /** Whether somebody exited by a time and an entry into the segment has come since, whenever it is heard of. */
    boolean is(Enrolment known, Instant entered, Instant exitedBy) {
        return jdbc.sql("""
                        SELECT COUNT(*) FROM enrolments e
                        WHERE e.campaign_id = :campaign AND e.patient_id = :patient AND e.state = 'exited'
                            AND e.exited_at <= :by AND :entered > %s""".formatted(SINCE))
                        .param("campaign", known.campaignId())
                        .param("patient", known.patientId())
                        .param("by", Timestamp.from(exitedBy))
                        .param("entered", Timestamp.from(entered))
                        .query(Integer.class)
                        .single()
                > 0;
    }
}
