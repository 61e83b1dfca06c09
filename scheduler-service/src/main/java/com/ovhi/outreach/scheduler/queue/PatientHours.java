package com.ovhi.outreach.scheduler.queue;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.SendWindow;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
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

    // The version is assigned last: the other compares with the old.
    private static final String KEEP = """
            INSERT INTO patient_hours (patient_id, organization_id, hours, version) VALUES (?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE
                hours = IF(VALUES(version) > version, VALUES(hours), hours),
                version = GREATEST(version, VALUES(version))""";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    PatientHours(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /**
     * Keeps states unless newer ones are known, so that repetition does no harm; whose hours are others now, or were in
     * between, for a job may have been planned by those. A file of consents changes the version of a hundred thousand patients
     * and the hours of none.
     */
    public List<Long> keep(List<PreferenceChanged> changes) {
        var newest = PreferenceChanged.newest(changes);
        var before = rows(newest.keySet());
        var news = newest.values().stream()
                .filter(each -> !before.containsKey(each.patientId())
                        || before.get(each.patientId()).version() < each.version())
                .toList();
        if (news.isEmpty()) {
            return List.of();
        }
        batches.batchUpdate(KEEP, news, news.size(), (statement, each) -> {
            statement.setLong(1, each.patientId());
            statement.setLong(2, each.organizationId());
            statement.setString(3, ContractJson.writeText(Hours.of(each)));
            statement.setLong(4, each.version());
        });
        var between = wavering(changes);
        return news.stream()
                .filter(each -> between.contains(each.patientId())
                        || !before.containsKey(each.patientId())
                        || !before.get(each.patientId()).hours().equals(Hours.of(each)))
                .map(PreferenceChanged::patientId)
                .toList();
    }

    /** Of whom different hours are told at once. */
    private static Set<Long> wavering(List<PreferenceChanged> changes) {
        return changes.stream()
                .collect(Collectors.groupingBy(
                        PreferenceChanged::patientId, Collectors.mapping(Hours::of, Collectors.toSet())))
                .entrySet()
                .stream()
                .filter(each -> each.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** What is known now of these patients. */
    Known of(Set<Long> patients) {
        return new Known(rows(patients));
    }

    private Map<Long, Row> rows(Set<Long> patients) {
        var rows = new HashMap<Long, Row>();
        if (patients.isEmpty()) {
            return rows;
        }
        jdbc.sql("SELECT patient_id, version, hours FROM patient_hours WHERE patient_id IN (:patients)")
                .param("patients", patients)
                .query(row -> {
                    rows.put(
                            row.getLong("patient_id"),
                            new Row(row.getLong("version"), ContractJson.read(row.getString("hours"), Hours.class)));
                });
        return rows;
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
                    row.version(),
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
