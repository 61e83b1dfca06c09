package com.ovhi.outreach.channel.reconciliation;

import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.gateway.SendOutcome.Unknown;
import com.ovhi.outreach.channel.intent.IntentState;
import com.ovhi.outreach.channel.intent.Outcomes;
import com.ovhi.outreach.channel.intent.ReconciliationProperties;
import com.ovhi.outreach.channel.intent.SendIntent;
import com.ovhi.outreach.channel.intent.SendIntents;
import com.ovhi.outreach.common.ids.FailureClass;
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

    /** The provider does not have it, which counts unless somebody else has looked meanwhile. */
    @Transactional
    public void missed(SendIntent intent) {
        intents.missed(intent.id(), look(intent), properties.lookAfter(look(intent)), properties.pause());
    }

    /** The provider does not have it for good; false when somebody else has looked meanwhile. */
    @Transactional
    public boolean notSent(SendIntent intent) {
        var last = intents.isLast(intent.id(), look(intent));
        if (last) {
            outcomes.record(intent.id(), NotSent.refused(FailureClass.RETRY, "not-found-at-provider"));
        }
        return last;
    }

    /** The provider did not answer. */
    @Transactional
    public void unanswered(SendIntent intent) {
        intents.postpone(intent.id(), look(intent), properties.pause());
    }

    /** The number of the look for which it was taken. */
    private static int look(SendIntent intent) {
        return intent.looks() + 1;
    }

    /** Whether a message the provider has belongs to another attempt. */
    @Transactional(readOnly = true)
    public boolean isAnothers(String providerMessageId, SendIntent intent) {
        return intents.isAnothers(providerMessageId, intent.id());
    }
}
