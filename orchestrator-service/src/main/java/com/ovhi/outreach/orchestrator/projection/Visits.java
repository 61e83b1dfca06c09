package com.ovhi.outreach.orchestrator.projection;

import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.contract.ovhi.AppointmentClosed;
import java.sql.Timestamp;
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

    private final JdbcClient jdbc;

    Visits(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How a visit stands. */
    public enum State {
        BOOKED,
        CANCELLED,
        COMPLETED,
        NO_SHOW;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Remembers a booking or a move; false when this version or a newer one is known already. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean booked(AppointmentBooked visit) {
        if (!isNews(visit.organizationId(), visit.appointmentId(), visit.patientId(), visit.version())) {
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
                        Timestamp.from(visit.start().toInstant()),
                        visit.location().timezone(),
                        visit.sensitive(),
                        visit.organizationId(),
                        visit.appointmentId())
                .update();
        return true;
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
