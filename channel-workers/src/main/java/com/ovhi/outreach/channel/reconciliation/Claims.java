package com.ovhi.outreach.channel.reconciliation;

import com.ovhi.outreach.channel.gateway.SendOutcome.Unknown;
import com.ovhi.outreach.channel.intent.IntentState;
import com.ovhi.outreach.channel.intent.Outcomes;
import com.ovhi.outreach.channel.intent.ReconciliationProperties;
import com.ovhi.outreach.channel.intent.SendIntent;
import com.ovhi.outreach.channel.intent.SendIntents;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes attempts whose outcome is to be looked for, so that no other instance looks for it at the same time. */
@Component
class Claims {

    private final SendIntents intents;
    private final Outcomes outcomes;
    private final ReconciliationProperties properties;

    Claims(SendIntents intents, Outcomes outcomes, ReconciliationProperties properties) {
        this.intents = intents;
        this.outcomes = outcomes;
        this.properties = properties;
    }

    /** Attempts abandoned by a worker become unknown; those unknown for long enough are returned to be looked at. */
    @Transactional
    public List<SendIntent> next() {
        var due = intents.due(properties.batch());
        for (var intent : due) {
            if (intent.state() == IntentState.OPEN) {
                outcomes.record(intent.id(), new Unknown("worker-lost"));
            } else {
                intents.look(intent.id(), properties.lease());
            }
        }
        return due.stream()
                .filter(intent -> intent.state() == IntentState.UNKNOWN)
                .toList();
    }

    /** The provider does not have it. */
    @Transactional
    public void missed(SendIntent intent) {
        intents.missed(intent.id(), properties.lookAfter(intent.looks() + 1), properties.pause());
    }

    /** The provider did not answer. */
    @Transactional
    public void unanswered(SendIntent intent) {
        intents.postpone(intent.id(), properties.pause());
    }

    /** Whether a message the provider has belongs to another attempt. */
    @Transactional(readOnly = true)
    public boolean isAnothers(String providerMessageId, SendIntent intent) {
        return intents.isAnothers(providerMessageId, intent.id());
    }
}
