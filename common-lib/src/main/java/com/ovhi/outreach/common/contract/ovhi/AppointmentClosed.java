package com.ovhi.outreach.common.contract.ovhi;

/**
 * {@code appointment.cancelled}, {@code appointment.completed}, {@code appointment.no_show}: how a visit ended.
 */
public record AppointmentClosed(long appointmentId, int version, long patientId, long organizationId) {

    /** The same, of another record of its patient. */
    public AppointmentClosed of(long patient) {
        return new AppointmentClosed(appointmentId, version, patient, organizationId);
    }
}
