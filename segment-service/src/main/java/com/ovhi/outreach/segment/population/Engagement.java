package com.ovhi.outreach.segment.population;

import java.time.Instant;

/**
 * Something that happened between the suite and a patient.
 *
 * @param patientId of whom it was told, perhaps merged since
 */
public record Engagement(long patientId, long organizationId, EngagementKind kind, Instant at) {}
