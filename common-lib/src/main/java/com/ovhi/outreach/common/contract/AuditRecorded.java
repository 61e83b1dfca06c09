package com.ovhi.outreach.common.contract;

import com.ovhi.outreach.common.ids.AuditAction;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code audit.recorded}: somebody did something with a patient's data or to a patient. {@code details} holds ids and vocabulary, never PHI; {@code actor} is a token subject or a service name.
 */
public record AuditRecorded(
        @Nullable Long organizationId,
        @Nullable Long patientId,
        String actor,
        AuditAction action,
        Map<String, String> details,
        @Nullable String ipAddress,
        @Nullable String userAgent,
        Instant occurredAt) {}
