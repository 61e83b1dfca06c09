package com.ovhi.outreach.scheduler.queue;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.SendWindow;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The table {@code patient_hours}: where a patient may be and when they rest, now. A job planned for somebody who has
 * moved, or wants other quiet hours since, leaves by the new ones.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class PatientHours {

    private final JdbcClient jdbc;

    PatientHours(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps a state unless a newer one is known. The version is assigned last: the other compares with the old. */
    void keep(PreferenceChanged change) {
        jdbc.sql("""
                        INSERT INTO patient_hours (patient_id, organization_id, hours, version) VALUES (?, ?, ?, ?)
                        ON DUPLICATE KEY UPDATE
                            hours = IF(VALUES(version) > version, VALUES(hours), hours),
                            version = GREATEST(version, VALUES(version))""")
                .params(
                        change.patientId(),
                        change.organizationId(),
                        ContractJson.writeText(
                                new Hours(change.candidateZones(), change.quietStart(), change.quietEnd())),
                        change.version())
                .update();
    }

    /** A window as it is for the patient now. */
    SendWindow current(long patientId, SendWindow planned) {
        return newer(patientId, planned.preferenceVersion())
                .map(hours -> new SendWindow(
                        hours.zones(),
                        hours.quietStart(),
                        hours.quietEnd(),
                        planned.marketing(),
                        planned.urgent(),
                        planned.preferenceVersion()))
                .orElse(planned);
    }

    private Optional<Hours> newer(long patientId, @Nullable Long version) {
        return jdbc.sql("SELECT hours FROM patient_hours WHERE patient_id = ? AND version > ?")
                .params(patientId, version == null ? 0 : version)
                .query((row, number) -> ContractJson.read(row.getString("hours"), Hours.class))
                .optional();
    }

    private record Hours(
            List<String> zones,
            @Nullable LocalTime quietStart,
            @Nullable LocalTime quietEnd) {}
}
