package com.ovhi.outreach.template.catalog;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.template.wording.Wording;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Repository;

/** All templates and their versions. Every method runs in the caller's transaction. */
@Repository
class Templates {

    private static final String VISIBLE = "(organization_id IS NULL OR organization_id = :organization)";

    private final JdbcClient jdbc;

    Templates(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A template the organisation may see. */
    Optional<Template> find(long organization, long id) {
        return jdbc.sql("SELECT * FROM comm_templates WHERE id = :id AND " + VISIBLE)
                .param("id", id)
                .param("organization", organization)
                .query(Templates::row)
                .optional();
    }

    /** What may be sent on behalf of the organisation, in all languages. */
    List<Template> candidates(long organization, Purpose purpose, Channel channel) {
        return jdbc.sql("SELECT * FROM comm_templates WHERE purpose = :purpose AND channel = :channel"
                        + " AND is_active AND provider_id IS NULL AND " + VISIBLE)
                .param("purpose", purpose.code())
                .param("channel", channel.code())
                .param("organization", organization)
                .query(Templates::row)
                .list();
    }

    List<Template> page(long organization, Filter filter, long after, int limit) {
        return jdbc.sql("SELECT * FROM comm_templates WHERE id > :after AND " + VISIBLE
                        + " AND (:purpose IS NULL OR purpose = :purpose)"
                        + " AND (:channel IS NULL OR channel = :channel)"
                        + " AND (:language IS NULL OR language = :language)"
                        + " ORDER BY id LIMIT :limit")
                .param("after", after)
                .param("organization", organization)
                .param(
                        "purpose",
                        filter.purpose() == null ? null : filter.purpose().code())
                .param(
                        "channel",
                        filter.channel() == null ? null : filter.channel().code())
                .param("language", filter.language())
                .param("limit", limit)
                .query(Templates::row)
                .list();
    }

    long insert(long organization, String name, Purpose purpose, Wording wording, String author, Instant now) {
        var key = new GeneratedKeyHolder();
        wordingParams(jdbc.sql("""
                        INSERT INTO comm_templates (name, purpose, channel, language, subject, body, html_body,
                            variables, whatsapp_name, whatsapp_language, whatsapp_parameters,
                            whatsapp_quick_replies, is_marketing, organization_id, updated_by, created_at, updated_at)
                        VALUES (:name, :purpose, :channel, :language, :subject, :body, :html_body,
                            :variables, :whatsapp_name, :whatsapp_language, :whatsapp_parameters,
                            :whatsapp_quick_replies, :is_marketing, :organization, :author, :now, :now)
                        """), wording)
                .param("name", name)
                .param("purpose", purpose.code())
                .param("channel", wording.channel().code())
                .param("language", wording.language())
                .param("organization", organization)
                .param("author", author)
                .param("now", Timestamp.from(now))
                .update(key, "id");
        var id = key.getKey();
        if (id == null) {
            throw new IllegalStateException("The database gave the new template no id");
        }
        keepVersion(id.longValue());
        return id.longValue();
    }

    /** Replaces the text if the version is still the expected one. */
    boolean revise(Template old, String name, Wording wording, String author, Instant now) {
        var changed = wordingParams(jdbc.sql("""
                        UPDATE comm_templates SET version = version + 1, name = :name, subject = :subject,
                            body = :body, html_body = :html_body, variables = :variables,
                            whatsapp_name = :whatsapp_name, whatsapp_language = :whatsapp_language,
                            whatsapp_parameters = :whatsapp_parameters,
                            whatsapp_quick_replies = :whatsapp_quick_replies, is_marketing = :is_marketing,
                            updated_by = :author, updated_at = :now
                        WHERE id = :id AND version = :version
                        """), wording)
                .param("name", name)
                .param("author", author)
                .param("now", Timestamp.from(now))
                .param("id", old.id())
                .param("version", old.version())
                .update();
        if (changed == 1) {
            keepVersion(old.id());
        }
        return changed == 1;
    }

    void deactivate(long id, String author, Instant now) {
        jdbc.sql("UPDATE comm_templates SET is_active = FALSE, updated_by = ?, updated_at = ? WHERE id = ?")
                .params(author, Timestamp.from(now), id)
                .update();
    }

    private void keepVersion(long id) {
        jdbc.sql("""
                        INSERT INTO comm_template_versions (template_id, version, name, subject, body, html_body,
                            variables, whatsapp_name, whatsapp_language, whatsapp_parameters,
                            whatsapp_quick_replies, is_marketing, created_by, created_at)
                        SELECT id, version, name, subject, body, html_body, variables, whatsapp_name,
                            whatsapp_language, whatsapp_parameters, whatsapp_quick_replies, is_marketing,
                            updated_by, updated_at
                        FROM comm_templates WHERE id = ?
                        """).param(id).update();
    }

    private static JdbcClient.StatementSpec wordingParams(JdbcClient.StatementSpec statement, Wording wording) {
        var whatsapp = wording.whatsapp();
        return statement
                .param("subject", wording.subject())
                .param("body", wording.body())
                .param("html_body", wording.html())
                .param("variables", ContractJson.writeText(wording.variables()))
                .param("whatsapp_name", whatsapp == null ? null : whatsapp.name())
                .param("whatsapp_language", whatsapp == null ? null : whatsapp.languageCode())
                .param("whatsapp_parameters", whatsapp == null ? null : ContractJson.writeText(whatsapp.parameters()))
                .param(
                        "whatsapp_quick_replies",
                        whatsapp == null ? null : ContractJson.writeText(whatsapp.quickReplies()))
                .param("is_marketing", wording.marketing());
    }

    private static Template row(ResultSet row, int number) throws SQLException {
        return new Template(
                row.getLong("id"),
                row.getInt("version"),
                row.getString("name"),
                Purpose.of(row.getString("purpose")),
                row.getObject("organization_id", Long.class),
                row.getObject("provider_id", Long.class),
                row.getBoolean("is_active"),
                wording(row),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }

    private static Wording wording(ResultSet row) throws SQLException {
        return new Wording(
                Channel.of(row.getString("channel")),
                row.getString("language"),
                row.getString("subject"),
                row.getString("body"),
                row.getString("html_body"),
                names(row.getString("variables")),
                whatsapp(row),
                row.getBoolean("is_marketing"));
    }

    private static Wording.@Nullable WhatsApp whatsapp(ResultSet row) throws SQLException {
        var name = row.getString("whatsapp_name");
        return name == null
                ? null
                : new Wording.WhatsApp(
                        name,
                        row.getString("whatsapp_language"),
                        names(row.getString("whatsapp_parameters")),
                        names(row.getString("whatsapp_quick_replies")));
    }

    private static List<String> names(String json) {
        return List.of(ContractJson.read(json, String[].class));
    }

    /** Narrows a list; null for any. */
    record Filter(
            @Nullable Purpose purpose,
            @Nullable Channel channel,
            @Nullable String language) {}
}
