package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.segment.segment.SegmentVersions.Wording;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Segments as people read them. */
final class SegmentViews {

    private SegmentViews() {}

    /**
     * A segment, with its members as of now.
     *
     * @param problem what is wrong with a rule that was stored before it would have been refused; null is nothing
     * @param drift how many members the last evaluation found in the wrong place without a reason
     */
    record SegmentView(
            long id,
            int version,
            String name,
            @Nullable String description,
            @Schema(implementation = Object.class) JsonNode rules,
            @Nullable String problem,
            SegmentStatus status,
            boolean isActive,
            long patientCount,
            int drift,
            @Nullable Instant lastEvaluated,
            String createdBy,
            Instant createdAt,
            Instant updatedAt) {

        static SegmentView of(Segment segment, long members) {
            return new SegmentView(
                    segment.id(),
                    segment.version(),
                    segment.name(),
                    segment.description(),
                    ContractJson.mapper().readTree(segment.rules()),
                    segment.rule().asksForAllSegments() ? "asks-for-all-segments" : null,
                    segment.status(),
                    segment.active(),
                    members,
                    segment.drift(),
                    segment.lastEvaluated(),
                    segment.createdBy(),
                    segment.createdAt(),
                    segment.updatedAt());
        }
    }

    /** A segment as it once was. */
    record VersionView(
            int version,
            String name,
            @Nullable String description,
            @Schema(implementation = Object.class) JsonNode rules,
            SegmentStatus status,
            String changedBy,
            Instant changedAt) {

        static VersionView of(Wording wording) {
            return new VersionView(
                    wording.version(),
                    wording.name(),
                    wording.description(),
                    ContractJson.mapper().readTree(wording.rules()),
                    wording.status(),
                    wording.changedBy(),
                    wording.changedAt());
        }
    }
}
