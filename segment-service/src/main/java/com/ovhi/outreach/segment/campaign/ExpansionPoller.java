package com.ovhi.outreach.segment.campaign;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/** Expands the campaigns that run, a chunk of each in turn. Any number of instances may do so side by side. */
@Service
class ExpansionPoller {

    private static final Logger log = LoggerFactory.getLogger(ExpansionPoller.class);

    private final Expansions expansions;
    private final CampaignExpansion expansion;
    private final Clock clock;
    private final Timer chunks;

    ExpansionPoller(Expansions expansions, CampaignExpansion expansion, Clock clock, MeterRegistry meters) {
        this.expansions = expansions;
        this.expansion = expansion;
        this.clock = clock;
        chunks = meters.timer("outreach.campaign.expansion");
    }

    /** Looks every second of real time; a cron so that a long expansion holds up no other job. */
    @Scheduled(cron = "* * * * * *")
    void expandDue() {
        try {
            var open = expansions.open(clock.instant());
            while (!open.isEmpty()) {
                open = open.stream().filter(this::expand).toList();
            }
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("Campaigns will be expanded later");
        }
    }

    /** A campaign that fails holds up no other. */
    private boolean expand(long campaignId) {
        try {
            return Boolean.TRUE.equals(chunks.record(() -> expansion.next(campaignId)));
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("campaign_id", campaignId)
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("Campaign will be expanded later");
            return false;
        }
    }
}
