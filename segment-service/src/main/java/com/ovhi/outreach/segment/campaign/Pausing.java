package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.CampaignHeld;
import com.ovhi.outreach.common.contract.CampaignResumed;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.segment.experiment.Experiment;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Pauses campaigns, also by itself, and has what they asked for called off (ADR 55). */
@Service
class Pausing {

    static final String REQUESTED = "requested";
    static final String APPROVAL_NEEDED = "approval-needed";
    static final String SAMPLE_RATIO = "sample-ratio";
    static final String VARIANTS_STOPPED = "variants-stopped";

    private static final String CANCELLED = "cancelled";
    private static final Logger log = LoggerFactory.getLogger(Pausing.class);

    private final Campaigns campaigns;
    private final Executions executions;
    private final Versions versions;
    private final Outbox outbox;
    private final CampaignProperties properties;
    private final Clock clock;
    private final MeterRegistry meters;

    Pausing(
            Campaigns campaigns,
            Executions executions,
            Versions versions,
            Outbox outbox,
            CampaignProperties properties,
            Clock clock,
            MeterRegistry meters) {
        this.campaigns = campaigns;
        this.executions = executions;
        this.versions = versions;
        this.outbox = outbox;
        this.properties = properties;
        this.clock = clock;
        this.meters = meters;
    }

    /** Pauses a campaign, unless it does not run any more. */
    @Transactional
    public void pause(long organizationId, long campaignId, String reason) {
        campaigns
                .findByIdAndOrganizationId(campaignId, organizationId)
                .filter(each -> each.status() == CampaignStatus.ACTIVE)
                .ifPresent(each -> pause(each, reason));
    }

    /** Pauses a campaign all of whose variants do harm, those that are in the version that runs. */
    @Transactional
    public void pauseUnlessAnyIsLeft(Experiment experiment, long organizationId, long campaignId) {
        campaigns
                .findByIdAndOrganizationId(campaignId, organizationId)
                .map(Campaign::runningEdition)
                .map(running -> versions.read(campaignId, running).abVariants())
                .filter(design -> experiment.by(design).exhausted())
                .ifPresent(_ -> pause(organizationId, campaignId, VARIANTS_STOPPED));
    }

    /** Pauses a campaign; nothing happens when it is paused already. */
    @Transactional
    public Campaign pause(Campaign campaign, String reason) {
        if (!campaign.pause(reason, clock.instant())) {
            return campaign;
        }
        AfterCommit.run(() -> {
            meters.counter("outreach.campaign.paused", "reason", reason).increment();
            log.atWarn()
                    .addKeyValue("campaign_id", campaign.id())
                    .addKeyValue("reason", reason)
                    .log("Campaign paused");
        });
        return held(campaign, reason);
    }

    /** Ends a campaign with all it asked for and nobody has sent. */
    @Transactional
    public Campaign cancel(Campaign campaign) {
        return campaign.cancel(clock.instant()) ? held(campaign, CANCELLED) : campaign;
    }

    private Campaign held(Campaign campaign, String reason) {
        outbox.publishAhead(
                Topics.CAMPAIGN,
                Long.toString(campaign.id()),
                new CampaignHeld(
                        campaign.id(), campaign.organizationId(), campaign.round() - 1, reason, clock.instant()));
        return campaigns.saveAndFlush(campaign);
    }

    /** Tells that a campaign goes on after a pause: what others ask for in its name is let through again. */
    @Transactional
    public void over(Campaign campaign) {
        outbox.publishAhead(
                Topics.CAMPAIGN,
                Long.toString(campaign.id()),
                new CampaignResumed(campaign.id(), campaign.organizationId(), campaign.round(), clock.instant()));
    }

    /** Pauses a campaign whose messages fail, or that too many patients object to. */
    @Transactional
    public void check(long campaignId) {
        var earliest = clock.instant().minus(properties.watched());
        campaigns
                .findById(campaignId)
                .filter(each -> each.status() == CampaignStatus.ACTIVE)
                .ifPresent(each -> properties
                        .ailment(executions.health(campaignId, each.startedSince(earliest)))
                        .ifPresent(reason -> pause(each, reason)));
    }
}
