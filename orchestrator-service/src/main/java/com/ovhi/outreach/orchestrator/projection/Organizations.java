package com.ovhi.outreach.orchestrator.projection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.ovhi.outreach.common.contract.ovhi.OrganizationUpdated;
import com.ovhi.outreach.common.contract.ovhi.ProviderUpdated;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.common.time.UtcTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The organisations and their providers OVHI core has told us about. Thread-safe. */
@Repository
public class Organizations {

    /** Every request needs its organisation, which hardly ever changes. */
    private static final Duration BRIEFLY = Duration.ofSeconds(1);

    private final JdbcClient jdbc;
    private final Cache<Long, Organization> known =
            Caffeine.newBuilder().expireAfterWrite(BRIEFLY).maximumSize(10_000).build();

    Organizations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The organisation, once its event has arrived; a change may be seen a second late. */
    @Transactional(readOnly = true)
    public Optional<Organization> find(long organizationId) {
        var remembered = known.getIfPresent(organizationId);
        if (remembered != null) {
            return Optional.of(remembered);
        }
        var found = stored(organizationId);
        found.ifPresent(each -> known.put(organizationId, each));
        return found;
    }

    private Optional<Organization> stored(long organizationId) {
        return jdbc.sql("""
                        SELECT display_name, phone, whatsapp, timezone FROM organizations
                        WHERE organization_id = ?""")
                .param(organizationId)
                .query((row, n) -> new Organization(
                        organizationId,
                        row.getString("display_name"),
                        row.getString("phone"),
                        row.getBoolean("whatsapp"),
                        row.getString("timezone")))
                .optional();
    }

    /** Remembers an organisation unless something newer is known. */
    @Transactional
    public void updated(OrganizationUpdated organization, Instant at) {
        jdbc.sql("""
                        INSERT INTO organizations
                            (organization_id, display_name, timezone, phone, sms_phi, email_phi, whatsapp, event_time)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        ON DUPLICATE KEY UPDATE
                            display_name = IF(VALUES(event_time) >= event_time, VALUES(display_name), display_name),
                            timezone = IF(VALUES(event_time) >= event_time, VALUES(timezone), timezone),
                            phone = IF(VALUES(event_time) >= event_time, VALUES(phone), phone),
                            sms_phi = IF(VALUES(event_time) >= event_time, VALUES(sms_phi), sms_phi),
                            email_phi = IF(VALUES(event_time) >= event_time, VALUES(email_phi), email_phi),
                            whatsapp = IF(VALUES(event_time) >= event_time, VALUES(whatsapp), whatsapp),
                            event_time = GREATEST(event_time, VALUES(event_time))""")
                .params(Arrays.<@Nullable Object>asList(
                        organization.organizationId(),
                        organization.displayName(),
                        organization.timezone(),
                        organization.phone(),
                        organization.capabilities().smsPhi(),
                        organization.capabilities().emailPhi(),
                        organization.capabilities().whatsapp(),
                        UtcTime.of(at)))
                .update();
        AfterCommit.run(() -> known.invalidate(organization.organizationId()));
    }

    /** Remembers a provider unless something newer is known. */
    @Transactional
    public void updated(ProviderUpdated provider, Instant at) {
        jdbc.sql("""
                        INSERT INTO providers (organization_id, provider_id, display_name, timezone, event_time)
                        VALUES (?, ?, ?, ?, ?)
                        ON DUPLICATE KEY UPDATE
                            display_name = IF(VALUES(event_time) >= event_time, VALUES(display_name), display_name),
                            timezone = IF(VALUES(event_time) >= event_time, VALUES(timezone), timezone),
                            event_time = GREATEST(event_time, VALUES(event_time))""")
                .params(Arrays.<@Nullable Object>asList(
                        provider.organizationId(),
                        provider.providerId(),
                        provider.displayName(),
                        provider.timezone(),
                        UtcTime.of(at)))
                .update();
    }
}
