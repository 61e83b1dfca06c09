package com.ovhi.outreach.reply.visit;

import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.contract.ovhi.AppointmentClosed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The newest version of every visit: table {@code visits}. Call inside a transaction. */
@Component
public class Visits {

    private static final Pattern REFERENCE = Pattern.compile("appointment/(\\d{1,18})");

    private final JdbcClient jdbc;

    Visits(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The visit as it is booked now; empty when it is not, or is not known.
     *
     * @param subjectRef such as {@code appointment/5226}
     */
    public Optional<Visit> find(long organizationId, @Nullable String subjectRef) {
        var reference = REFERENCE.matcher(subjectRef == null ? "" : subjectRef);
        return reference.matches()
                ? jdbc.sql("""
                    SELECT appointment_id, version, start_at, timezone, is_sensitive FROM visits
                    WHERE organization_id = ? AND appointment_id = ? AND is_booked AND start_at IS NOT NULL\
                    """)
                        .params(organizationId, Long.parseLong(reference.group(1)))
                        .query(Visits::read)
                        .optional()
                : Optional.empty();
    }

    /** Remembers a booking or a move, unless something newer is known. */
    void booked(AppointmentBooked visit) {
        write(
                visit.organizationId(),
                visit.appointmentId(),
                visit.version(),
                visit.patientId(),
                Timestamp.from(visit.start().toInstant()),
                zone(visit),
                visit.sensitive(),
                true);
    }

    /** Remembers that a visit has ended or will not take place, unless something newer is known. */
    void closed(AppointmentClosed visit) {
        write(
                visit.organizationId(),
                visit.appointmentId(),
                visit.version(),
                visit.patientId(),
                null,
                null,
                null,
                false);
    }

    private void write(
            long organization,
            long appointment,
            int version,
            long patient,
            @Nullable Timestamp start,
            @Nullable String zone,
            @Nullable Boolean sensitive,
            boolean booked) {
        // The version comes last: MySQL sets the columns in this order, and each looks at the version before.
        jdbc.sql("""
            INSERT INTO visits
                (organization_id, appointment_id, version, patient_id, start_at, timezone, is_sensitive, is_booked)
            VALUES (:organization, :appointment, :version, :patient, :start, :zone, :sensitive, :booked)
            ON DUPLICATE KEY UPDATE
                patient_id = IF(VALUES(version) > version, VALUES(patient_id), patient_id),
                start_at = IF(VALUES(version) > version, VALUES(start_at), start_at),
                timezone = IF(VALUES(version) > version, VALUES(timezone), timezone),
                is_sensitive = IF(VALUES(version) > version, VALUES(is_sensitive), is_sensitive),
                is_booked = IF(VALUES(version) > version, VALUES(is_booked), is_booked),
                version = GREATEST(version, VALUES(version))\
            """)
                .param("organization", organization)
                .param("appointment", appointment)
                .param("version", version)
                .param("patient", patient)
                .param("start", start)
                .param("zone", zone)
                .param("sensitive", sensitive)
                .param("booked", booked)
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

    private static Visit read(ResultSet row, int number) throws SQLException {
        return new Visit(
                row.getLong("appointment_id"),
                row.getInt("version"),
                row.getTimestamp("start_at").toInstant().atZone(ZoneId.of(row.getString("timezone"))),
                row.getObject("is_sensitive") == null || row.getBoolean("is_sensitive"));
    }
}
