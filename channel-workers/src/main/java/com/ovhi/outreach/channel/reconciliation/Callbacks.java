package com.ovhi.outreach.channel.reconciliation;

import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.intent.IntentState;
import com.ovhi.outreach.channel.intent.Outcomes;
import com.ovhi.outreach.channel.intent.SendIntents;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.ids.DeliveryState;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** A provider's callback about an attempt proves that the provider took it. */
@Component
class Callbacks {

    private static final Set<DeliveryState> PROOF = EnumSet.of(
            DeliveryState.ACCEPTED,
            DeliveryState.SENT,
            DeliveryState.DELIVERED,
            DeliveryState.OPENED,
            DeliveryState.CLICKED,
            DeliveryState.BOUNCED,
            DeliveryState.FAILED,
            DeliveryState.COMPLAINED,
            DeliveryState.UNSUBSCRIBED);

    private final SendIntents intents;
    private final Outcomes outcomes;

    Callbacks(SendIntents intents, Outcomes outcomes) {
        this.intents = intents;
        this.outcomes = outcomes;
    }

    @Transactional
    public void seen(DeliveryReported report) {
        var jobId = report.jobId();
        var attempt = report.attempt();
        if (jobId == null || attempt == null || !PROOF.contains(report.state())) {
            return;
        }
        intents.find(jobId, attempt)
                .filter(intent -> intent.state() != IntentState.ACCEPTED)
                .ifPresent(intent -> outcomes.record(intent.id(), new Accepted(report.providerMessageId())));
    }
}
