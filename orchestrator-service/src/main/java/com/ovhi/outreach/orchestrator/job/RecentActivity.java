package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.Milestone;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** When a patient was last contacted and last answered. Thread-safe. */
@Repository
public class RecentActivity {

    private final JdbcClient jdbc;

    RecentActivity(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The last time each milestone was reached by any job of the patient. */
    @Transactional(readOnly = true)
    public Map<Milestone, Instant> of(long organizationId, long patientId) {
        var last = new EnumMap<Milestone, Instant>(Milestone.class);
        jdbc.sql("""
                        SELECT reached.milestone, MAX(reached.first_at) AS last_at
                        FROM comm_jobs job JOIN comm_job_milestones reached ON reached.job_id = job.id
                        WHERE job.organization_id = ? AND job.patient_id = ?
                            AND reached.milestone IN ('sent', 'opened', 'replied')
                        GROUP BY reached.milestone""").params(organizationId, patientId).query(row -> {
            last.put(
                    Milestone.of(row.getString("milestone")),
                    row.getTimestamp("last_at").toInstant());
        });
        return last;
    }
}
