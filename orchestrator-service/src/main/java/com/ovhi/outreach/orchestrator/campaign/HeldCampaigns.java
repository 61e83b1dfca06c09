package com.ovhi.outreach.orchestrator.campaign;

import com.ovhi.outreach.common.contract.CampaignHeld;
import com.ovhi.outreach.common.contract.CampaignResumed;
import com.ovhi.outreach.common.contract.StepWithdrawn;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.orchestrator.audit.Actor;
import com.ovhi.outreach.orchestrator.campaign.CampaignHolds.Hold;
import com.ovhi.outreach.orchestrator.job.Cancellations;
import com.ovhi.outreach.orchestrator.job.LockedOut;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
    private static final int PAGE = 2_000;
    /** How many contacts are called off in one transaction. */
    static final int TOGETHER = 20;

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

    /** Looks every second of real time. Campaigns take turns, lest a large one holds up the others. */
    @Scheduled(fixedDelayString = "${outreach.campaign.sweep:PT1S}")
    void sweep() {
        try {
            var later = new HashSet<Hold>();
            List<Hold> open;
            do {
                open = holds.unswept().stream()
                        .filter(each -> !later.contains(each))
                        .toList();
                open.stream()
                        .filter(each -> !succeeds(each, () -> sweep(each, later)))
                        .forEach(later::add);
            } while (!open.isEmpty());
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("Campaigns will be called off later");
        }
    }

    /** Goes through some contacts, those due first; what could not be called off is tried again at the next look. */
    private void sweep(Hold hold, Set<Hold> later) {
        var page = holds.unsent(hold, PAGE);
        var complete = true;
        for (var first = 0; first < page.size(); first += TOGETHER) {
            complete &= callOff(hold, page.subList(first, Math.min(first + TOGETHER, page.size())));
        }
        if (!complete) {
            later.add(hold);
        } else if (page.size() < PAGE) {
            transactions.executeWithoutResult(_ -> holds.swept(hold));
        }
    }

    /** Some contacts in one transaction, and each in its own where that fails: one of them holds up no other. */
    private boolean callOff(Hold hold, List<UUID> jobIds) {
        if (succeeds(hold, () -> callOffTogether(hold, jobIds))) {
            return true;
        }
        var complete = true;
        for (var each : jobIds) {
            complete &= succeeds(hold, () -> callOffTogether(hold, List.of(each)));
        }
        return complete;
    }

    /**
     * What was asked for again meanwhile stays; that and the calling off are one transaction. All contacts are taken before
     * the first job is locked.
     */
    void callOffTogether(Hold hold, List<UUID> jobIds) {
        var taken = LockedOut.again(() -> transactions.execute(_ -> {
            var mine = jobIds.stream().filter(each -> holds.take(hold, each)).toList();
            mine.forEach(each -> cancellations.cancel(hold.organizationId(), each, REASON, Actor.ORCHESTRATOR));
            return mine.size();
        }));
        calledOff.increment(Objects.requireNonNullElse(taken, 0));
    }

    /** Does something, and notes when it fails; whether it did not. */
    private static boolean succeeds(Hold hold, Runnable work) {
        try {
            work.run();
            return true;
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("campaign_id", hold.campaignId())
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("Some messages of a campaign will be called off later");
            return false;
        }
    }

    /** Where holds come from, and what ends them. */
    @Configuration(proxyBeanMethods = false)
    static class Events {

        @Bean
        Consumer<Message<List<byte[]>>> campaignEvents(
                EventConsumers consumers, CampaignHolds holds, WithdrawnSteps withdrawn) {
            return consumers
                    .named("orchestrator.campaigns")
                    .on(CampaignHeld.class, (held, _) -> holds.hold(held))
                    .on(StepWithdrawn.class, (step, _) -> withdrawn.callOff(step))
                    .on(CampaignResumed.class, (resumed, _) -> holds.resume(resumed))
                    .build();
        }
    }
}
