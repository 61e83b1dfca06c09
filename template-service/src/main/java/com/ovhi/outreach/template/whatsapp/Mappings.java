package com.ovhi.outreach.template.whatsapp;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.template.wording.Wording;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table {@code whatsapp_mappings}. Methods run in the caller's transaction. */
@Repository
class Mappings {

    /** Older than anything Meta can tell. */
    static final Instant NEVER = Instant.parse("2020-01-01T00:00:00Z");

    private static final String BY_SUITE = "template-service";

    private final JdbcClient jdbc;

    Mappings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Mapping> find(String name, String languageCode) {
        return jdbc.sql("SELECT * FROM whatsapp_mappings WHERE name = ? AND language_code = ?")
                .params(name, languageCode)
                .query(Mappings::row)
                .optional();
    }

    /** The row, locked until the transaction ends. */
    Optional<Mapping> lock(String name, String languageCode) {
        return jdbc.sql("SELECT * FROM whatsapp_mappings WHERE name = ? AND language_code = ? FOR UPDATE")
                .params(name, languageCode)
                .query(Mappings::row)
                .optional();
    }

    /** Whether a template of the suite uses it, and if so whether as marketing. */
    Optional<MetaCategory> categoryInSuite(String name, String languageCode) {
        return jdbc.sql("SELECT MAX(is_marketing) FROM comm_templates"
                        + " WHERE organization_id IS NULL AND whatsapp_name = ? AND whatsapp_language = ?"
                        + " GROUP BY whatsapp_name, whatsapp_language")
                .params(name, languageCode)
                .query(Boolean.class)
                .optional()
                .map(marketing -> marketing ? MetaCategory.MARKETING : MetaCategory.UTILITY);
    }

    /** Whether another owner than this organisation says something else, or with other parameters, under a name. */
    boolean meansSomethingElse(long organization, Wording wording, Wording.WhatsApp whatsapp) {
        return jdbc.sql("SELECT body, whatsapp_parameters FROM comm_templates"
                        + " WHERE (organization_id IS NULL OR organization_id <> ?)"
                        + " AND whatsapp_name = ? AND whatsapp_language = ?")
                .params(organization, whatsapp.name(), whatsapp.languageCode())
                .query((row, number) -> row.getString("body").equals(wording.body())
                        && List.of(ContractJson.read(row.getString("whatsapp_parameters"), String[].class))
                                .equals(whatsapp.parameters()))
                .list()
                .contains(false);
    }

    List<Mapping> page(String afterName, String afterLanguage, @Nullable ApprovalState state, int limit) {
        return jdbc.sql("SELECT * FROM whatsapp_mappings"
                        + " WHERE (name > :name OR (name = :name AND language_code > :language))"
                        + " AND (:state IS NULL OR state = :state) ORDER BY name, language_code LIMIT :limit")
                .param("name", afterName)
                .param("language", afterLanguage)
                .param("state", state == null ? null : state.code())
                .param("limit", limit)
                .query(Mappings::row)
                .list();
    }

    /** Writes the whole row. */
    void put(Mapping mapping) {
        jdbc.sql("""
                        INSERT INTO whatsapp_mappings (name, language_code, provider_template_id, account_id, ttl_seconds,
                            category, state, reason, state_at, category_at, updated_by)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON DUPLICATE KEY UPDATE provider_template_id = VALUES(provider_template_id),
                            account_id = VALUES(account_id), ttl_seconds = VALUES(ttl_seconds), category = VALUES(category), state = VALUES(state),
                            reason = VALUES(reason), state_at = VALUES(state_at), category_at = VALUES(category_at),
                            updated_by = VALUES(updated_by)""")
                .params(Arrays.<@Nullable Object>asList(
                        mapping.name(),
                        mapping.languageCode(),
                        mapping.providerTemplateId(),
                        mapping.accountId(),
                        mapping.ttlSeconds(),
                        mapping.category().code(),
                        mapping.state().code(),
                        mapping.reason(),
                        Timestamp.from(mapping.stateAt()),
                        Timestamp.from(mapping.categoryAt()),
                        mapping.updatedBy()))
                .update();
    }

    /** What counts as long as nobody has said anything: those of the suite are approved, all others wait. */
    Mapping assumed(String name, String languageCode) {
        var inSuite = categoryInSuite(name, languageCode);
        return new Mapping(
                name,
                languageCode,
                null,
                null,
                null,
                inSuite.orElse(MetaCategory.UTILITY),
                inSuite.isPresent() ? ApprovalState.APPROVED : ApprovalState.PENDING,
                null,
                NEVER,
                NEVER,
                BY_SUITE);
    }

    private static Mapping row(ResultSet row, int number) throws SQLException {
        return new Mapping(
                row.getString("name"),
                row.getString("language_code"),
                row.getString("provider_template_id"),
                row.getString("account_id"),
                row.getObject("ttl_seconds", Integer.class),
                MetaCategory.of(row.getString("category")),
                ApprovalState.of(row.getString("state")),
                row.getString("reason"),
                row.getTimestamp("state_at").toInstant(),
                row.getTimestamp("category_at").toInstant(),
                row.getString("updated_by"));
    }
}
