package com.ovhi.outreach.orchestrator.projection;

import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.contract.ovhi.AppointmentClosed;
import com.ovhi.outreach.common.time.UtcTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The newest version of every visit. Its methods take the lock of the visit's row for the rest of the transaction, so
 * that a job is either made before a change of the visit, and cancelled with it, or not made at all. Thread-safe.
 */
@Repository
public class Visits {

    private static final String COLUMNS =
            "organization_id, appointment_id, version, patient_id, provider_id, start_at, timezone, confirmed_version";

    private final JdbcClient jdbc;

    Visits(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How a visit stands. */
    public enum State {
        BOOKED,
        ARRIVED,
        CANCELLED,
        COMPLETED,
        NO_SHOW;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The visit as it is booked now; empty when it is not. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Booked> find(long organizationId, long appointmentId) {
        return jdbc.sql("SELECT " + COLUMNS + """
                         FROM appointments
                        WHERE organization_id = ? AND appointment_id = ? AND state = 'booked' AND start_at IS NOT NULL""")
                .params(organizationId, appointmentId)
                .query(Booked::read)
                .optional();
    }

    /** All booked visits of the patient on the calendar day of this one, where it takes place; the first one first. */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Booked> ofDay(Booked visit) {
        return ofDay(visit, "");
    }

    /** Like {@link #ofDay} of a visit; nobody changes or confirms them until the transaction ends. None if it is not booked. */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Booked> holdDay(long organizationId, long appointmentId) {
        return find(organizationId, appointmentId)
                .map(visit -> ofDay(visit, " FOR UPDATE"))
                .orElse(List.of());
    }

    private List<Booked> ofDay(Booked visit, String lock) {
        return jdbc.sql("SELECT " + COLUMNS + """
                         FROM appointments
                        WHERE organization_id = ? AND patient_id = ? AND state = 'booked'
                            AND start_at >= ? AND start_at < ?
                        ORDER BY start_at, appointment_id""" + lock)
                .params(visit.organizationId(), visit.patientId(), UtcTime.of(visit.day(0)), UtcTime.of(visit.day(1)))
                .query(Booked::read)
                .list();
    }

    /** The visits of a patient, whatever became of them; nobody changes them until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void hold(long organizationId, long patientId) {
        jdbc.sql("""
                        SELECT appointment_id FROM appointments WHERE organization_id = ? AND patient_id = ?
                        ORDER BY appointment_id FOR UPDATE""").params(organizationId, patientId).query(Long.class).list();
    }

    /** The booked visits of a patient that are ahead, the first one first. */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Booked> ahead(long organizationId, long patientId, Instant now) {
        return jdbc.sql("SELECT " + COLUMNS + """
                         FROM appointments
                        WHERE organization_id = ? AND patient_id = ? AND state = 'booked' AND start_at > ?
                        ORDER BY start_at, appointment_id""")
                .params(organizationId, patientId, UtcTime.of(now))
                .query(Booked::read)
                .list();
    }

    /** The visits of a patient are those of another record of theirs from now on. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void rekey(long organizationId, long patientId, long into) {
        jdbc.sql("UPDATE appointments SET patient_id = ? WHERE organization_id = ? AND patient_id = ?")
                .params(into, organizationId, patientId)
                .update();
    }

    /** Nobody changes a visit until the transaction ends, if it is known. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lock(long organizationId, long appointmentId) {
        locked(organizationId, appointmentId);
    }

    /** Remembers a booking or a move; false when this version or a newer one is known already. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean booked(AppointmentBooked visit) {
        if (!isNews(visit.organizationId(), visit.appointmentId(), visit.patientId(), visit.version())) {
            learnSensitivity(visit);
            return false;
        }
        jdbc.sql("""
                        UPDATE appointments
                        SET version = ?, patient_id = ?, provider_id = ?, state = ?, start_at = ?, timezone = ?, is_sensitive = ?
                        WHERE organization_id = ? AND appointment_id = ?""")
                .params(
                        visit.version(),
                        visit.patientId(),
                        visit.providerId(),
                        State.BOOKED.code(),
                        UtcTime.of(visit.start().toInstant()),
                        zone(visit),
                        visit.sensitive(),
                        visit.organizationId(),
                        visit.appointmentId())
                .update();
        return true;
    }

    /** What ended before its booking arrived is sensitive if any booking says so, and is not if the last one does. */
    private void learnSensitivity(AppointmentBooked late) {
        jdbc.sql("""
                        UPDATE appointments SET is_sensitive = IF(?, TRUE, IF(version = ?, FALSE, is_sensitive))
                        WHERE organization_id = ? AND appointment_id = ? AND start_at IS NULL""")
                .params(late.sensitive(), late.version() + 1, late.organizationId(), late.appointmentId())
                .update();
    }

    /** An unknown zone is replaced by the offset that came with the time. */
    private static String zone(AppointmentBooked visit) {
        try {
            return ZoneId.of(visit.location().timezone()).getId();
        } catch (DateTimeException e) {
            return visit.start().getOffset().getId();
        }
    }

    /** Remembers how a visit ended; false when this version or a newer one is known already. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean closed(AppointmentClosed visit, State state) {
        if (!isNews(visit.organizationId(), visit.appointmentId(), visit.patientId(), visit.version())) {
            return false;
        }
        jdbc.sql("UPDATE appointments SET version = ?, state = ? WHERE organization_id = ? AND appointment_id = ?")
                .params(visit.version(), state.code(), visit.organizationId(), visit.appointmentId())
                .update();
        return true;
    }

    /** The patient has said to come to this version of a visit; an older one is not what they know any more. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void confirmed(long organizationId, long appointmentId, int version) {
        jdbc.sql("""
                        UPDATE appointments SET confirmed_version = version
                        WHERE organization_id = ? AND appointment_id = ? AND version = ? AND state = 'booked'""").params(organizationId, appointmentId, version).update();
    }

    /** Whether a visit and all others of its patient on that day are confirmed as they are booked now. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean dayConfirmed(long organizationId, long appointmentId) {
        return find(organizationId, appointmentId)
                .map(visit -> ofDay(visit).stream().allMatch(Booked::confirmed))
                .orElse(false);
    }

    /** How many of the last visits of a patient, as many as given, were missed. */
    @Transactional(propagation = Propagation.MANDATORY)
    public int missed(long organizationId, long patientId, int last) {
        return jdbc.sql("""
                        SELECT COUNT(*) FROM (
                            SELECT state FROM appointments
                            WHERE organization_id = ? AND patient_id = ? AND state IN ('arrived', 'completed', 'no_show')
                            ORDER BY start_at DESC, appointment_id DESC LIMIT ?) ended
                        WHERE state = 'no_show'""")
                .params(organizationId, patientId, last)
                .query(Integer.class)
                .single();
    }

    /** Whether a patient has a visit ahead. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean hasAhead(long organizationId, long patientId, Instant now) {
        return jdbc.sql("""
                        SELECT 1 FROM appointments
                        WHERE organization_id = ? AND patient_id = ? AND state = 'booked' AND start_at > ? LIMIT 1""")
                .params(organizationId, patientId, UtcTime.of(now))
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** Where a visit takes place or took place; empty when that is not known. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<ZoneId> zone(long organizationId, long appointmentId) {
        return jdbc.sql("SELECT timezone FROM appointments WHERE organization_id = ? AND appointment_id = ?")
                .params(organizationId, appointmentId)
                .query((row, n) ->
                        Optional.ofNullable(row.getString("timezone")).map(Booked::zone))
                .optional()
                .flatMap(zone -> zone);
    }

    /** Whether the patient has a sensitive visit on the day of this one, where it takes place. */
    @Transactional(readOnly = true)
    public boolean sensitiveDay(long organizationId, long appointmentId) {
        return find(organizationId, appointmentId)
                .filter(visit -> jdbc.sql("""
                                SELECT COUNT(*) FROM appointments
                                WHERE organization_id = ? AND patient_id = ? AND state = 'booked' AND COALESCE(is_sensitive, TRUE)
                                    AND start_at >= ? AND start_at < ?""")
                                .params(
                                        visit.organizationId(),
                                        visit.patientId(),
                                        UtcTime.of(visit.day(0)),
                                        UtcTime.of(visit.day(1)))
                                .query(Integer.class)
                                .single()
                        > 0)
                .isPresent();
    }

    /** Whether no version of the visit newer than this one is known; stays true until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean isCurrent(long organizationId, long appointmentId, int version) {
        return jdbc.sql("""
                        SELECT version FROM appointments
                        WHERE organization_id = ? AND appointment_id = ? LOCK IN SHARE MODE""")
                .params(organizationId, appointmentId)
                .query(Integer.class)
                .optional()
                .map(known -> known <= version)
                .orElse(true);
    }

    private boolean isNews(long organizationId, long appointmentId, long patientId, int version) {
        var known = locked(organizationId, appointmentId);
        if (known.isEmpty()) {
            jdbc.sql("""
                            INSERT IGNORE INTO appointments (organization_id, appointment_id, version, patient_id, state)
                            VALUES (?, ?, 0, ?, ?)""")
                    .params(organizationId, appointmentId, patientId, State.BOOKED.code())
                    .update();
            known = locked(organizationId, appointmentId);
        }
        return version > known.orElse(0);
    }

    private Optional<Integer> locked(long organizationId, long appointmentId) {
        return jdbc.sql("""
                        SELECT version FROM appointments
                        WHERE organization_id = ? AND appointment_id = ? FOR UPDATE""")
                .params(organizationId, appointmentId)
                .query(Integer.class)
                .optional();
    }
}
