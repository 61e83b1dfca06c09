package com.ovhi.outreach.channel.reconciliation;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.Gateways;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.gateway.SendOutcome.Unknown;
import com.ovhi.outreach.channel.intent.IntentState;
import com.ovhi.outreach.channel.intent.Looks;
import com.ovhi.outreach.channel.intent.Looks.Due;
import com.ovhi.outreach.channel.intent.Outcomes;
import com.ovhi.outreach.channel.intent.ReconciliationProperties;
import com.ovhi.outreach.channel.intent.SendIntent;
import com.ovhi.outreach.common.ids.FailureClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes attempts whose outcome is to be looked for, so that no other instance looks for it at the same time. */
@Component
class Claims {

    private final Looks looks;
    private final Outcomes outcomes;
    private final ReconciliationProperties properties;
    private final Gateways gateways;

    Claims(Looks looks, Outcomes outcomes, ReconciliationProperties properties, Gateways gateways) {
        this.looks = looks;
        this.outcomes = outcomes;
        this.properties = properties;
        this.gateways = gateways;
    }

    /**
     * Attempts abandoned by a worker become unknown; those unknown for long enough are returned to be looked at, but for
     * those of accounts that are asked for many at once.
     */
    @Transactional
    public List<SendIntent> next() {
        var due = looks.due(properties.batch(), gateways.askedTogether().keySet());
        for (var intent : due) {
            if (intent.state() == IntentState.OPEN) {
                outcomes.record(intent.id(), new Unknown("worker-lost"));
            } else {
                looks.begin(intent.id(), properties.lease());
            }
        }
        return due.stream()
                .filter(intent -> intent.state() == IntentState.UNKNOWN)
                .toList();
    }

    /** Attempts of an account that are asked for in one question: no two of the same address, and the others later. */
    @Transactional
    public List<Due> next(Account account, int most) {
        var addresses = new HashSet<String>();
        var due = looks.due(most, account).stream()
                .filter(each -> addresses.add(each.intent().addressHash()))
                .toList();
        due.forEach(each -> looks.begin(each.intent().id(), properties.lease()));
        return due;
    }

    /** Attempts of an account that are due and have waited for so long that a person decides, unless a look has missed them. */
    @Transactional
    public List<SendIntent> outwaited(Account account, int most) {
        var due = looks.outwaited(most, account, properties.patience());
        due.forEach(intent -> looks.begin(intent.id(), properties.lease()));
        return due;
    }

    /** Attempts of the account that were accepted for sure: for each of these times the first that was opened later. */
    @Transactional(readOnly = true)
    public Witnesses witnesses(Collection<Instant> times, Account account) {
        return Witnesses.of(times.stream()
                .flatMap(time -> looks.acceptedAfter(time, account).stream())
                .toList());
    }

    /** The provider does not have it, which counts unless somebody else has looked meanwhile. */
    @Transactional
    public void missed(SendIntent intent) {
        looks.missed(intent.id(), look(intent), true, properties.lookAfter(look(intent)), properties.pause());
    }

    /** The provider does not list it yet, or will never do so. */
    @Transactional
    public void unproven(SendIntent intent) {
        looks.missed(intent.id(), look(intent), false, properties.lookAfter(look(intent)), properties.pause());
    }

    /** The provider does not have it for good; false when somebody else has looked meanwhile. */
    @Transactional
    public boolean notSent(SendIntent intent) {
        var last = looks.isLast(intent.id(), look(intent));
        if (last) {
            outcomes.record(intent.id(), NotSent.refused(FailureClass.RETRY, "not-found-at-provider"));
        }
        return last;
    }

    /** The provider did not answer. */
    @Transactional
    public void unanswered(SendIntent intent) {
        looks.postpone(intent.id(), look(intent), Duration.ZERO, properties.pause());
    }

    /** The provider may not be asked: it is tried once more when the attempt would be given to a person. */
    @Transactional
    public void refused(SendIntent intent) {
        looks.postpone(intent.id(), look(intent), properties.review(), properties.pause());
    }

    /** Whether the outcome became unknown so long ago, and nobody has looked meanwhile. */
    @Transactional(readOnly = true)
    public boolean isOlder(SendIntent intent, Duration sinceUnknown) {
        return looks.isOlder(intent.id(), look(intent), sinceUnknown);
    }

    /** The number of the look for which it was taken. */
    private static int look(SendIntent intent) {
        return intent.looks() + 1;
    }

    /** Whether a message the provider has belongs to another attempt. */
    @Transactional(readOnly = true)
    public boolean isAnothers(String providerMessageId, SendIntent intent) {
        return looks.isAnothers(providerMessageId, intent.id());
    }
}
