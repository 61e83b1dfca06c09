package com.ovhi.outreach.segment.population;

import com.ovhi.outreach.common.contract.ovhi.OrganizationUpdated;
import com.ovhi.outreach.common.messaging.PoisonRecord;
import com.ovhi.outreach.common.time.IanaZones;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The organisations OVHI core has told of. */
@Repository
public class Organizations {

    private final JdbcClient jdbc;

    Organizations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Takes over what is newer than what is known.
     *
     * @return whether its days begin at another time now
     */
    @Transactional
    public boolean updated(OrganizationUpdated organization, Instant at) {
        var before = zoneOf(organization.organizationId());
        jdbc.sql("""
                        INSERT INTO organizations (organization_id, display_name, phone, timezone, told_at)
                        VALUES (:id, :name, :phone, :zone, :at)
                        ON DUPLICATE KEY UPDATE
                            display_name = IF(VALUES(told_at) >= told_at, VALUES(display_name), display_name),
                            phone = IF(VALUES(told_at) >= told_at, VALUES(phone), phone),
                            timezone = IF(VALUES(told_at) >= told_at, VALUES(timezone), timezone),
                            told_at = GREATEST(told_at, VALUES(told_at))""")
                .param("id", organization.organizationId())
                .param("name", organization.displayName())
                .param("phone", organization.phone())
                .param("zone", zone(organization.timezone()).getId())
                .param("at", Timestamp.from(at))
                .update();
        return !before.equals(zoneOf(organization.organizationId()));
    }

    /** One organisation, if core has told of it. */
    @Transactional(readOnly = true)
    public Optional<Organization> find(long organizationId) {
        return jdbc.sql("SELECT display_name, phone, timezone FROM organizations WHERE organization_id = ?")
                .param(organizationId)
                .query((row, n) -> new Organization(
                        organizationId,
                        row.getString("display_name"),
                        row.getString("phone"),
                        ZoneId.of(row.getString("timezone"))))
                .optional();
    }

    /** Where its days begin; UTC until core has told. */
    @Transactional(readOnly = true)
    public ZoneId zoneOf(long organizationId) {
        return find(organizationId).map(Organization::zone).orElse(ZoneOffset.UTC);
    }

    /** A zone's name, when there is one of that name. */
    static Optional<String> known(String name) {
        return IanaZones.find(name).map(ZoneId::getId);
    }

    /** Reads the name of a zone in an event. */
    static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new PoisonRecord("unknown-time-zone");
        }
    }
}
