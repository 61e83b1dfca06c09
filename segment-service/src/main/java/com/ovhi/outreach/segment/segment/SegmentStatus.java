package com.ovhi.outreach.segment.segment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** How a segment stands, and where it can go from there. */
enum SegmentStatus {
    /** Being written: nobody is judged. */
    DRAFT,
    /** Its members are those its rule means. */
    ACTIVE,
    /** Its members stay as they are. */
    PAUSED,
    /** Nobody belongs to it any more. */
    COMPLETED;

    /** The name on the wire and in the database. */
    @JsonValue
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when there is none */
    @JsonCreator
    static SegmentStatus of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    boolean leadsTo(SegmentStatus next) {
        return this == next || next().contains(next);
    }

    private Set<SegmentStatus> next() {
        return switch (this) {
            case DRAFT -> EnumSet.of(ACTIVE);
            case ACTIVE -> EnumSet.of(PAUSED, COMPLETED);
            case PAUSED -> EnumSet.of(ACTIVE, COMPLETED);
            case COMPLETED -> EnumSet.noneOf(SegmentStatus.class);
        };
    }
}
