package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.segment.experiment.Experiments;
import com.ovhi.outreach.segment.population.Organization;
import com.ovhi.outreach.segment.population.Organizations;
import com.ovhi.outreach.segment.segment.Audiences;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people do with campaigns. */
@Service
class Campaigning {

    private final Campaigns campaigns;
    private final Versions versions;
    private final Runs runs;
    private final Enrolments enrolments;
    private final Experiments experiments;
    private final Pausing pausing;
    private final Audiences audiences;
    private final Organizations organizations;
    private final Outbox outbox;
    private final Approvals approvals;
    private final LockingTransactions transactions;
    private final Clock clock;

    Campaigning(
            Campaigns campaigns,
            Versions versions,
            Runs runs,
            Enrolments enrolments,
            Experiments experiments,
            Pausing pausing,
            Audiences audiences,
            Organizations organizations,
            Outbox outbox,
            Approvals approvals,
            LockingTransactions transactions,
            Clock clock) {
        this.campaigns = campaigns;
        this.versions = versions;
        this.runs = runs;
        this.enrolments = enrolments;
        this.experiments = experiments;
        this.pausing = pausing;
        this.audiences = audiences;
        this.organizations = organizations;
        this.outbox = outbox;
        this.approvals = approvals;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Transactional
    public Campaign create(long organizationId, Plan plan, String by) {
        check(organizationId, plan);
        return write(new Campaign(organizationId, plan, by, clock.instant()), by);
    }

    /** Plans it anew; those who are enrolled stay on the version they are on. */
    @Transactional
    public Campaign edit(long organizationId, long id, Plan plan, String by) {
        check(organizationId, plan);
        var campaign = find(organizationId, id);
        demandSamePurposes(campaign, plan.course());
        runs.keepApproval(id);
        campaign.edit(plan, by, clock.instant());
        return write(campaign, by);
    }

    /**
     * A patient is contacted once for a step and its purpose. Were that another one, whoever had been asked for under the
     * first could be told once more. Of versions that differed before this was asked for, the newest that had the place counts.
     */
    private void demandSamePurposes(Campaign campaign, Course course) {
        var places = new HashMap<Integer, Purpose>();
        for (var version = Objects.requireNonNullElse(campaign.runningEdition(), 0); version > 0; version--) {
            var steps = versions.read(campaign.id(), version).steps();
            for (var place = 0; place < steps.size(); place++) {
                places.putIfAbsent(place, steps.get(place).purpose());
            }
        }
        for (var place = 0; place < course.steps().size(); place++) {
            var purpose = course.steps().get(place).purpose();
            if (places.getOrDefault(place, purpose) != purpose) {
                throw ProblemException.unprocessable(
                                "purpose-changed", "A step of a campaign that has begun keeps its purpose")
                        .with("step", place);
            }
        }
    }

    private Campaign write(Campaign campaign, String by) {
        var written = campaigns.saveAndFlush(campaign);
        versions.write(written, by, clock.instant());
        return written;
    }

    private void check(long organizationId, Plan plan) {
        plan.course().check();
        if (plan.startDate() != null && plan.endDate() != null && plan.endDate().isBefore(plan.startDate())) {
            throw ProblemException.unprocessable("invalid-dates", "The campaign would end before it starts");
        }
        if (audiences.find(organizationId, plan.segmentId()).isEmpty()) {
            throw ProblemException.unprocessable("unknown-segment", "There is no such segment");
        }
        if (!plan.course().segments().isEmpty()) {
            plan.course().checkSegments(audiences.hold(organizationId));
        }
    }

    /** A campaign of the organisation; anybody else's does not exist. */
    @Transactional(readOnly = true)
    public Campaign find(long organizationId, long id) {
        return campaigns
                .findByIdAndOrganizationId(id, organizationId)
                .orElseThrow(() -> ProblemException.notFound("unknown-campaign", "There is no such campaign"));
    }

    @Transactional(readOnly = true)
    public List<Campaign> list(long organizationId, long after, int limit) {
        return campaigns.findByOrganizationIdAndIdGreaterThanOrderById(organizationId, after, Limit.of(limit));
    }

    /**
     * Starts, goes on, or goes over to the newest version.
     *
     * @param move whether everybody goes on with it, also what a pause has called off; null is not said, which is refused
     *     where a pause is over and another version goes on
     */
    public Campaign activate(long organizationId, long id, @Nullable Boolean move) {
        return transactions.run(() -> goOn(organizationId, id, move));
    }

    private Campaign goOn(long organizationId, long id, @Nullable Boolean move) {
        var campaign = find(organizationId, id);
        if (move == null && goesOnDifferently(campaign)) {
            throw ProblemException.conflict(
                    "version-undecided", "Say with move whether patients who are enrolled get the new version");
        }
        if (!audiences.find(organizationId, campaign.segmentId()).orElseThrow().active()) {
            throw ProblemException.conflict("inactive-segment", "The campaign's segment is not in use");
        }
        var course = campaign.course();
        if (!course.unreachable().isEmpty()) {
            throw ProblemException.unprocessable("unreachable-step", "No patient can come to some of the steps")
                    .with("steps", course.unreachable());
        }
        var unknown = audiences.unknown(organizationId, course.segments());
        if (!unknown.isEmpty()) {
            throw ProblemException.conflict(
                            "inactive-segment", "Who belongs to a segment that conditions ask for is not known")
                    .with("segments", unknown);
        }
        var most = approvals.mayReach(campaign);
        if (runs.audience(campaign.segmentId()) > most) {
            throw ProblemException.conflict("approval-needed", "A second person has to approve a campaign of this size")
                    .with("recipients_up_to", most);
        }
        if (approvals.lapsed(campaign)) {
            campaign.forgetApproval();
        }
        campaign.activate(speaker(organizationId), clock.instant());
        if (campaign.round() > 0) {
            pausing.over(campaign);
        }
        runs.again(id);
        if (course.abVariants() != null) {
            experiments.run(id, organizationId, course.abVariants(), clock.instant());
        }
        if (Boolean.TRUE.equals(move)) {
            enrolments.move(id, campaign.edition(), course.steps().size(), clock.instant());
        }
        return campaigns.saveAndFlush(campaign);
    }

    private static boolean goesOnDifferently(Campaign campaign) {
        return campaign.status() == CampaignStatus.PAUSED
                && !Objects.equals(campaign.runningEdition(), campaign.edition());
    }

    /**
     * A second person lets the newest version go out to many; audited.
     *
     * @param version the one they have seen; null is the newest
     * @param rules by which the segment chose its members when they saw it; null are those of now
     */
    @Transactional
    public Campaign approve(
            long organizationId, long id, @Nullable Integer version, @Nullable String rules, String by) {
        var campaign = find(organizationId, id);
        if (version != null && version != campaign.edition()) {
            throw ProblemException.conflict("version-changed", "There is a newer version than the one to be approved");
        }
        if (versions.isBy(id, campaign.edition(), by)) {
            throw ProblemException.forbidden(
                    "second-person", "Somebody who did not write the campaign has to approve it");
        }
        var present = approvals.rules(campaign);
        if (rules != null && !rules.equals(present)) {
            throw ProblemException.conflict("segment-changed", "The segment chooses its members by other rules by now");
        }
        var recipients = runs.audience(campaign.segmentId());
        campaign.approve(by, recipients, present, clock.instant());
        outbox.publish(
                Topics.AUDIT,
                Long.toString(organizationId),
                new AuditRecorded(
                        organizationId,
                        null,
                        by,
                        AuditAction.SEND,
                        Map.of(
                                "step",
                                "campaign-approved",
                                "campaign_id",
                                Long.toString(id),
                                "version",
                                Integer.toString(campaign.edition()),
                                "recipients",
                                Long.toString(recipients)),
                        null,
                        null,
                        clock.instant()));
        return campaigns.saveAndFlush(campaign);
    }

    @Transactional
    public Campaign pause(long organizationId, long id) {
        return pausing.pause(find(organizationId, id), Pausing.REQUESTED);
    }

    @Transactional
    public Campaign cancel(long organizationId, long id) {
        var campaign = find(organizationId, id);
        experiments.end(id);
        return pausing.cancel(campaign);
    }

    /** Asks for nothing more; what was asked for is still sent. */
    @Transactional
    public Campaign complete(long organizationId, long id) {
        var campaign = find(organizationId, id);
        campaign.complete(clock.instant());
        experiments.end(id);
        return campaigns.saveAndFlush(campaign);
    }

    /** Moves everybody to the version that runs, at the step they are at; returns how many. */
    public int move(long organizationId, long id) {
        return transactions.run(() -> moveAll(organizationId, id));
    }

    /** Whoever takes the campaign further holds it, and then many patients: they are waited for before any patient is held. */
    private int moveAll(long organizationId, long id) {
        var running = find(organizationId, id).runningEdition();
        if (running == null) {
            throw ProblemException.conflict("illegal-transition", "The campaign has not begun");
        }
        runs.await(id);
        return enrolments.move(id, running, versions.read(id, running).steps().size(), clock.instant());
    }

    /** In whose name it speaks; patients must be able to call back. */
    private Organization speaker(long organizationId) {
        return organizations
                .find(organizationId)
                .filter(each -> each.phone() != null)
                .orElseThrow(() -> ProblemException.unprocessable(
                        "incomplete-organization", "Name and telephone number of the organisation are not known yet"));
    }
}
