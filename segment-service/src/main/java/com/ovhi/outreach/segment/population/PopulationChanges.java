package com.ovhi.outreach.segment.population;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.contract.ovhi.AppointmentClosed;
import com.ovhi.outreach.common.contract.ovhi.LabResultReady;
import com.ovhi.outreach.common.contract.ovhi.PatientRegistered;
import com.ovhi.outreach.common.contract.ovhi.RefillDue;
import com.ovhi.outreach.common.ids.Channel;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes over what events tell of patients, in whatever order they come. Every change holds the patient's row until its
 * transaction ends, so that two events about one patient never judge the patient side by side.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class PopulationChanges {

    private static final int LONGEST_STATE = 64;

    private final JdbcClient jdbc;

    PopulationChanges(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps of a patient what rules may use, and nothing that names or reaches one. */
    public void registered(PatientRegistered patient, Instant at) {
        lock(patient.patientId(), patient.organizationId());
        var birth = patient.birthDate();
        var address = patient.address();
        jdbc.sql("""
                        UPDATE patients SET organization_id = :organization, birth_year = :year, birth_month = :month,
                            language = :language, state = :state, registered_at = :at
                        WHERE patient_id = :patient AND (registered_at IS NULL OR registered_at <= :at)""")
                .param("organization", patient.organizationId())
                .param("year", birth == null ? null : birth.getYear())
                .param("month", birth == null ? null : birth.getMonthValue())
                .param("language", primary(patient.language()))
                .param("state", address == null ? null : shortened(address.state()))
                .param("at", Timestamp.from(at))
                .param("patient", patient.patientId())
                .update();
    }

    /** A visit was booked or moved. */
    public void booked(AppointmentBooked visit) {
        lock(visit.patientId(), visit.organizationId());
        var start = visit.start().toInstant();
        var zone = Organizations.zone(visit.location().timezone());
        jdbc.sql("""
                        INSERT INTO visits (appointment_id, patient_id, organization_id, status, version,
                            starts_at, starts_on, start_version)
                        VALUES (:id, :patient, :organization, :status, :version, :at, :day, :version)
                        ON DUPLICATE KEY UPDATE
                            status = IF(VALUES(version) > version, VALUES(status), status),
                            version = GREATEST(version, VALUES(version)),
                            starts_at = IF(VALUES(start_version) > start_version, VALUES(starts_at), starts_at),
                            starts_on = IF(VALUES(start_version) > start_version, VALUES(starts_on), starts_on),
                            start_version = GREATEST(start_version, VALUES(start_version))""")
                .param("id", visit.appointmentId())
                .param("patient", visit.patientId())
                .param("organization", visit.organizationId())
                .param("status", VisitStatus.BOOKED.code())
                .param("version", visit.version())
                .param("at", Timestamp.from(start))
                .param("day", start.atZone(zone).toLocalDate())
                .update();
    }

    /** A visit was cancelled, took place or was missed; its booking may come later. */
    public void closed(AppointmentClosed visit, VisitStatus status) {
        lock(visit.patientId(), visit.organizationId());
        jdbc.sql("""
                        INSERT INTO visits (appointment_id, patient_id, organization_id, status, version, start_version)
                        VALUES (:id, :patient, :organization, :status, :version, 0)
                        ON DUPLICATE KEY UPDATE
                            status = IF(VALUES(version) >= version, VALUES(status), status),
                            version = GREATEST(version, VALUES(version))""")
                .param("id", visit.appointmentId())
                .param("patient", visit.patientId())
                .param("organization", visit.organizationId())
                .param("status", status.code())
                .param("version", visit.version())
                .update();
    }

    /** A prescription can be refilled; of two dates the later one holds. */
    public void refillDue(RefillDue refill) {
        lock(refill.patientId(), refill.organizationId());
        jdbc.sql("""
                        INSERT INTO refills (prescription_id, patient_id, organization_id, due_on)
                        VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE due_on = GREATEST(due_on, VALUES(due_on))""")
                .params(refill.prescriptionId(), refill.patientId(), refill.organizationId(), refill.dueOn())
                .update();
    }

    /** Some result is in the portal; which one is not kept. */
    public void labReady(LabResultReady result, Instant at) {
        lock(result.patientId(), result.organizationId());
        jdbc.sql("""
                        UPDATE patients SET lab_ready_at = :at
                        WHERE patient_id = :patient AND (lab_ready_at IS NULL OR lab_ready_at < :at)""")
                .param("at", Timestamp.from(at))
                .param("patient", result.patientId())
                .update();
    }

    /**
     * The patient's language and what may be sent on which channel; the highest version holds.
     *
     * @return whether a rule could tell the difference
     */
    public boolean preferenceChanged(PreferenceChanged preference) {
        lock(preference.patientId(), preference.organizationId());
        var before = wishes(preference.patientId());
        jdbc.sql("""
                        UPDATE patients SET preference_version = :version, preferred_language = :language,
                            marketing_email = :email, marketing_sms = :sms, marketing_whatsapp = :whatsapp
                        WHERE patient_id = :patient AND preference_version < :version""")
                .param("version", preference.version())
                .param("language", primary(preference.language()))
                .param("email", marketing(preference, Channel.EMAIL))
                .param("sms", marketing(preference, Channel.SMS))
                .param("whatsapp", marketing(preference, Channel.WHATSAPP))
                .param("patient", preference.patientId())
                .update();
        return !before.equals(wishes(preference.patientId()));
    }

    private Map<String, @Nullable Object> wishes(long patientId) {
        return jdbc.sql("SELECT preferred_language, marketing_email, marketing_sms, marketing_whatsapp FROM patients"
                        + " WHERE patient_id = ?")
                .param(patientId)
                .query()
                .singleRow();
    }

    /** Makes the row where it is missing; an insert that meets it takes the same exclusive lock. */
    private void lock(long patientId, long organizationId) {
        jdbc.sql("""
                        INSERT INTO patients (patient_id, organization_id) VALUES (?, ?)
                        ON DUPLICATE KEY UPDATE patient_id = VALUES(patient_id)""").params(patientId, organizationId).update();
    }

    private static boolean marketing(PreferenceChanged preference, Channel channel) {
        var permission = preference.channels().get(channel);
        return permission != null && permission.marketing();
    }

    /** {@code es-MX} and {@code es_mx} are {@code es}. */
    static @Nullable String primary(@Nullable String tag) {
        if (tag == null || tag.isBlank()) {
            return null;
        }
        var language = Locale.forLanguageTag(tag.strip().replace('_', '-')).getLanguage();
        return language.isEmpty() ? null : language;
    }

    private static @Nullable String shortened(@Nullable String state) {
        return state == null || state.length() <= LONGEST_STATE ? state : state.substring(0, LONGEST_STATE);
    }
}
