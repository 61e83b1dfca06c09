package com.ovhi.outreach.analytics.experiment;

import com.ovhi.outreach.analytics.inference.Sample;
import com.ovhi.outreach.analytics.inference.SampleRatio.Division;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.ids.ExperimentVerdict;
import com.ovhi.outreach.common.ids.Purpose;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Reads experiments and what came of them, and keeps what was decided. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class ExperimentStore {

    private static final String ARMS = """
            SELECT met.variant AS variant, met.holdout AS holdout, COUNT(*) AS exposed,
                COALESCE(SUM(did.clicked = 1 OR did.replied = 1 OR did.confirmed = 1), 0) AS engaged,
                COALESCE(SUM(did.clicked), 0) AS clicked, COALESCE(SUM(did.replied), 0) AS replied,
                COALESCE(SUM(did.confirmed), 0) AS confirmed, COALESCE(SUM(came.visits > 0), 0) AS kept,
                COALESCE(SUM(did.unsubscribed), 0) AS unsubscribed, COALESCE(SUM(did.complained), 0) AS complained,
                COALESCE(SUM(did.messages), 0) AS messages, COALESCE(SUM(did.messages * did.messages), 0) AS messages_sq,
                COALESCE(SUM(came.visits), 0) AS visits, COALESCE(SUM(came.visits * came.visits), 0) AS visits_sq
            FROM exposures met
            LEFT JOIN (
                SELECT job.patient_key AS patient_key, MAX(fact.milestone = 'clicked') AS clicked,
                    MAX(fact.milestone = 'replied') AS replied, MAX(fact.milestone = 'confirmed') AS confirmed,
                    MAX(fact.milestone = 'unsubscribed') AS unsubscribed,
                    MAX(fact.milestone = 'complained') AS complained, SUM(fact.milestone = 'sent') AS messages
                FROM exposures shown
                JOIN stat_jobs job
                    ON job.experiment_id = shown.experiment_id AND job.patient_key = shown.patient_key
                JOIN job_milestones fact ON fact.job_id = job.job_id
                    AND fact.occurred_at >= shown.exposed_at - INTERVAL :skew SECOND
                    AND fact.occurred_at < shown.exposed_at + INTERVAL :watched SECOND
                WHERE shown.experiment_id = :id
                GROUP BY job.patient_key) did ON did.patient_key = met.patient_key
            LEFT JOIN (
                SELECT shown.patient_key AS patient_key, COUNT(*) AS visits
                FROM exposures shown
                JOIN visits visit ON visit.patient_key = shown.patient_key AND visit.outcome = 'kept'
                    AND visit.outcome_at >= shown.exposed_at - INTERVAL :skew SECOND
                    AND visit.outcome_at < shown.exposed_at + INTERVAL :window SECOND
                WHERE shown.experiment_id = :id AND visit.organization_id = :organization
                GROUP BY shown.patient_key) came ON came.patient_key = met.patient_key
            WHERE met.experiment_id = :id AND met.exposed_at <= :until
            GROUP BY met.variant, met.holdout
            ORDER BY met.variant, met.holdout""";

    /** Longer than any campaign; with it no instant of an exposure leaves what the database can compute with. */
    private static final Duration EVER = Duration.ofDays(36_500);

    /** A clock that is ahead elsewhere must not hide exposures; the end of what TIMESTAMP holds. */
    private static final Instant LATEST = Instant.parse("2038-01-01T00:00:00Z");

    private final JdbcClient jdbc;
    private final ExperimentRules rules;

    ExperimentStore(JdbcClient jdbc, ExperimentRules rules) {
        this.jdbc = jdbc;
        this.rules = rules;
    }

    /** An experiment of an organisation. */
    Optional<Experiment> find(long organizationId, long id) {
        return jdbc.sql("SELECT * FROM experiments WHERE experiment_id = ? AND organization_id = ?")
                .params(id, organizationId)
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

    /** What came of each variant, of all patients; what they did counts whenever it was, as harm may come with a late step. */
    List<Arm> arms(Experiment experiment) {
        return arms(experiment, LATEST, EVER);
    }

    /** What came of each variant within the window, of the patients whose window is over. */
    List<Arm> ripe(Experiment experiment, Instant now) {
        return arms(experiment, now.minus(rules.window()), rules.window());
    }

    private List<Arm> arms(Experiment experiment, Instant until, Duration watched) {
        return jdbc.sql(ARMS)
                .param("id", experiment.id())
                .param("organization", experiment.organizationId())
                .param("skew", rules.skew().toSeconds())
                .param("window", rules.window().toSeconds())
                .param("watched", watched.toSeconds())
                .param("until", Timestamp.from(until))
                .query((row, _) -> arm(row))
                .list();
    }

    private static Arm arm(ResultSet row) throws SQLException {
        var outcomes = new EnumMap<Metric, Long>(Metric.class);
        for (var metric : Metric.values()) {
            outcomes.put(metric, row.getLong(metric.code()));
        }
        var exposed = row.getLong("exposed");
        return new Arm(
                row.getString("variant"),
                row.getBoolean("holdout"),
                exposed,
                outcomes,
                new Sample(exposed, row.getDouble("messages"), row.getDouble("messages_sq")),
                new Sample(exposed, row.getDouble("visits"), row.getDouble("visits_sq")));
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
