package com.ovhi.outreach.common.contract.ovhi;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * {@code appointment.booked} and {@code appointment.moved}: a visit and its time. The service type is deliberately not read.
 */
public record AppointmentBooked(
        long appointmentId,
        int version,
        long patientId,
        long organizationId,
        long providerId,
        Location location,
        OffsetDateTime start,
        int durationMinutes,
        boolean sensitive,
        @Nullable Long expectedRevenueCents) {

    /** The same visit, of another record of its patient. */
    public AppointmentBooked of(long patient) {
        return new AppointmentBooked(
                appointmentId,
                version,
                patient,
                organizationId,
                providerId,
                location,
                start,
                durationMinutes,
                sensitive,
                expectedRevenueCents);
    }

    /** Where the visit takes place; {@code timezone} is the IANA zone its local time is meant in. */
    public record Location(String name, @Nullable String phone, String timezone) {}
}
