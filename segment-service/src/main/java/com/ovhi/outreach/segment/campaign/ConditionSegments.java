package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.segment.segment.SegmentUse;
import java.util.List;
import org.springframework.stereotype.Component;

/** Which segments the conditions of campaigns need. */
@Component
class ConditionSegments implements SegmentUse {

    private final Versions versions;

    ConditionSegments(Versions versions) {
        this.versions = versions;
    }

    @Override
    public List<Long> campaigns(long organizationId, long segmentId) {
        return versions.inUse(organizationId, course -> course.segments().contains(segmentId));
    }
}
