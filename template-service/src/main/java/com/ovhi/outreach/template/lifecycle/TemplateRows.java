package com.ovhi.outreach.template.lifecycle;

import com.ovhi.outreach.template.catalog.WordingColumns;
import java.sql.Timestamp;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Repository;

/** Writes table {@code comm_templates}. Methods run in the caller's transaction. */
@Repository
class TemplateRows {

    private final JdbcClient jdbc;

    TemplateRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A template of which nothing is in force yet. */
    long insert(long organization, Draft draft, String author, Instant now) {
        var wording = draft.wording();
        var key = new GeneratedKeyHolder();
        WordingColumns.bind(
                        jdbc.sql("INSERT INTO comm_templates (purpose, channel, language, organization_id, provider_id,"
                                + " variant_of, variant, is_active, updated_by, created_at, updated_at, "
                                + WordingColumns.NAMES + ") VALUES (:purpose, :channel, :language, :organization,"
                                + " :provider, :variant_of, :variant, FALSE, :author, :now, :now, "
                                + WordingColumns.VALUES + ")"),
                        draft.name(),
                        wording)
                .param("purpose", draft.purpose().code())
                .param("channel", wording.channel().code())
                .param("language", wording.language())
                .param("organization", organization)
                .param("provider", draft.providerId())
                .param("variant_of", draft.variantOf())
                .param("variant", draft.variant())
                .param("author", author)
                .param("now", Timestamp.from(now))
                .update(key, "id");
        var id = key.getKey();
        if (id == null) {
            throw new IllegalStateException("The database gave the new template no id");
        }
        return id.longValue();
    }

    /** Claims the next revision: nobody else can change the template until the transaction ends. */
    boolean advance(long id, int revision, String actor, Instant now) {
        return jdbc.sql("UPDATE comm_templates SET revision = revision + 1, updated_by = ?, updated_at = ?"
                                + " WHERE id = ? AND revision = ?")
                        .params(actor, Timestamp.from(now), id, revision)
                        .update()
                == 1;
    }

    /** Shows the text of a version, in force or not. */
    void show(Version version, boolean inForce) {
        WordingColumns.bind(
                        jdbc.sql("UPDATE comm_templates SET version = :version, is_active = :active, "
                                + WordingColumns.ASSIGNMENTS + " WHERE id = :id"),
                        version.name(),
                        version.wording())
                .param("version", version.number())
                .param("active", inForce)
                .param("id", version.templateId())
                .update();
    }

    void takeOutOfForce(long id) {
        jdbc.sql("UPDATE comm_templates SET is_active = FALSE WHERE id = ?")
                .param(id)
                .update();
    }
}
