package com.ovhi.outreach.orchestrator.projection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A booked visit.
 *
 * @param start where it takes place
 * @param confirmed whether the patient has said to come to this version of it
 */
public record Booked(
        long organizationId,
        long appointmentId,
        int version,
        long patientId,
        @Nullable Long providerId,
        ZonedDateTime start,
        boolean confirmed) {

    /** Whether another visit is its patient's on the same calendar day. */
    public boolean sameDay(Optional<Booked> other) {
        return other.filter(each -> each.patientId() == patientId)
                .filter(each -> each.start().toLocalDate().equals(start.toLocalDate()))
                .isPresent();
    }

    /** When its calendar day begins, or one some days later. */
    Instant day(int later) {
        return start.toLocalDate().plusDays(later).atStartOfDay(start.getZone()).toInstant();
    }

    static Booked read(ResultSet row, int number) throws SQLException {
        return new Booked(
                row.getLong("organization_id"),
                row.getLong("appointment_id"),
                row.getInt("version"),
                row.getLong("patient_id"),
                row.getObject("provider_id", Long.class),
                row.getTimestamp("start_at").toInstant().atZone(zone(row.getString("timezone"))),
                row.getObject("confirmed_version") != null && row.getInt("confirmed_version") == row.getInt("version"));
    }

    static ZoneId zone(@Nullable String name) {
        try {
            return name == null ? ZoneOffset.UTC : ZoneId.of(name);
        } catch (DateTimeException e) {
            return ZoneOffset.UTC;
        }
    }
}
