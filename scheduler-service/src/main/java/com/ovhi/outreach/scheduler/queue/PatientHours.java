package com.ovhi.outreach.scheduler.queue;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.SendWindow;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    public void keep(PreferenceChanged change) {
        jdbc.sql("""
                        INSERT INTO patient_hours (patient_id, organization_id, hours, version) VALUES (?, ?, ?, ?)
                        ON DUPLICATE KEY UPDATE
                            hours = IF(VALUES(version) > version, VALUES(hours), hours),
                            version = GREATEST(version, VALUES(version))""")
                .params(
                        change.patientId(),
                        change.organizationId(),
                        ContractJson.writeText(Hours.of(change)),
                        change.version())
                .update();
    }

    /** What is known now of these patients. */
    Known of(Set<Long> patients) {
        if (patients.isEmpty()) {
            return new Known(Map.of());
        }
        var rows = new HashMap<Long, Row>();
        jdbc.sql("SELECT patient_id, version, hours FROM patient_hours WHERE patient_id IN (:patients)")
                .param("patients", patients)
                .query(row -> {
                    rows.put(
                            row.getLong("patient_id"),
                            new Row(row.getLong("version"), ContractJson.read(row.getString("hours"), Hours.class)));
                });
        return new Known(rows);
    }

    /** Hours of some patients, read at once. */
    static final class Known {

        private final Map<Long, Row> rows;

        private Known(Map<Long, Row> rows) {
            this.rows = rows;
        }

        /** A window as it is for the patient now. */
        SendWindow current(long patientId, SendWindow planned) {
            var row = rows.get(patientId);
            var version = planned.preferenceVersion();
            if (row == null || row.version() <= (version == null ? 0 : version)) {
                return planned;
            }
            var hours = row.hours();
            return new SendWindow(
                    hours.zones(),
                    hours.quietStart(),
                    hours.quietEnd(),
                    planned.marketing(),
                    planned.urgent(),
                    version,
                    hours.states(),
                    hours.workStart(),
                    hours.workEnd(),
                    planned.notBefore());
        }
    }

    private record Row(long version, Hours hours) {}

    /** States and hours of work are missing in rows of before they were told: any state, and none stated. */
    private record Hours(
            List<String> zones,
            @Nullable LocalTime quietStart,
            @Nullable LocalTime quietEnd,
            @Nullable List<String> states,
            @Nullable LocalTime workStart,
            @Nullable LocalTime workEnd) {

        static Hours of(PreferenceChanged change) {
            return new Hours(
                    change.candidateZones(),
                    change.quietStart(),
                    change.quietEnd(),
                    change.states(),
                    change.workStart(),
                    change.workEnd());
        }
    }
}
