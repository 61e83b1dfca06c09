package com.ovhi.outreach.segment.population;

import static java.util.Objects.requireNonNull;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.contract.ovhi.AppointmentClosed;
import com.ovhi.outreach.common.contract.ovhi.LabResultReady;
import com.ovhi.outreach.common.contract.ovhi.PatientDeceased;
import com.ovhi.outreach.common.contract.ovhi.PatientMerged;
import com.ovhi.outreach.common.contract.ovhi.PatientRegistered;
import com.ovhi.outreach.common.contract.ovhi.RefillDue;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes over what events tell of patients, in whatever order they come. Every change holds the patient's row until its
 * transaction ends, so that two events about one patient never judge the patient side by side. Each answers whom it was
 * about in the end: what is told of a patient who was merged is about the one they were merged into.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class PopulationChanges {

    private static final int LONGEST_STATE = 64;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final PatientRows rows;
    private final Organizations organizations;

    PopulationChanges(JdbcClient jdbc, JdbcTemplate batches, PatientRows rows, Organizations organizations) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.rows = rows;
        this.organizations = organizations;
    }

    /** Keeps of a patient what rules may use, and nothing that names or reaches one. The dead are not registered again. */
    public long registered(PatientRegistered patient, Instant at) {
        var id = rows.hold(patient.patientId(), patient.organizationId());
        if (id != patient.patientId()) {
            return id;
        }
        var birth = patient.birthDate();
        var address = patient.address();
        jdbc.sql("""
                        UPDATE patients SET organization_id = :organization, birth_year = :year, birth_month = :month,
                            born_by = :bornBy, language = :language, zone = :zone, state = :state, registered_at = :at
                        WHERE patient_id = :patient AND (registered_at IS NULL OR registered_at <= :at)""")
                .param("organization", patient.organizationId())
                .param("year", birth == null ? null : birth.getYear())
                .param("month", birth == null ? null : birth.getMonthValue())
                .param("bornBy", birth == null ? null : YearMonth.from(birth).atEndOfMonth())
                .param("language", primary(patient.language()))
                .param("zone", zone(patient.timezone()))
                .param("state", address == null ? null : shortened(address.state()))
                .param("at", Timestamp.from(at))
                .param("patient", id)
                .update();
        return id;
    }

    /** A visit was booked or moved. */
    public long booked(AppointmentBooked visit) {
        var id = rows.hold(visit.patientId(), visit.organizationId());
        var start = visit.start().toInstant();
        var zone = Organizations.zone(visit.location().timezone());
        jdbc.sql("""
                        INSERT INTO visits (appointment_id, patient_id, organization_id, provider_id, status, version,
                            starts_at, starts_on, start_version)
                        VALUES (:id, :patient, :organization, :provider, :status, :version, :at, :day, :version)
                        ON DUPLICATE KEY UPDATE
                            status = IF(VALUES(version) > version, VALUES(status), status),
                            version = GREATEST(version, VALUES(version)),
                            provider_id = IF(VALUES(start_version) > start_version, VALUES(provider_id), provider_id),
                            starts_at = IF(VALUES(start_version) > start_version, VALUES(starts_at), starts_at),
                            starts_on = IF(VALUES(start_version) > start_version, VALUES(starts_on), starts_on),
                            start_version = GREATEST(start_version, VALUES(start_version))""")
                .param("id", visit.appointmentId())
                .param("patient", id)
                .param("organization", visit.organizationId())
                .param("provider", visit.providerId())
                .param("status", VisitStatus.BOOKED.code())
                .param("version", visit.version())
                .param("at", Timestamp.from(start))
                .param("day", start.atZone(zone).toLocalDate())
                .update();
        return id;
    }

    /** A visit was cancelled, took place or was missed; its booking may come later. */
    public long closed(AppointmentClosed visit, VisitStatus status) {
        var id = rows.hold(visit.patientId(), visit.organizationId());
        jdbc.sql("""
                        INSERT INTO visits (appointment_id, patient_id, organization_id, status, version, start_version)
                        VALUES (:id, :patient, :organization, :status, :version, 0)
                        ON DUPLICATE KEY UPDATE
                            status = IF(VALUES(version) >= version, VALUES(status), status),
                            version = GREATEST(version, VALUES(version))""")
                .param("id", visit.appointmentId())
                .param("patient", id)
                .param("organization", visit.organizationId())
                .param("status", status.code())
                .param("version", visit.version())
                .update();
        return id;
    }

    /**
     * A prescription can be refilled; of two dates the one holds that was told last.
     *
     * @param at when OVHI core said so
     */
    public long refillDue(RefillDue refill, Instant at) {
        var id = rows.hold(refill.patientId(), refill.organizationId());
        jdbc.sql("""
                        INSERT INTO refills (prescription_id, patient_id, organization_id, due_on, told_at)
                        VALUES (?, ?, ?, ?, ?)
                        ON DUPLICATE KEY UPDATE
                            due_on = IF(COALESCE(told_at <= VALUES(told_at), TRUE), VALUES(due_on), due_on),
                            told_at = GREATEST(COALESCE(told_at, VALUES(told_at)), VALUES(told_at))""")
                .params(refill.prescriptionId(), id, refill.organizationId(), refill.dueOn(), Timestamp.from(at))
                .update();
        return id;
    }

    /** Some result is in the portal; which one is not kept. */
    public long labReady(LabResultReady result, Instant at) {
        var id = rows.hold(result.patientId(), result.organizationId());
        jdbc.sql("""
                        UPDATE patients SET lab_ready_at = :at, lab_ready_on = :day
                        WHERE patient_id = :patient AND (lab_ready_at IS NULL OR lab_ready_at < :at)""")
                .param("at", Timestamp.from(at))
                .param("day", day(result.organizationId(), at))
                .param("patient", id)
                .update();
        return id;
    }

    /**
     * The patient's language and zone and what may be sent on which channel; the highest version holds. What is told of
     * one who was merged is about somebody else's wishes and changes nothing.
     */
    public HeardWishes preferenceChanged(PreferenceChanged preference) {
        var id = rows.hold(preference.patientId(), preference.organizationId());
        if (id != preference.patientId()) {
            return new HeardWishes(id, Optional.empty());
        }
        var wishes = Wishes.of(preference);
        var takenBack = wishes.takenBack(jdbc);
        wishes.write(jdbc);
        return new HeardWishes(id, takenBack);
    }

    /**
     * Whose wishes were heard of.
     *
     * @param takenBack what the patient has allowed before and does no longer; empty is nothing
     */
    public record HeardWishes(long patientId, Optional<OptOut> takenBack) {}

    /**
     * Things happened between the suite and patients: they are counted by local day, and their rows held. An opt-out is told by
     * the answer and by what follows from it, in whichever order, so that one counts for the day.
     */
    public Set<Long> engaged(Collection<Engagement> engagements) {
        var about = rows.hold(engagements.stream()
                .collect(Collectors.toMap(Engagement::patientId, Engagement::organizationId, (one, _) -> one)));
        var zones = new HashMap<Long, ZoneId>();
        var days = new LinkedHashMap<EngagementDay, Integer>();
        for (var each : engagements) {
            var zone = zones.computeIfAbsent(each.organizationId(), organizations::zoneOf);
            days.merge(
                    new EngagementDay(
                            requireNonNull(about.get(each.patientId())),
                            each.organizationId(),
                            each.kind(),
                            LocalDate.ofInstant(each.at(), zone)),
                    1,
                    Integer::sum);
        }
        batches.batchUpdate(
                """
                INSERT INTO engagement_days (patient_id, organization_id, kind, happened_on, times)
                VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE
                    times = IF(kind = 'opted_out', 1, times + VALUES(times))""",
                days.entrySet().stream()
                        .map(each -> each.getKey().counted(each.getValue()))
                        .toList());
        return Set.copyOf(about.values());
    }

    /** The patient died: belongs nowhere any more. */
    public long deceased(PatientDeceased patient, Instant at) {
        var id = rows.hold(patient.patientId(), patient.organizationId());
        jdbc.sql("UPDATE patients SET gone_at = COALESCE(gone_at, ?) WHERE patient_id = ?")
                .params(Timestamp.from(at), id)
                .update();
        return id;
    }

    /** Two records were of one patient. The rows are held in the order of their ids, as everybody holds several. */
    public List<Long> merged(PatientMerged patient, Instant at) {
        var low = Math.min(patient.patientId(), patient.intoPatientId());
        var high = Math.max(patient.patientId(), patient.intoPatientId());
        rows.hold(low, patient.organizationId());
        rows.hold(high, patient.organizationId());
        var from = rows.hold(patient.patientId(), patient.organizationId());
        var into = rows.hold(patient.intoPatientId(), patient.organizationId());
        if (from != into) {
            rows.merge(from, into, at);
        }
        return List.of(from, into);
    }

    /** Counts the visits of patients again, many at once: to be done before anybody is judged whose visits changed. */
    public void countVisits(Collection<Long> patientIds) {
        rows.countVisits(patientIds);
    }

    private record EngagementDay(long patientId, long organizationId, EngagementKind kind, LocalDate day) {

        private Object[] counted(int times) {
            return new Object[] {
                patientId, organizationId, kind.code(), day, kind == EngagementKind.OPTED_OUT ? 1 : times
            };
        }
    }

    private LocalDate day(long organizationId, Instant at) {
        return LocalDate.ofInstant(at, organizations.zoneOf(organizationId));
    }

    /** {@code es-MX} and {@code es_mx} are {@code es}. */
    static @Nullable String primary(@Nullable String tag) {
        if (tag == null || tag.isBlank()) {
            return null;
        }
        var language = Locale.forLanguageTag(tag.strip().replace('_', '-')).getLanguage();
        return language.isEmpty() ? null : language;
    }

    /** A zone nobody knows is one nobody told. */
    private static @Nullable String zone(@Nullable String name) {
        return name == null ? null : Organizations.known(name).orElse(null);
    }

    private static @Nullable String shortened(@Nullable String state) {
        if (state == null || state.isBlank()) {
            return null;
        }
        var name = state.strip();
        return name.length() <= LONGEST_STATE
                ? name
                : name.substring(0, LONGEST_STATE).strip();
    }
}
