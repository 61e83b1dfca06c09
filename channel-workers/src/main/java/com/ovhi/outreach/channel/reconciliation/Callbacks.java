package com.ovhi.outreach.channel.reconciliation;

import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.intent.Outcomes;
import com.ovhi.outreach.channel.intent.SendIntents;
import com.ovhi.outreach.channel.intent.SendIntents.Attempt;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.ids.DeliveryState;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
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

    /** Records what callbacks prove; nearly all of them are about what is known to be accepted. Repetition does no harm. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void seen(List<DeliveryReported> reports) {
        var proven = new HashMap<Attempt, Accepted>();
        for (var report : reports) {
            var jobId = report.jobId();
            var attempt = report.attempt();
            if (jobId != null && attempt != null && PROOF.contains(report.state())) {
                proven.put(new Attempt(jobId, attempt), new Accepted(report.providerMessageId()));
            }
        }
        if (proven.isEmpty()) {
            return;
        }
        var news =
                intents.notAccepted(proven.keySet().stream().map(Attempt::jobId).toList());
        news.keySet().retainAll(proven.keySet());
        news.forEach((attempt, intentId) -> outcomes.record(intentId, Objects.requireNonNull(proven.get(attempt))));
    }
}
