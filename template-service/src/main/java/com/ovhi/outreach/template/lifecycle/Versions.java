package com.ovhi.outreach.template.lifecycle;

import com.ovhi.outreach.template.catalog.WordingColumns;
import com.ovhi.outreach.template.wording.Wording;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Every version of every template. Methods run in the caller's transaction. */
@Repository
class Versions {

    private static final String SELECT = """
            SELECT v.*, t.channel, t.language FROM comm_template_versions v
            JOIN comm_templates t ON t.id = v.template_id
            WHERE v.template_id = :template""";

    private final JdbcClient jdbc;

    Versions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Version> find(long template, int number) {
        return jdbc.sql(SELECT + " AND v.version = :version")
                .param("template", template)
                .param("version", number)
                .query(Versions::row)
                .optional();
    }

    Optional<Version> published(long template) {
        return jdbc.sql(SELECT + " AND v.state = 'published'")
                .param("template", template)
                .query(Versions::row)
                .optional();
    }

    boolean discarded(long template, int number) {
        return jdbc.sql("SELECT COUNT(*) FROM comm_template_versions"
                                + " WHERE template_id = ? AND version = ? AND state = 'discarded'")
                        .params(template, number)
                        .query(Integer.class)
                        .single()
                == 1;
    }

    Version newest(long template) {
        return jdbc.sql(SELECT + " ORDER BY v.version DESC LIMIT 1")
                .param("template", template)
                .query(Versions::row)
                .single();
    }

    /** Newest first. */
    List<Version> page(long template, int before, int limit) {
        return jdbc.sql(SELECT + " AND v.version < :before ORDER BY v.version DESC LIMIT :limit")
                .param("template", template)
                .param("before", before)
                .param("limit", limit)
                .query(Versions::row)
                .list();
    }

    void begin(long template, int number, String name, Wording wording, String author, Instant now) {
        WordingColumns.bind(
                        jdbc.sql("INSERT INTO comm_template_versions (template_id, version, state, created_by,"
                                + " created_at, " + WordingColumns.NAMES + ") VALUES (:template, :version, 'draft',"
                                + " :author, :now, " + WordingColumns.VALUES + ")"),
                        name,
                        wording)
                .param("template", template)
                .param("version", number)
                .param("author", author)
                .param("now", Timestamp.from(now))
                .update();
    }

    /** Changes the text of a draft; of nothing else. */
    boolean rewrite(long template, int number, String name, Wording wording) {
        return WordingColumns.bind(
                                jdbc.sql("UPDATE comm_template_versions SET " + WordingColumns.ASSIGNMENTS
                                        + " WHERE template_id = :template AND version = :version AND state = 'draft'"),
                                name,
                                wording)
                        .param("template", template)
                        .param("version", number)
                        .update()
                == 1;
    }

    /** Moves a version on if it is still in the state it is believed to be in. */
    boolean move(Version version, VersionState to) {
        return jdbc.sql("UPDATE comm_template_versions SET state = ?"
                                + " WHERE template_id = ? AND version = ? AND state = ?")
                        .params(
                                to.code(),
                                version.templateId(),
                                version.number(),
                                version.state().code())
                        .update()
                == 1;
    }

    private static Version row(ResultSet row, int number) throws SQLException {
        return new Version(
                row.getLong("template_id"),
                row.getInt("version"),
                row.getString("name"),
                VersionState.of(row.getString("state")),
                WordingColumns.read(row),
                row.getString("created_by"),
                row.getTimestamp("created_at").toInstant());
    }
}
