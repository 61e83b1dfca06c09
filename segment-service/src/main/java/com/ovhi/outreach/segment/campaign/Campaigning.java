package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.segment.campaign.Campaign.Plan;
import com.ovhi.outreach.segment.population.Organization;
import com.ovhi.outreach.segment.population.Organizations;
import com.ovhi.outreach.segment.segment.Audiences;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people do with campaigns. */
@Service
class Campaigning {

    private final Campaigns campaigns;
    private final Audiences audiences;
    private final Organizations organizations;
    private final Clock clock;

    Campaigning(Campaigns campaigns, Audiences audiences, Organizations organizations, Clock clock) {
        this.campaigns = campaigns;
        this.audiences = audiences;
        this.organizations = organizations;
        this.clock = clock;
    }

    @Transactional
    public Campaign create(long organizationId, Plan plan, String by) {
        plan.steps().forEach(Step::check);
        if (plan.startDate() != null && plan.endDate() != null && plan.endDate().isBefore(plan.startDate())) {
            throw ProblemException.unprocessable("invalid-dates", "The campaign would end before it starts");
        }
        if (audiences.find(organizationId, plan.segmentId()).isEmpty()) {
            throw ProblemException.unprocessable("unknown-segment", "There is no such segment");
        }
        return campaigns.saveAndFlush(new Campaign(organizationId, plan, by, clock.instant()));
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

    @Transactional
    public Campaign activate(long organizationId, long id) {
        var campaign = find(organizationId, id);
        if (!audiences.find(organizationId, campaign.segmentId()).orElseThrow().active()) {
            throw ProblemException.conflict("inactive-segment", "The campaign's segment is not in use");
        }
        campaign.activate(speaker(organizationId), clock.instant());
        return campaigns.saveAndFlush(campaign);
    }

    @Transactional
    public Campaign pause(long organizationId, long id) {
        return change(organizationId, id, Campaign::pause);
    }

    @Transactional
    public Campaign complete(long organizationId, long id) {
        return change(organizationId, id, Campaign::complete);
    }

    private Campaign change(long organizationId, long id, BiConsumer<Campaign, Instant> change) {
        var campaign = find(organizationId, id);
        change.accept(campaign, clock.instant());
        return campaigns.saveAndFlush(campaign);
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
