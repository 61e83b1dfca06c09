package com.ovhi.outreach.template.organization;

import com.ovhi.outreach.common.contract.ovhi.OrganizationUpdated;
import com.ovhi.outreach.template.wording.variables.Capability;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The organisations OVHI core has told of, as far as it matters for what may be said. Thread-safe. */
@Repository
@EnableConfigurationProperties(DisclosureProperties.class)
public class Organizations {

    private final JdbcClient jdbc;
    private final Set<Capability> usual;

    Organizations(JdbcClient jdbc, DisclosureProperties properties) {
        this.jdbc = jdbc;
        usual = properties.visitTimeBySms() ? Capability.USUAL : Set.of();
    }

    /**
     * What an organisation may say beyond what anybody may; the usual until core has told of it. E-mail asks for the
     * patient's agreement besides.
     */
    @Transactional(readOnly = true)
    public Set<Capability> capabilities(long organizationId) {
        return jdbc.sql("SELECT sms_phi, email_phi FROM organizations WHERE organization_id = ?")
                .param(organizationId)
                .query((row, number) -> capabilities(row.getBoolean("sms_phi"), row.getBoolean("email_phi")))
                .optional()
                .orElse(usual);
    }

    private Set<Capability> capabilities(boolean smsPhi, boolean emailPhi) {
        var held = EnumSet.noneOf(Capability.class);
        held.addAll(usual);
        if (smsPhi) {
            held.add(Capability.SMS_PHI);
        }
        if (emailPhi) {
            held.add(Capability.EMAIL_VISIT_DATE);
        }
        return held;
    }

    /** Remembers an organisation unless something newer is known. */
    @Transactional
    void updated(OrganizationUpdated organization, Instant at) {
        // An event that leaves the capabilities out gives none.
        OrganizationUpdated.@Nullable Capabilities given = organization.capabilities();
        jdbc.sql("""
                        INSERT INTO organizations (organization_id, sms_phi, email_phi, told_at)
                        VALUES (:id, :sms_phi, :email_phi, :at)
                        ON DUPLICATE KEY UPDATE
                            sms_phi = IF(VALUES(told_at) >= told_at, VALUES(sms_phi), sms_phi),
                            email_phi = IF(VALUES(told_at) >= told_at, VALUES(email_phi), email_phi),
                            told_at = GREATEST(told_at, VALUES(told_at))""")
                .param("id", organization.organizationId())
                .param("sms_phi", given != null && given.smsPhi())
                .param("email_phi", given != null && given.emailPhi())
                .param("at", Timestamp.from(at))
                .update();
    }
}
