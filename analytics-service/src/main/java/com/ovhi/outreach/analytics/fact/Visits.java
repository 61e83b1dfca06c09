package com.ovhi.outreach.analytics.fact;

import com.ovhi.outreach.analytics.fact.VisitState.Outcome;
import com.ovhi.outreach.common.time.UtcTime;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The table {@code visits}. Whoever locks visits and jobs locks the visits first. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Visits {

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Clock clock;

    Visits(JdbcClient jdbc, JdbcTemplate batches, Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.clock = clock;
    }

    /** How visits stand, and keeps everybody else from changing it; what is not known yet is made. */
    Map<String, VisitState> lock(Collection<String> keys) {
        var states = new HashMap<String, VisitState>();
        var sorted = keys.stream().distinct().sorted().toList();
        if (sorted.isEmpty()) {
            return states;
        }
        batches.batchUpdate(
                "INSERT INTO visits (visit_key, told_at) VALUES (?, ?)"
                        + " ON DUPLICATE KEY UPDATE visit_key = VALUES(visit_key)",
                sorted.stream().map(key -> new Object[] {key, now()}).toList());
        jdbc.sql("SELECT visit_key, version, outcome, outcome_at FROM visits WHERE visit_key IN (:keys)")
                .param("keys", sorted)
                .query(row -> {
                    var at = row.getTimestamp("outcome_at");
                    states.put(
                            row.getString("visit_key"),
                            new VisitState(
                                    row.getInt("version"),
                                    Outcome.of(row.getString("outcome")),
                                    at == null ? null : at.toInstant()));
                });
        return states;
    }

    /** Takes over what was told of visits, and says how those stand now. */
    Map<String, VisitState> tell(List<VisitTold> told) {
        var states = lock(told.stream().map(VisitTold::visitKey).toList());
        told.forEach(each -> states.merge(each.visitKey(), each.state(), VisitState::and));
        var whose = new HashMap<String, VisitTold>();
        told.forEach(each -> whose.put(each.visitKey(), each));
        var rows = new ArrayList<@Nullable Object[]>();
        states.forEach((key, state) -> {
            var at = state.at();
            var visit = whose.get(key);
            if (visit != null) {
                rows.add(new @Nullable Object[] {
                    key,
                    visit.organizationId(),
                    visit.patientKey(),
                    state.version(),
                    state.outcome().code(),
                    at == null ? null : Timestamp.from(at),
                    now()
                });
            }
        });
        batches.batchUpdate("""
                INSERT INTO visits (visit_key, organization_id, patient_key, version, outcome, outcome_at, told_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON DUPLICATE KEY UPDATE organization_id = VALUES(organization_id), patient_key = VALUES(patient_key),
                    version = VALUES(version), outcome = VALUES(outcome), outcome_at = VALUES(outcome_at),
                    told_at = VALUES(told_at)""", rows);
        return states;
    }

    private LocalDateTime now() {
        return UtcTime.of(clock.instant());
    }

    /** The jobs that are about visits. */
    Map<UUID, String> jobs(Collection<String> keys) {
        var jobs = new HashMap<UUID, String>();
        jdbc.sql("SELECT job_id, visit_key FROM stat_jobs WHERE visit_key IN (:keys)")
                .param("keys", List.copyOf(keys))
                .query(row -> {
                    jobs.put(UUID.fromString(row.getString("job_id")), row.getString("visit_key"));
                });
        return jobs;
    }

    /** How a visit stood at one version of it. */
    record VisitTold(String visitKey, long organizationId, String patientKey, VisitState state) {}
}
