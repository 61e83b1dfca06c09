package com.ovhi.outreach.segment.campaign;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A campaign as people plan it. */
record Plan(
        String name,
        @Nullable String description,
        long segmentId,
        Course course,
        @Nullable LocalDate startDate,
        @Nullable LocalDate endDate) {}
