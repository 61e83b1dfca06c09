package com.ovhi.outreach.segment.segment;

import java.util.List;

/** What asks for the members of segments besides other segments. */
public interface SegmentUse {

    /** The campaigns that would judge their patients otherwise were the segment not there any more, by their ids. */
    List<Long> campaigns(long organizationId, long segmentId);
}
