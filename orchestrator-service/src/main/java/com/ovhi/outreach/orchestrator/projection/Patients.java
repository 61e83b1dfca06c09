package com.ovhi.outreach.orchestrator.projection;

import com.ovhi.outreach.common.contract.api.PatientRef;
import com.ovhi.outreach.common.contract.ovhi.PatientRegistered;
import com.ovhi.outreach.common.crypto.FieldCipher;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The patients OVHI core has told us about. Thread-safe. */
@Repository
public class Patients {

    private static final String DEFAULT_LANGUAGE = "en";
    private static final int MAX_LANGUAGE = 35;

    /** By any other index of an organisation a statement would come by patients it does not want, and wait for those. */
    private static final String BY_KEY = """
            SELECT organization_id, patient_id FROM patients FORCE INDEX (PRIMARY)
            WHERE organization_id IN (:organizations) AND patient_id IN (:patients) AND NOT is_gone
            ORDER BY organization_id, patient_id""";

    private final JdbcClient jdbc;
    private final FieldCipher cipher;

    Patients(JdbcClient jdbc, FieldCipher cipher) {
        this.jdbc = jdbc;
        this.cipher = cipher;
    }

    /** The patient, if it belongs to the organisation. */
    @Transactional(readOnly = true)
    public Optional<Patient> find(long organizationId, long patientId) {
        return jdbc.sql("SELECT language FROM patients WHERE organization_id = ? AND patient_id = ?")
                .params(organizationId, patientId)
                .query((row, n) -> new Patient(organizationId, patientId, row.getString("language")))
                .optional();
    }

    /** Which of these patients belong to the organisation. */
    @Transactional(readOnly = true)
    public Set<Long> known(long organizationId, Set<Long> patients) {
        if (patients.isEmpty()) {
            return Set.of();
        }
        var marks = String.join(",", Collections.nCopies(patients.size(), "?"));
        return Set.copyOf(
                jdbc.sql("SELECT patient_id FROM patients WHERE organization_id = ? AND patient_id IN (" + marks + ")")
                        .param(organizationId)
                        .params(List.copyOf(patients))
                        .query(Long.class)
                        .list());
    }

    /** Those of these patients that belong to their organisations. */
    @Transactional(readOnly = true)
    public Set<PatientRef> known(Set<PatientRef> patients) {
        return refs(
                "SELECT organization_id, patient_id FROM patients"
                        + " WHERE organization_id IN (:organizations) AND patient_id IN (:patients)",
                patients);
    }

    /**
     * Like {@link #known(Set)}, but nobody else plans a contact for any of them until the transaction ends; for those who are
     * gone nobody does any more, so they are left out.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Set<PatientRef> lock(Set<PatientRef> patients) {
        return refs(BY_KEY + " FOR UPDATE", patients);
    }

    /** Like {@link #lock}, but waits for nobody: those are left out that somebody else has locked. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Set<PatientRef> lockFree(Set<PatientRef> patients) {
        return refs(BY_KEY + " FOR UPDATE SKIP LOCKED", patients);
    }

    private Set<PatientRef> refs(String sql, Set<PatientRef> patients) {
        return Several.of(patients)
                .in(jdbc.sql(sql))
                .query((row, n) -> new PatientRef(row.getLong("organization_id"), row.getLong("patient_id")))
                .stream()
                .filter(patients::contains)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The record of a patient that stays, where this one was given up; else this one. Stays so until the transaction ends, if
     * the patient is known.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public long record(long organizationId, long patientId) {
        return jdbc.sql("""
                        SELECT COALESCE(merged_into, patient_id) FROM patients
                        WHERE organization_id = ? AND patient_id = ? LOCK IN SHARE MODE""")
                .params(organizationId, patientId)
                .query(Long.class)
                .optional()
                .orElse(patientId);
    }

    /** No contact is planned for a patient any more; waits for whoever is planning one. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void departed(long organizationId, long patientId) {
        jdbc.sql("""
                        INSERT INTO patients (organization_id, patient_id, event_time, is_gone)
                        VALUES (?, ?, '1970-01-02 00:00:00', TRUE)
                        ON DUPLICATE KEY UPDATE is_gone = TRUE""").params(organizationId, patientId).update();
    }

    /** Remembers that a record was given up for another one, also before it is known itself. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void merged(long organizationId, long patientId, long into) {
        jdbc.sql("""
                        INSERT INTO patients (organization_id, patient_id, event_time, merged_into)
                        VALUES (?, ?, '1970-01-02 00:00:00', ?)
                        ON DUPLICATE KEY UPDATE merged_into = VALUES(merged_into)""").params(organizationId, patientId, into).update();
        jdbc.sql("UPDATE patients SET merged_into = ? WHERE organization_id = ? AND merged_into = ?")
                .params(into, organizationId, patientId)
                .update();
    }

    /** Remembers a registration unless a newer one is known. */
    @Transactional
    public void registered(PatientRegistered patient, Instant at) {
        jdbc.sql("""
                        INSERT INTO patients (organization_id, patient_id, given_name, language, event_time)
                        VALUES (?, ?, ?, ?, ?)
                        ON DUPLICATE KEY UPDATE
                            given_name = IF(VALUES(event_time) >= event_time, VALUES(given_name), given_name),
                            language = IF(VALUES(event_time) >= event_time, VALUES(language), language),
                            event_time = GREATEST(event_time, VALUES(event_time))""")
                .params(Arrays.<@Nullable Object>asList(
                        patient.organizationId(),
                        patient.patientId(),
                        sealedName(patient),
                        language(patient.language()),
                        Timestamp.from(at)))
                .update();
    }

    private @Nullable String sealedName(PatientRegistered patient) {
        var name = patient.givenName();
        var context = "patients|given_name|" + patient.organizationId() + "|" + patient.patientId();
        return name == null ? null : cipher.seal(name.reveal(), context).ciphertext();
    }

    private static String language(@Nullable String tag) {
        var known = tag == null ? "" : Locale.forLanguageTag(tag).toLanguageTag();
        return known.isEmpty() || "und".equals(known) || known.length() > MAX_LANGUAGE ? DEFAULT_LANGUAGE : known;
    }
}
