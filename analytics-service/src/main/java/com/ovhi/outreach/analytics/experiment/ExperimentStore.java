package com.ovhi.outreach.analytics.experiment;

import com.ovhi.outreach.analytics.inference.SampleRatio.Division;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.ids.ExperimentVerdict;
import com.ovhi.outreach.common.ids.Purpose;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Reads experiments and who met them, and keeps what was decided. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class ExperimentStore {

    private final JdbcClient jdbc;

    ExperimentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An experiment of an organisation. */
    Optional<Experiment> find(long organizationId, long id) {
        return jdbc.sql("SELECT * FROM experiments WHERE experiment_id = ? AND organization_id = ?")
                .params(id, organizationId)
                .query(ExperimentStore::experiment)
                .optional();
    }

    /** An experiment. */
    Optional<Experiment> find(long id) {
        return jdbc.sql("SELECT * FROM experiments WHERE experiment_id = ?")
                .param(id)
                .query(ExperimentStore::experiment)
                .optional();
    }

    /** An experiment nobody else judges at this moment; empty when somebody does. */
    Optional<Experiment> claim(long id) {
        return jdbc.sql("SELECT * FROM experiments WHERE experiment_id = ? FOR UPDATE SKIP LOCKED")
                .param(id)
                .query(ExperimentStore::experiment)
                .optional();
    }

    /** All of an organisation, the newest first. */
    List<Experiment> all(long organizationId) {
        return jdbc.sql("SELECT * FROM experiments WHERE organization_id = ? ORDER BY experiment_id DESC")
                .param(organizationId)
                .query(ExperimentStore::experiment)
                .list();
    }

    /** Those that somebody met for the first time after an instant. */
    List<Long> since(Instant begin) {
        return jdbc.sql("SELECT experiment_id FROM experiments WHERE EXISTS (SELECT 1 FROM exposures met"
                        + " WHERE met.experiment_id = experiments.experiment_id AND met.exposed_at > ?)"
                        + " ORDER BY experiment_id")
                .param(Timestamp.from(begin))
                .query((row, _) -> row.getLong(1))
                .list();
    }

    private static Experiment experiment(ResultSet row, int number) throws SQLException {
        return new Experiment(
                row.getLong("experiment_id"),
                row.getLong("organization_id"),
                row.getLong("campaign_id"),
                Purpose.of(row.getString("purpose")),
                row.getTimestamp("first_exposed_at").toInstant());
    }

    /** How patients were divided, for each set of shares there was. Shares that make no sense are left out. */
    List<Division> divisions(Experiment experiment) {
        var counts = new HashMap<String, Map<String, Long>>();
        jdbc.sql("SELECT shares, variant, COUNT(*) AS patients FROM exposures WHERE experiment_id = ?"
                        + " GROUP BY shares, variant")
                .param(experiment.id())
                .query(row -> {
                    counts.computeIfAbsent(row.getString("shares"), _ -> new HashMap<>())
                            .put(row.getString("variant"), row.getLong("patients"));
                });
        var divisions = new ArrayList<Division>();
        counts.forEach((shares, patients) -> division(shares, patients).ifPresent(divisions::add));
        return divisions;
    }

    /** Weights below zero count as zero; when nothing is left, or only one variant, there is no ratio to judge. */
    static Optional<Division> division(String shares, Map<String, Long> patients) {
        var weights = new TreeMap<String, Double>();
        ContractJson.mapper()
                .readTree(shares)
                .properties()
                .forEach(each ->
                        weights.put(each.getKey(), Math.max(0, each.getValue().asDouble(0))));
        var total = weights.values().stream().mapToDouble(each -> each).sum();
        if (total <= 0 || weights.size() < 2) {
            return Optional.empty();
        }
        patients.keySet().forEach(variant -> weights.putIfAbsent(variant, 0.0));
        return Optional.of(new Division(
                weights.keySet().stream()
                        .mapToLong(each -> patients.getOrDefault(each, 0L))
                        .toArray(),
                weights.values().stream().mapToDouble(each -> each / total).toArray()));
    }

    /** What was published about an experiment, in order. */
    List<Decision> decisions(long experimentId) {
        return jdbc.sql("SELECT verdict, variant, reason, decided_at FROM experiment_decisions WHERE experiment_id = ?"
                        + " ORDER BY id")
                .param(experimentId)
                .query((row, _) -> new Decision(
                        ExperimentVerdict.of(row.getString("verdict")),
                        row.getString("variant"),
                        row.getString("reason"),
                        row.getTimestamp("decided_at").toInstant()))
                .list();
    }

    void keep(long experimentId, Decision decision) {
        jdbc.sql("INSERT INTO experiment_decisions (experiment_id, verdict, variant, reason, decided_at)"
                        + " VALUES (:experiment, :verdict, :variant, :reason, :at)")
                .param("experiment", experimentId)
                .param("verdict", decision.verdict().code())
                .param("variant", decision.variant())
                .param("reason", decision.reason())
                .param("at", Timestamp.from(decision.at()))
                .update();
    }
}
