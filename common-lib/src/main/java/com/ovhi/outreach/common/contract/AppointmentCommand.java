package com.ovhi.outreach.common.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;

/**
 * {@code appointment.command}: what a patient asked of a visit, for OVHI core to carry out. Idempotent on {@code commandId}; {@code appointmentVersion} guards against a visit that changed meanwhile.
 */
public record AppointmentCommand(
        UUID commandId,
        long appointmentId,
        int appointmentVersion,
        long patientId,
        long organizationId,
        Command command,
        UUID jobId,
        Instant requestedAt) {
    /** What to do with the visit. */
    public enum Command {
        /** The patient will come. */
        @JsonProperty("confirm")
        CONFIRM,
        /** The patient wants another time. */
        @JsonProperty("reschedule_requested")
        RESCHEDULE_REQUESTED,
        /** The patient cannot come. */
        @JsonProperty("cancel_requested")
        CANCEL_REQUESTED
    }
}
