package com.ovhi.outreach.common.contract;

import java.time.Instant;

/**
 * {@code segment.membership.changed}: a patient entered or left a segment.
 */
public record SegmentMembershipChanged(
        long segmentId, String segmentName, long organizationId, long patientId, boolean member, Instant changedAt) {}
