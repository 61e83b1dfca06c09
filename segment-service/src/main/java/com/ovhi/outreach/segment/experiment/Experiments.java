package com.ovhi.outreach.segment.experiment;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.ExperimentDecided;
import com.ovhi.outreach.common.contract.ExperimentExposed;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.outbox.Outbox.Keyed;
import com.ovhi.outreach.common.web.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;

/** The experiments there are and who has met them. A campaign has at most one, which its versions share. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class Experiments {

    private static final String COLUMNS = "id, organization_id, design, winner, stopped, learned_shares";

    private static final TypeReference<Map<String, Integer>> SHARES = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Outbox outbox;

    Experiments(JdbcClient jdbc, JdbcTemplate batches, Outbox outbox) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.outbox = outbox;
    }

    /** The experiment of a campaign that runs or ran. */
    public Optional<Experiment> of(long campaignId) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM experiments WHERE campaign_id = ?")
                .param(campaignId)
                .query((row, _) -> read(row))
                .optional();
    }

    /**
     * Begins or goes on with a design, by its weights until it is learned anew how its variants shall share. Those who met the
     * experiment before keep what they got.
     *
     * @throws ProblemException 409 when another experiment has some of the namespace's parts
     */
    public void run(long campaignId, long organizationId, Design design, Instant now) {
        jdbc.sql("""
                        INSERT INTO experiments (campaign_id, organization_id, design, namespace, share_from, share_to,
                            is_running, started_at)
                        VALUES (:campaign, :organization, :design, :namespace, :from, :to, TRUE, :now)
                        ON DUPLICATE KEY UPDATE design = VALUES(design), namespace = VALUES(namespace),
                            share_from = VALUES(share_from), share_to = VALUES(share_to), is_running = TRUE,
                            learned_shares = NULL""")
                .param("campaign", campaignId)
                .param("organization", organizationId)
                .param("design", ContractJson.writeText(design))
                .param("namespace", design.namespace())
                .param("from", design.from())
                .param("to", design.to())
                .param("now", Timestamp.from(now))
                .update();
        refuseOverlap(campaignId, organizationId, design);
    }

    /** Each has written its own row before it looks at the others', so of two that begin at the same time one waits. */
    private void refuseOverlap(long campaignId, long organizationId, Design design) {
        if (design.namespace() == null) {
            return;
        }
        var others = jdbc.sql("""
                        SELECT campaign_id, share_from, share_to FROM experiments
                        WHERE organization_id = :organization AND namespace = :namespace AND is_running FOR UPDATE""")
                .param("organization", organizationId)
                .param("namespace", design.namespace())
                .query((row, _) -> row.getLong("campaign_id") != campaignId
                        && row.getInt("share_from") < design.to()
                        && row.getInt("share_to") > design.from())
                .list();
        if (others.contains(true)) {
            throw ProblemException.conflict(
                    "namespace-taken", "Another experiment has some of these parts of the namespace");
        }
    }

    /** Its parts of the namespace are free again. */
    public void end(long campaignId) {
        jdbc.sql("UPDATE experiments SET is_running = FALSE WHERE campaign_id = ?")
                .param(campaignId)
                .update();
    }

    /** Those that run and adapt. */
    List<Adapting> adapting() {
        return jdbc
                .sql("SELECT campaign_id, " + COLUMNS + " FROM experiments WHERE is_running ORDER BY id")
                .query((row, _) -> new Adapting(row.getLong("campaign_id"), read(row)))
                .list()
                .stream()
                .filter(each -> each.experiment().design().adapts())
                .toList();
    }

    /** From now on variants share like that; by the weights of the design if it is empty. */
    void share(long experimentId, SortedMap<String, Integer> learned) {
        jdbc.sql("UPDATE experiments SET learned_shares = ? WHERE id = ?")
                .params(Arrays.<@Nullable Object>asList(
                        learned.isEmpty() ? null : ContractJson.writeText(learned), experimentId))
                .update();
    }

    /** What those of the patients got who have met the experiment. */
    public Map<Long, String> exposed(long experimentId, Collection<Long> patientIds) {
        var exposed = new HashMap<Long, String>();
        if (!patientIds.isEmpty()) {
            jdbc.sql("""
                            SELECT patient_id, variant FROM experiment_exposures
                            WHERE experiment_id = :experiment AND patient_id IN (:patients)""")
                    .param("experiment", experimentId)
                    .param("patients", patientIds)
                    .query(row -> {
                        exposed.put(row.getLong("patient_id"), row.getString("variant"));
                    });
        }
        return exposed;
    }

    /** Records who meets the experiment for the first time, and tells of it. None of them may have met it before. */
    public void expose(List<ExperimentExposed> exposures) {
        batches.batchUpdate(
                "INSERT INTO experiment_exposures (experiment_id, patient_id, variant, exposed_at) VALUES (?, ?, ?, ?)",
                exposures,
                Math.max(1, exposures.size()),
                (row, each) -> {
                    row.setLong(1, each.experimentId());
                    row.setLong(2, each.patientId());
                    row.setString(3, each.variant());
                    row.setTimestamp(4, Timestamp.from(each.exposedAt()));
                });
        outbox.publishAll(
                Topics.EXPOSURE,
                exposures.stream()
                        .map(each -> new Keyed(Long.toString(each.patientId()), each))
                        .toList());
    }

    /**
     * A record goes on in a campaign's experiment in place of one that was merged into it: the person met the experiment once,
     * which was told then. What it has met itself holds.
     */
    public void takeOver(long campaignId, long formerPatientId, long patientId) {
        jdbc.sql("""
                        INSERT IGNORE INTO experiment_exposures (experiment_id, patient_id, variant, exposed_at)
                        SELECT x.experiment_id, :patient, x.variant, x.exposed_at
                        FROM experiments e JOIN experiment_exposures x ON x.experiment_id = e.id
                        WHERE e.campaign_id = :campaign AND x.patient_id = :former""")
                .param("patient", patientId)
                .param("campaign", campaignId)
                .param("former", formerPatientId)
                .update();
    }

    /** Writes down what the results ask for; whoever draws or sends next goes by it. */
    public void decided(ExperimentDecided decision) {
        jdbc.sql("UPDATE experiments SET verdict = ?, decided_at = ? WHERE id = ?")
                .params(decision.verdict().code(), Timestamp.from(decision.decidedAt()), decision.experimentId())
                .update();
        switch (decision.verdict()) {
            case WINNER -> setWinner(decision.experimentId(), decision.variant());
            case GUARDRAIL -> stop(decision.experimentId(), decision.variant());
            case SAMPLE_RATIO, NO_DIFFERENCE -> {}
        }
    }

    private void setWinner(long experimentId, @Nullable String variant) {
        jdbc.sql("UPDATE experiments SET winner = :variant WHERE id = :id AND NOT FIND_IN_SET(:variant, stopped)")
                .param("variant", variant)
                .param("id", experimentId)
                .update();
    }

    private void stop(long experimentId, @Nullable String variant) {
        jdbc.sql("""
                        UPDATE experiments SET stopped = CONCAT_WS(',', NULLIF(stopped, ''), :variant),
                            winner = IF(winner = :variant, NULL, winner)
                        WHERE id = :id AND NOT FIND_IN_SET(:variant, stopped)""").param("variant", variant).param("id", experimentId).update();
    }

    private static Experiment read(ResultSet row) throws SQLException {
        var stopped = row.getString("stopped");
        var learned = row.getString("learned_shares");
        return new Experiment(
                row.getLong("id"),
                row.getLong("organization_id"),
                ContractJson.read(row.getString("design"), Design.class),
                row.getString("winner"),
                stopped.isEmpty() ? Set.of() : Set.of(stopped.split(",", -1)),
                learned == null ? Map.of() : ContractJson.mapper().readValue(learned, SHARES));
    }

    /** One that adapts. */
    record Adapting(long campaignId, Experiment experiment) {}
}
