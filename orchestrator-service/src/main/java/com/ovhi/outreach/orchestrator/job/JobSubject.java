package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.Purpose;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a job is about.
 *
 * @param household whether it speaks for several patients who are reached at one address
 * @param discreet whether it says only that there is something to read in the portal
 */
public record JobSubject(
        UUID jobId,
        long organizationId,
        long patientId,
        Purpose purpose,
        boolean household,
        boolean discreet,
        @Nullable String ref,
        @Nullable Integer version) {}
