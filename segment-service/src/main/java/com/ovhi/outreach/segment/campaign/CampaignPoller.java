package com.ovhi.outreach.segment.campaign;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/** Takes the campaigns that run further, a chunk of each in turn. Any number of instances may do so side by side. */
@Service
class CampaignPoller {

    private static final Logger log = LoggerFactory.getLogger(CampaignPoller.class);

    /** Chunks until the others are looked at again: seconds. */
    private static final int TURNS = 10;

    private final Runs runs;
    private final CampaignRun run;
    private final Pausing pausing;
    private final Campaigning campaigning;
    private final LateObjections objections;
    private final Clock clock;
    private final Timer chunks;

    CampaignPoller(
            Runs runs,
            CampaignRun run,
            Pausing pausing,
            Campaigning campaigning,
            LateObjections objections,
            Clock clock,
            MeterRegistry meters) {
        this.runs = runs;
        this.run = run;
        this.pausing = pausing;
        this.campaigning = campaigning;
        this.objections = objections;
        this.clock = clock;
        chunks = meters.timer("outreach.campaign.expansion");
    }

    /** Looks every second of real time, until nothing is due; a cron so that a long expansion holds up no other job. */
    @Scheduled(cron = "* * * * * *")
    void expandDue() {
        try {
            while (takeTurns(runs.open(clock.instant()))) {
                // Those that have more to do go on; those that were just started or have a message due come in.
            }
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("Campaigns will be expanded later");
        }
    }

    /** Takes campaigns further in turn, as long as they have something to do, and not for long; whether they still have. */
    private boolean takeTurns(List<Long> open) {
        var busy = open;
        for (var turn = 0; turn < TURNS && !busy.isEmpty(); turn++) {
            busy = busy.stream().filter(this::expand).toList();
        }
        return !busy.isEmpty();
    }

    /** A campaign that fails holds up no other. */
    private boolean expand(long campaignId) {
        try {
            return Boolean.TRUE.equals(chunks.record(() -> run.next(campaignId)));
        } catch (RuntimeException e) {
            later(campaignId, e);
            return false;
        }
    }

    /** Pauses what does harm and ends what is over. */
    @Scheduled(fixedDelayString = "${outreach.campaign.check:PT10S}")
    void check() {
        var now = clock.instant();
        settleObjections();
        try {
            runs.open(now).forEach(each -> each(each, () -> pausing.check(each)));
            runs.ended(now)
                    .forEach(each -> each(
                            each.campaignId(), () -> campaigning.complete(each.organizationId(), each.campaignId())));
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("Campaigns will be checked later");
        }
    }

    /** Before campaigns are judged by them; they are judged without if need be. */
    private void settleObjections() {
        try {
            objections.settle();
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("Objections will be settled later");
        }
    }

    private static void each(long campaignId, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            later(campaignId, e);
        }
    }

    private static void later(long campaignId, RuntimeException e) {
        log.atWarn()
                .addKeyValue("campaign_id", campaignId)
                .addKeyValue("error", e.getClass().getSimpleName())
                .log("Campaign will be looked at later");
    }
}
