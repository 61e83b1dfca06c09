package com.ovhi.outreach.orchestrator.campaign;

import com.ovhi.outreach.common.contract.CampaignHeld;
import com.ovhi.outreach.common.contract.CampaignResumed;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.orchestrator.audit.Actor;
import com.ovhi.outreach.orchestrator.campaign.CampaignHolds.Hold;
import com.ovhi.outreach.orchestrator.job.Cancellations;
import com.ovhi.outreach.orchestrator.job.LockedOut;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Calls off what a campaign that was paused or ended has asked for, contact by contact. Side by side it does no harm. */
@Component
class HeldCampaigns {

    private static final Logger log = LoggerFactory.getLogger(HeldCampaigns.class);
    private static final String REASON = "campaign-held";
    private static final int CHUNK = 200;

    private final CampaignHolds holds;
    private final Cancellations cancellations;
    private final TransactionTemplate transactions;
    private final Counter calledOff;

    HeldCampaigns(
            CampaignHolds holds, Cancellations cancellations, TransactionTemplate transactions, MeterRegistry meters) {
        this.holds = holds;
        this.cancellations = cancellations;
        this.transactions = transactions;
        calledOff = meters.counter("outreach.campaign.withdrawn");
    }

    /** Looks every second of real time. */
    @Scheduled(fixedDelayString = "${outreach.campaign.sweep:PT1S}")
    void sweep() {
        try {
            holds.unswept().forEach(this::sweep);
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("Campaigns will be called off later");
        }
    }

    private void sweep(Hold hold) {
        List<UUID> some;
        do {
            some = holds.unsent(hold, CHUNK);
            some.forEach(each -> callOff(hold, each));
        } while (some.size() == CHUNK);
        transactions.executeWithoutResult(_ -> holds.swept(hold));
    }

    /** What was asked for again meanwhile stays; that and the calling off are one transaction. */
    private void callOff(Hold hold, UUID jobId) {
        var taken = LockedOut.again(() -> transactions.execute(_ -> {
            var mine = holds.take(hold, jobId);
            if (mine) {
                cancellations.cancel(hold.organizationId(), jobId, REASON, Actor.ORCHESTRATOR);
            }
            return mine;
        }));
        if (Boolean.TRUE.equals(taken)) {
            calledOff.increment();
        }
    }

    /** Where holds come from, and what ends them. */
    @Configuration(proxyBeanMethods = false)
    static class Events {

        @Bean
        Consumer<Message<List<byte[]>>> campaignEvents(EventConsumers consumers, CampaignHolds holds) {
            return consumers
                    .named("orchestrator.campaigns")
                    .on(CampaignHeld.class, (held, _) -> holds.hold(held))
                    .on(CampaignResumed.class, (resumed, _) -> holds.resume(resumed))
                    .build();
        }
    }
}
