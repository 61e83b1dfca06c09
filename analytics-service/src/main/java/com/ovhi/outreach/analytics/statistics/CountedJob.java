package com.ovhi.outreach.analytics.statistics;

import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import java.util.UUID;

/**
 * What the counts of a job are grouped by.
 *
 * @param providerId 0 for none
 */
record CountedJob(UUID jobId, long organizationId, long providerId, Channel channel, Purpose purpose) {

    static CountedJob of(JobChanged change) {
        var provider = change.providerId();
        return new CountedJob(
                change.jobId(),
                change.organizationId(),
                provider == null ? 0 : provider,
                change.channel(),
                change.purpose());
    }
}
