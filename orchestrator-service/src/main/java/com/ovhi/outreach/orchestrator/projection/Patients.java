package com.ovhi.outreach.orchestrator.projection;

import com.ovhi.outreach.common.contract.api.PatientRef;
import com.ovhi.outreach.common.contract.ovhi.PatientRegistered;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.time.UtcTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    /** The time of a row that holds a place for a patient of whom no registration has been told; theirs are later. */
    private static final String UNREGISTERED = "'1970-01-02 00:00:00'";

    private static final String REGISTERED = " AND event_time > " + UNREGISTERED;

    private final JdbcClient jdbc;
    private final FieldCipher cipher;

    Patients(JdbcClient jdbc, FieldCipher cipher) {
        this.jdbc = jdbc;
        this.cipher = cipher;
    }

    /** The patient, if it belongs to the organisation. */
    @Transactional(readOnly = true)
    public Optional<Patient> find(long organizationId, long patientId) {
        return jdbc.sql("SELECT language FROM patients WHERE organization_id = ? AND patient_id = ?" + REGISTERED)
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
        return Set.copyOf(jdbc.sql("SELECT patient_id FROM patients WHERE organization_id = ? AND patient_id IN ("
                        + marks + ")" + REGISTERED)
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
                        + " WHERE organization_id IN (:organizations) AND patient_id IN (:patients)"
                        + REGISTERED,
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

    /** The records that stay in place of those of these patients' that were given up. */
    @Transactional(readOnly = true)
    public Map<PatientRef, Long> givenUp(Set<PatientRef> patients) {
        return Several.of(patients)
                .in(jdbc.sql("""
                        SELECT organization_id, patient_id, merged_into FROM patients FORCE INDEX (PRIMARY)
                        WHERE organization_id IN (:organizations) AND patient_id IN (:patients) AND merged_into IS NOT NULL"""))
                .query((row, n) -> Map.entry(
                        new PatientRef(row.getLong("organization_id"), row.getLong("patient_id")),
                        row.getLong("merged_into")))
                .stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** A patient's record and those that were given up for it. */
    @Transactional(readOnly = true)
    public List<Long> records(long organizationId, long patientId) {
        return jdbc.sql("""
                        SELECT ? AS patient_id UNION ALL
                        SELECT patient_id FROM patients WHERE organization_id = ? AND merged_into = ?""")
                .params(patientId, organizationId, patientId)
                .query((row, _) -> row.getLong("patient_id"))
                .list();
    }

    /**
     * The record of a patient that stays, where this one was given up; else this one. Stays so, and nobody plans a contact
     * for this one, until the transaction ends.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public long record(long organizationId, long patientId) {
        return locked(organizationId, patientId).orElseGet(() -> {
            jdbc.sql("INSERT IGNORE INTO patients (organization_id, patient_id, event_time) VALUES (?, ?, "
                            + UNREGISTERED + ")")
                    .params(organizationId, patientId)
                    .update();
            return locked(organizationId, patientId).orElse(patientId);
        });
    }

    private Optional<Long> locked(long organizationId, long patientId) {
        return jdbc.sql("""
                        SELECT COALESCE(merged_into, patient_id) FROM patients
                        WHERE organization_id = ? AND patient_id = ? FOR UPDATE""").params(organizationId, patientId).query(Long.class).optional();
    }

    /** Whether no contact is planned for a patient any more. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean isGone(long organizationId, long patientId) {
        return jdbc.sql("SELECT is_gone FROM patients WHERE organization_id = ? AND patient_id = ?")
                .params(organizationId, patientId)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /** No contact is planned for a patient any more; waits for whoever is planning one. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void departed(long organizationId, long patientId) {
        jdbc.sql("""
                        INSERT INTO patients (organization_id, patient_id, event_time, is_gone)
                        VALUES (?, ?, %s, TRUE)
                        ON DUPLICATE KEY UPDATE is_gone = TRUE""".formatted(UNREGISTERED)).params(organizationId, patientId).update();
    }

    /** Remembers that a record was given up for another one, also before it is known itself. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void merged(long organizationId, long patientId, long into) {
        jdbc.sql("""
                        INSERT INTO patients (organization_id, patient_id, event_time, merged_into)
                        VALUES (?, ?, %s, ?)
                        ON DUPLICATE KEY UPDATE merged_into = VALUES(merged_into)""".formatted(UNREGISTERED))
                .params(organizationId, patientId, into)
                .update();
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
                        UtcTime.of(at)))
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
