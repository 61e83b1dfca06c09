package com.ovhi.outreach.optimizer.model;

import com.ovhi.outreach.optimizer.model.TrainedModel.State;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code trained_models}. Every method runs in the caller's transaction. */
@Repository
class TrainedModels {

    private static final int SHOWN = 50;

    private final JdbcClient jdbc;
    private final MeterRegistry meters;

    TrainedModels(JdbcClient jdbc, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.meters = meters;
    }

    List<TrainedModel> champions(Collection<Long> organizations) {
        return jdbc
                .sql("SELECT * FROM trained_models WHERE organization_id IN (:ids) AND state = 'champion'")
                .param("ids", organizations)
                .query((row, _) -> row(row))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    Optional<TrainedModel> champion(long organization, ModelKind kind) {
        return champions(List.of(organization)).stream()
                .filter(each -> each.kind() == kind)
                .findFirst();
    }

    /** The newest versions of all models of an organisation, newest first. */
    List<TrainedModel> of(long organization) {
        return jdbc
                .sql(
                        "SELECT * FROM trained_models WHERE organization_id = ? ORDER BY created_at DESC, model, version DESC"
                                + " LIMIT " + SHOWN)
                .param(organization)
                .query((row, _) -> row(row))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    int nextVersion(long organization, ModelKind kind) {
        return jdbc.sql(
                        "SELECT COALESCE(MAX(version), 0) + 1 FROM trained_models WHERE organization_id = ? AND model = ?")
                .params(organization, kind.code())
                .query(Integer.class)
                .single();
    }

    void add(TrainedModel model) {
        jdbc.sql("""
                        INSERT INTO trained_models (organization_id, model, version, state, why, parameters, checksum,
                            trained_from, trained_to, examples, drift, unfair, report, created_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        model.organizationId(),
                        model.kind().code(),
                        model.version(),
                        model.state().code(),
                        model.why(),
                        model.parameters(),
                        model.checksum(),
                        Timestamp.from(model.trainedFrom()),
                        Timestamp.from(model.trainedTo()),
                        model.examples(),
                        model.drift(),
                        model.unfair(),
                        model.report(),
                        Timestamp.from(model.createdAt()))
                .update();
    }

    void retire(TrainedModel model, String why) {
        jdbc.sql("UPDATE trained_models SET state = 'retired', why = ?"
                        + " WHERE organization_id = ? AND model = ? AND version = ?")
                .params(why, model.organizationId(), model.kind().code(), model.version())
                .update();
    }

    /** Notes how a champion does now. */
    void watched(TrainedModel model, double drift, int unfair) {
        jdbc.sql("UPDATE trained_models SET drift = ?, unfair = ?"
                        + " WHERE organization_id = ? AND model = ? AND version = ?")
                .params(drift, unfair, model.organizationId(), model.kind().code(), model.version())
                .update();
    }

    /** Empty, and counted, where what is written is nothing this version of the service knows. */
    private Optional<TrainedModel> row(ResultSet row) throws SQLException {
        var kind = ModelKind.of(row.getString("model"));
        var state = State.of(row.getString("state"));
        if (kind.isEmpty() || state.isEmpty()) {
            meters.counter("outreach.model.fallback", "model", "unknown", "cause", "corrupt")
                    .increment();
            return Optional.empty();
        }
        return Optional.of(new TrainedModel(
                row.getLong("organization_id"),
                kind.get(),
                row.getInt("version"),
                state.get(),
                row.getString("why"),
                row.getString("parameters"),
                row.getString("checksum"),
                row.getTimestamp("trained_from").toInstant(),
                row.getTimestamp("trained_to").toInstant(),
                row.getInt("examples"),
                row.getDouble("drift"),
                row.getInt("unfair"),
                row.getString("report"),
                row.getTimestamp("created_at").toInstant()));
    }
}
