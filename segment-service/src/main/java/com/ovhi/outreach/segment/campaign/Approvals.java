package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.segment.campaign.Runs.Run;
import com.ovhi.outreach.segment.segment.Audiences;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * To how many patients campaigns may go. What is approved is a version of the campaign for patients that its segment's rules
 * chose then; when one of the two is another, it has to be approved again.
 */
@Component
class Approvals {

    private final Audiences audiences;
    private final CampaignProperties properties;

    Approvals(Audiences audiences, CampaignProperties properties) {
        this.audiences = audiences;
        this.properties = properties;
    }

    /** To how many the newest version may go. */
    long mayReach(Campaign campaign) {
        return mayReach(campaign.segmentId(), campaign.approval());
    }

    /** To how many the running version may go. */
    long mayReach(Run run) {
        return mayReach(run.segmentId(), run.approval());
    }

    private long mayReach(long segmentId, @Nullable Approval approval) {
        return approval == null || lapsed(segmentId, approval)
                ? properties.approvalAbove()
                : properties.mayReach(approval.recipients());
    }

    /** By which rules its segment chooses its members now. */
    String rules(Campaign campaign) {
        return audiences.rules(campaign.segmentId());
    }

    /** Whether the newest version was approved for more than one person may write to, by rules that are others now. */
    boolean lapsed(Campaign campaign) {
        return lapsedForMany(campaign.segmentId(), campaign.approval());
    }

    /** The same of the running version. */
    boolean lapsed(Run run) {
        return lapsedForMany(run.segmentId(), run.approval());
    }

    private boolean lapsedForMany(long segmentId, @Nullable Approval approval) {
        return approval != null
                && properties.mayReach(approval.recipients()) > properties.approvalAbove()
                && lapsed(segmentId, approval);
    }

    private boolean lapsed(long segmentId, Approval approval) {
        return approval.rules() != null && !approval.rules().equals(audiences.rules(segmentId));
    }
}
