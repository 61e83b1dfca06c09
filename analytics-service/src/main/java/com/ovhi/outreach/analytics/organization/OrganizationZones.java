package com.ovhi.outreach.analytics.organization;

import com.ovhi.outreach.common.contract.ovhi.OrganizationUpdated;
import com.ovhi.outreach.common.messaging.PoisonRecord;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** In which zone an organisation counts its days: its own, UTC until that is known. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class OrganizationZones {

    private final JdbcClient jdbc;
    private final Clock clock;

    OrganizationZones(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The organisation's day of an instant. */
    public LocalDate day(long organizationId, Instant at) {
        var zone = jdbc.sql("SELECT timezone FROM organizations WHERE organization_id = ?")
                .param(organizationId)
                .query((row, _) -> ZoneId.of(row.getString("timezone")))
                .optional()
                .orElse(ZoneOffset.UTC);
        return LocalDate.ofInstant(at, zone);
    }

    void keep(OrganizationUpdated organization) {
        jdbc.sql("""
                        INSERT INTO organizations (organization_id, timezone, updated_at) VALUES (?, ?, ?)
                        ON DUPLICATE KEY UPDATE timezone = VALUES(timezone), updated_at = VALUES(updated_at)""")
                .params(organization.organizationId(), known(organization.timezone()), Timestamp.from(clock.instant()))
                .update();
    }

    private static String known(String timezone) {
        try {
            return ZoneId.of(timezone).getId();
        } catch (DateTimeException e) {
            throw new PoisonRecord("unknown-zone");
        }
    }
}
