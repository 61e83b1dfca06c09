package com.ovhi.outreach.template.catalog;

import com.ovhi.outreach.common.contract.api.RenderedMessage.Level;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads templates. Every method runs in the caller's transaction. */
@Repository
class Templates {

    private static final String VISIBLE = "(t.organization_id IS NULL OR t.organization_id = :organization)";

    private final JdbcClient jdbc;

    Templates(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A template the organisation may see, with the version in force or else its first. */
    Optional<Template> find(long organization, long id) {
        return jdbc.sql("SELECT t.* FROM comm_templates t WHERE t.id = :id AND " + VISIBLE)
                .param("id", id)
                .param("organization", organization)
                .query(Templates::row)
                .optional();
    }

    /** A template with one of its versions, in whatever state but discarded. */
    Optional<Template> find(long organization, long id, int version) {
        return version(organization, id, version, " AND v.state <> 'discarded'");
    }

    /** A template with a version that is or was published. */
    Optional<Template> findPublished(long organization, long id, int version) {
        return version(organization, id, version, " AND v.state IN ('published', 'retired')");
    }

    private Optional<Template> version(long organization, long id, int version, String condition) {
        return jdbc.sql("""
                        SELECT t.id, v.version, v.name, t.purpose, t.channel, t.language, v.subject, v.body, v.html_body,
                            v.variables, v.whatsapp_name, v.whatsapp_language, v.whatsapp_parameters,
                            v.whatsapp_quick_replies, v.is_marketing, t.organization_id, t.provider_id, t.variant_of,
                            t.variant, t.is_active, t.revision, t.created_at, t.updated_at
                        FROM comm_templates t JOIN comm_template_versions v ON v.template_id = t.id
                        WHERE t.id = :id AND v.version = :version AND\s""" + VISIBLE + condition)
                .param("id", id)
                .param("version", version)
                .param("organization", organization)
                .query(Templates::row)
                .optional();
    }

    /** Every base that may be sent on behalf of the organisation or one of its providers, in all languages. */
    List<Template> candidates(long organization, @Nullable Long provider, Purpose purpose, Channel channel) {
        return jdbc.sql("SELECT t.* FROM comm_templates t WHERE t.purpose = :purpose AND t.channel = :channel"
                        + " AND t.is_active AND t.variant_of IS NULL"
                        + " AND (t.provider_id IS NULL OR t.provider_id = :provider) AND " + VISIBLE)
                .param("purpose", purpose.code())
                .param("channel", channel.code())
                .param("provider", provider)
                .param("organization", organization)
                .query(Templates::row)
                .list();
    }

    /** The published variant of a base. */
    Optional<Template> variant(long base, String name) {
        return jdbc.sql("SELECT t.* FROM comm_templates t"
                        + " WHERE t.variant_of = :base AND t.variant = :name AND t.is_active")
                .param("base", base)
                .param("name", name)
                .query(Templates::row)
                .optional();
    }

    /** The published variants of this name of some bases. */
    List<Template> variants(Collection<Long> bases, String name) {
        return bases.isEmpty()
                ? List.of()
                : jdbc.sql("SELECT t.* FROM comm_templates t"
                                + " WHERE t.variant_of IN (:bases) AND t.variant = :name AND t.is_active")
                        .param("bases", bases)
                        .param("name", name)
                        .query(Templates::row)
                        .list();
    }

    List<Template> page(long organization, Filter filter, long after, int limit) {
        return jdbc.sql("SELECT t.* FROM comm_templates t WHERE t.id > :after AND " + VISIBLE
                        + " AND (:purpose IS NULL OR t.purpose = :purpose)"
                        + " AND (:channel IS NULL OR t.channel = :channel)"
                        + " AND (:language IS NULL OR t.language = :language)"
                        + " AND (:text IS NULL OR LOWER(t.name) LIKE :text)"
                        + " AND EXISTS (SELECT 1 FROM comm_template_versions v WHERE v.template_id = t.id"
                        + "     AND (v.state = :state OR (:state IS NULL AND v.state <> 'discarded')))"
                        + levelCondition(filter.level())
                        + " ORDER BY t.id LIMIT :limit")
                .param("after", after)
                .param("organization", organization)
                .param(
                        "purpose",
                        filter.purpose() == null ? null : filter.purpose().code())
                .param(
                        "channel",
                        filter.channel() == null ? null : filter.channel().code())
                .param("language", filter.language())
                .param("text", pattern(filter.text()))
                .param("state", filter.state())
                .param("limit", limit)
                .query(Templates::row)
                .list();
    }

    private static String levelCondition(@Nullable Level level) {
        return switch (level) {
            case null -> "";
            case GLOBAL -> " AND t.organization_id IS NULL";
            case ORGANIZATION -> " AND t.organization_id IS NOT NULL AND t.provider_id IS NULL";
            case PROVIDER -> " AND t.provider_id IS NOT NULL";
        };
    }

    /** What contains the text, whose own wildcards mean themselves. */
    private static @Nullable String pattern(@Nullable String text) {
        return text == null
                ? null
                : "%"
                        + text.toLowerCase(Locale.ROOT)
                                .replace("\\", "\\\\")
                                .replace("%", "\\%")
                                .replace("_", "\\_")
                        + "%";
    }

    private static Template row(ResultSet row, int number) throws SQLException {
        return new Template(
                row.getLong("id"),
                row.getInt("version"),
                row.getString("name"),
                Purpose.of(row.getString("purpose")),
                row.getObject("organization_id", Long.class),
                row.getObject("provider_id", Long.class),
                row.getObject("variant_of", Long.class),
                row.getString("variant"),
                row.getBoolean("is_active"),
                row.getInt("revision"),
                WordingColumns.read(row),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }

    /**
     * Narrows a list; null for any.
     *
     * @param text part of the name
     * @param state one that a version of the template is in; any but discarded when null
     */
    record Filter(
            @Nullable Purpose purpose,
            @Nullable Channel channel,
            @Nullable String language,
            @Nullable String state,
            @Nullable Level level,
            @Nullable String text) {}
}
