package com.ovhi.outreach.analytics.experiment;

import com.ovhi.outreach.analytics.inference.Sample;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Counts what came of experiments, from the ledger. However many patients met one, no statement looks at more than some
 * thousands of them: it would be cut off, and the experiment never judged.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Outcomes {

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
                WHERE shown.experiment_id = :id AND shown.patient_key >= :first AND shown.patient_key < :end
                GROUP BY job.patient_key) did ON did.patient_key = met.patient_key
            LEFT JOIN (
                SELECT shown.patient_key AS patient_key, COUNT(*) AS visits
                FROM exposures shown
                JOIN visits visit ON visit.patient_key = shown.patient_key AND visit.outcome = 'kept'
                    AND visit.outcome_at >= shown.exposed_at - INTERVAL :skew SECOND
                    AND visit.outcome_at < shown.exposed_at + INTERVAL :window SECOND
                WHERE shown.experiment_id = :id AND shown.patient_key >= :first AND shown.patient_key < :end
                    AND visit.organization_id = :organization
                GROUP BY shown.patient_key) came ON came.patient_key = met.patient_key
            WHERE met.experiment_id = :id AND met.exposed_at <= :until
                AND met.patient_key >= :first AND met.patient_key < :end
            GROUP BY met.variant, met.holdout
            ORDER BY met.variant, met.holdout""";

    /** Longer than any campaign; with it no instant of an exposure leaves what the database can compute with. */
    private static final Duration EVER = Duration.ofDays(36_500);

    /** A clock that is ahead elsewhere must not hide exposures; the end of what TIMESTAMP holds. */
    private static final Instant LATEST = Instant.parse("2038-01-01T00:00:00Z");

    private static final long AT_ONCE = 20_000;

    /** Keys are hexadecimal; by their first digits patients are divided evenly. */
    private static final int PREFIXES = 0x1_0000;

    private final JdbcClient jdbc;
    private final ExperimentRules rules;

    Outcomes(JdbcClient jdbc, ExperimentRules rules) {
        this.jdbc = jdbc;
        this.rules = rules;
    }

    /** What came of each variant, of all patients; what they did counts whenever it was, as harm may come with a late step. */
    List<Arm> all(Experiment experiment) {
        return arms(experiment, LATEST, EVER);
    }

    /** What came of each variant within the window, of the patients whose window is over. */
    List<Arm> ripe(Experiment experiment, Instant now) {
        return arms(experiment, now.minus(rules.window()), rules.window());
    }

    private List<Arm> arms(Experiment experiment, Instant until, Duration watched) {
        var exposed = jdbc.sql("SELECT COUNT(*) FROM exposures WHERE experiment_id = ?")
                .param(experiment.id())
                .query(Long.class)
                .single();
        return arms(experiment, until, watched, (int) Math.min(PREFIXES, exposed / AT_ONCE + 1));
    }

    /** @param slices in which patients are looked at */
    List<Arm> arms(Experiment experiment, Instant until, Duration watched, int slices) {
        var arms = new ArrayList<Arm>();
        for (var slice = 0; slice < slices; slice++) {
            arms.addAll(jdbc.sql(ARMS)
                    .param("id", experiment.id())
                    .param("organization", experiment.organizationId())
                    .param("skew", rules.skew().toSeconds())
                    .param("window", rules.window().toSeconds())
                    .param("watched", watched.toSeconds())
                    .param("until", Timestamp.from(until))
                    .param("first", bound(slice, slices))
                    .param("end", bound(slice + 1, slices))
                    .query((row, _) -> arm(row))
                    .list());
        }
        return Arm.joined(arms);
    }

    /** The least key of a slice; that of the one behind the last is above all keys. */
    private static String bound(int slice, int slices) {
        return slice == slices ? "g" : "%04x".formatted((long) slice * PREFIXES / slices);
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
}
