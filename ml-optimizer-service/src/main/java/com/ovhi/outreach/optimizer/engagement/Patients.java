package com.ovhi.outreach.optimizer.engagement;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.optimizer.learning.Estimate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** All patients. Every method runs in the caller's transaction. */
@Repository
class Patients {

    // An upsert takes the exclusive lock at once; INSERT IGNORE would take a shared one and deadlock.
    private static final String LOCK = "INSERT INTO engagement_patients (patient_id, organization_id) VALUES (?, ?)"
            + " ON DUPLICATE KEY UPDATE patient_id = VALUES(patient_id)";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    Patients(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /** Locks the patient's row until the transaction ends, making it first where there is none. */
    Patient lock(long id, long organizationId) {
        jdbc.sql(LOCK).params(id, organizationId).update();
        return find(id).orElseThrow();
    }

    Optional<Patient> find(long id) {
        return jdbc.sql("SELECT * FROM engagement_patients WHERE patient_id = ?")
                .param(id)
                .query(Patients::row)
                .optional();
    }

    /** Locks patients whose fatigue falls by the passing of time, but none that somebody else has locked. */
    List<Patient> lockRecovering(Instant now, int limit) {
        return jdbc.sql("SELECT * FROM engagement_patients WHERE fatigue_falls_at <= ?"
                        + " ORDER BY fatigue_falls_at LIMIT ? FOR UPDATE SKIP LOCKED")
                .params(Timestamp.from(now), limit)
                .query(Patients::row)
                .list();
    }

    /** Locks the rows of those patients until the transaction ends, making them first where there are none. */
    Map<Long, Patient> lock(Collection<PreferenceChanged> preferences) {
        if (preferences.isEmpty()) {
            return Map.of();
        }
        batches.batchUpdate(LOCK, preferences, preferences.size(), (statement, each) -> {
            statement.setLong(1, each.patientId());
            statement.setLong(2, each.organizationId());
        });
        return jdbc
                .sql("SELECT * FROM engagement_patients WHERE patient_id IN (:ids)")
                .param(
                        "ids",
                        preferences.stream().map(PreferenceChanged::patientId).toList())
                .query(Patients::row)
                .list()
                .stream()
                .collect(Collectors.toMap(Patient::id, Function.identity()));
    }

    /** Notes where patients are now. */
    void move(List<Place> places) {
        if (!places.isEmpty()) {
            batches.batchUpdate(
                    "UPDATE engagement_patients SET organization_id = ?, timezone = ?, language = ?,"
                            + " preference_version = ? WHERE patient_id = ?",
                    places,
                    places.size(),
                    (statement, each) -> {
                        statement.setLong(1, each.organizationId());
                        statement.setString(
                                2, each.zone() == null ? null : each.zone().getId());
                        statement.setString(3, each.language());
                        statement.setLong(4, each.version());
                        statement.setLong(5, each.patientId());
                    });
        }
    }

    void learned(long id, Estimate estimate, long insightVersion, @Nullable Instant learnedAt) {
        jdbc.sql("UPDATE engagement_patients SET best_hour = :best_hour, fatigue = :fatigue,"
                        + " confidence = :confidence, evidence = :evidence, insight_version = :version,"
                        + " learned_at = :learned_at, fatigue_falls_at = :falls_at WHERE patient_id = :id")
                .param("best_hour", estimate.bestHour().orElse(null))
                .param("fatigue", estimate.fatigue().score())
                .param("confidence", estimate.confidence())
                .param("evidence", estimate.evidence())
                .param("version", insightVersion)
                .param("learned_at", learnedAt == null ? null : Timestamp.from(learnedAt))
                .param(
                        "falls_at",
                        estimate.fatigue().fallsAt().map(Timestamp::from).orElse(null))
                .param("id", id)
                .update();
    }

    private static Patient row(ResultSet row, int number) throws SQLException {
        var timezone = row.getString("timezone");
        var learnedAt = row.getTimestamp("learned_at");
        return new Patient(
                row.getLong("patient_id"),
                row.getLong("organization_id"),
                timezone == null ? null : ZoneId.of(timezone),
                row.getString("language"),
                row.getLong("preference_version"),
                row.getObject("best_hour", Integer.class),
                row.getDouble("fatigue"),
                row.getDouble("confidence"),
                row.getInt("evidence"),
                row.getLong("insight_version"),
                learnedAt == null ? null : learnedAt.toInstant());
    }
}
