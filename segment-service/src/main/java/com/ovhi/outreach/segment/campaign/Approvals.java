package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.segment.campaign.Runs.Run;
import com.ovhi.outreach.segment.segment.Audiences;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * To how many patients campaigns may go. What is approved is a version of the campaign for patients that its segment's rules
 * chose then, and those of the segments its conditions ask for; when one of them is another, it has to be approved again.
 */
@Component
class Approvals {

    private final Audiences audiences;
    private final Versions versions;
    private final CampaignProperties properties;

    Approvals(Audiences audiences, Versions versions, CampaignProperties properties) {
        this.audiences = audiences;
        this.versions = versions;
        this.properties = properties;
    }

    /** To how many the newest version may go. */
    long mayReach(Campaign campaign) {
        return mayReach(newest(campaign));
    }

    /** To how many the running version may go. */
    long mayReach(Run run) {
        return mayReach(running(run));
    }

    private long mayReach(Subject subject) {
        var approval = subject.approval();
        return approval == null || lapsed(subject, approval)
                ? properties.approvalAbove()
                : properties.mayReach(approval.recipients());
    }

    /** By which rules its segment chooses its members now, and those of which its conditions ask. */
    String rules(Campaign campaign) {
        return rules(newest(campaign));
    }

    private String rules(Subject subject) {
        return audiences.rules(subject.segmentId(), subject.course().get().segments());
    }

    /** Whether the newest version was approved for more than one person may write to, by rules that are others now. */
    boolean lapsed(Campaign campaign) {
        return lapsedForMany(newest(campaign));
    }

    /** The same of the running version. */
    boolean lapsed(Run run) {
        return lapsedForMany(running(run));
    }

    private boolean lapsedForMany(Subject subject) {
        var approval = subject.approval();
        return approval != null
                && properties.mayReach(approval.recipients()) > properties.approvalAbove()
                && lapsed(subject, approval);
    }

    /** An approval from before conditions counted names the rules of the campaign's segment alone, and stands. */
    private boolean lapsed(Subject subject, Approval approval) {
        var rules = approval.rules();
        return rules != null
                && !rules.equals(rules(subject))
                && !rules.equals(audiences.rules(subject.segmentId(), Set.of()));
    }

    private static Subject newest(Campaign campaign) {
        return new Subject(campaign.segmentId(), campaign::course, campaign.approval());
    }

    private Subject running(Run run) {
        return new Subject(run.segmentId(), () -> versions.read(run.campaignId(), run.version()), run.approval());
    }

    /**
     * What is approved.
     *
     * @param course read where there is an approval to be compared
     */
    private record Subject(
            long segmentId,
            Supplier<Course> course,
            @Nullable Approval approval) {}
}
