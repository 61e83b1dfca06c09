package com.ovhi.outreach.reply.people;

import com.ovhi.outreach.common.contract.ovhi.OrganizationUpdated;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who we are: table {@code organizations}. Call inside a transaction. */
@Component
public class Organizations {

    private static final String COLUMNS = "organization_id, display_name, phone, language, sms_phi";

    private final JdbcClient jdbc;

    Organizations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An organisation; the only one there is when nobody can tell which. */
    public Optional<Organization> find(@Nullable Long organizationId) {
        return organizationId == null ? only() : one(organizationId);
    }

    private Optional<Organization> one(long organizationId) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM organizations WHERE organization_id = ?")
                .param(organizationId)
                .query(Organizations::read)
                .optional();
    }

    private Optional<Organization> only() {
        var some = jdbc.sql("SELECT " + COLUMNS + " FROM organizations LIMIT 2")
                .query(Organizations::read)
                .list();
        return some.size() == 1 ? Optional.of(some.getFirst()) : Optional.empty();
    }

    /** Remembers an organisation unless something newer is known. */
    void updated(OrganizationUpdated organization, Instant at) {
        // An event that leaves the capabilities out gives none.
        OrganizationUpdated.@Nullable Capabilities given = organization.capabilities();
        jdbc.sql("""
            INSERT INTO organizations (organization_id, display_name, phone, language, sms_phi, told_at)
            VALUES (:id, :name, :phone, :language, :smsPhi, :at)
            ON DUPLICATE KEY UPDATE
                display_name = IF(VALUES(told_at) >= told_at, VALUES(display_name), display_name),
                phone = IF(VALUES(told_at) >= told_at, VALUES(phone), phone),
                language = IF(VALUES(told_at) >= told_at, VALUES(language), language),
                sms_phi = IF(VALUES(told_at) >= told_at, VALUES(sms_phi), sms_phi),
                told_at = GREATEST(told_at, VALUES(told_at))\
            """)
                .param("id", organization.organizationId())
                .param("name", organization.displayName())
                .param("phone", organization.phone())
                .param("language", organization.languages().stream().findFirst().orElse(null))
                .param("smsPhi", given != null && given.smsPhi())
                .param("at", Timestamp.from(at))
                .update();
    }

    private static Organization read(ResultSet row, int number) throws SQLException {
        return new Organization(
                row.getLong("organization_id"),
                row.getString("display_name"),
                row.getString("phone"),
                row.getString("language"),
                row.getBoolean("sms_phi"));
    }
}
