package com.ovhi.outreach.template.lifecycle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The history of versions: added to, never changed. Methods run in the caller's transaction. */
@Repository
class Steps {

    private final JdbcClient jdbc;

    Steps(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(Step step) {
        jdbc.sql("""
                        INSERT INTO comm_template_steps
                            (template_id, version, step, from_state, to_state, actor, note, taken_at)
                        VALUES (:template, :version, :step, :from, :to, :actor, :note, :at)""")
                .param("template", step.templateId())
                .param("version", step.version())
                .param("step", step.step().code())
                .param("from", step.from() == null ? null : step.from().code())
                .param("to", step.to().code())
                .param("actor", step.actor())
                .param("note", step.note())
                .param("at", Timestamp.from(step.at()))
                .update();
    }

    /** In the order in which they were taken. */
    List<Step> page(long template, long after, int limit) {
        return jdbc.sql("SELECT * FROM comm_template_steps WHERE template_id = ? AND id > ? ORDER BY id LIMIT ?")
                .params(template, after, limit)
                .query(Steps::row)
                .list();
    }

    /** Everybody who has written at a version. */
    Set<String> authors(long template, int version) {
        return jdbc.sql("SELECT DISTINCT actor FROM comm_template_steps"
                        + " WHERE template_id = ? AND version = ? AND step IN ('create', 'edit')")
                .params(template, version)
                .query((row, n) -> row.getString("actor"))
                .set();
    }

    private static Step row(ResultSet row, int number) throws SQLException {
        var from = row.getString("from_state");
        return new Step(
                row.getLong("id"),
                row.getLong("template_id"),
                row.getInt("version"),
                Move.of(row.getString("step")),
                from == null ? null : VersionState.of(from),
                VersionState.of(row.getString("to_state")),
                row.getString("actor"),
                row.getString("note"),
                row.getTimestamp("taken_at").toInstant());
    }

    /**
     * Somebody took a version a step further.
     *
     * @param id 0 before it is written
     * @param from null for the first
     */
    record Step(
            long id,
            long templateId,
            int version,
            Move step,
            @Nullable VersionState from,
            VersionState to,
            String actor,
            @Nullable String note,
            Instant at) {

        static Step of(Version version, Move move, String actor, @Nullable String note, Instant at) {
            return new Step(
                    0, version.templateId(), version.number(), move, version.state(), move.to(), actor, note, at);
        }
    }
}
