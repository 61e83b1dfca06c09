package com.ovhi.outreach.channel.reconciliation;

import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.gateway.SentLookup.LookupFailed;
import com.ovhi.outreach.channel.intent.Outcomes;
import com.ovhi.outreach.channel.intent.ReconciliationProperties;
import com.ovhi.outreach.channel.intent.SendIntent;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** What follows from a look for an attempt. Each is counted under one word. */
@Component
class Conclusions {

    private static final int MISSES_NEEDED = 2;

    private final Claims claims;
    private final Outcomes outcomes;
    private final ReconciliationProperties properties;
    private final MeterRegistry meters;

    Conclusions(Claims claims, Outcomes outcomes, ReconciliationProperties properties, MeterRegistry meters) {
        this.claims = claims;
        this.outcomes = outcomes;
        this.properties = properties;
        this.meters = meters;
    }

    /** The provider has it. */
    void found(SendIntent intent, String providerMessageId) {
        outcomes.record(intent.id(), new Accepted(providerMessageId));
        count("found");
    }

    /** The provider does not have it. Twice, and after the last look, that means that it was not sent. */
    void missed(SendIntent intent) {
        var lastLook = intent.looks() + 1 >= properties.looks().size();
        if (lastLook && intent.misses() + 1 >= MISSES_NEEDED) {
            count(claims.notSent(intent) ? "not_found" : "overtaken");
        } else {
            claims.missed(intent);
            count("missed");
        }
    }

    /** The provider's list does not have it, and is not known to be complete. */
    void behind(SendIntent intent) {
        if (claims.isOlder(intent, properties.patience())) {
            review(intent);
        } else {
            claims.unproven(intent);
            count("behind");
        }
    }

    /** The provider did not answer; it is asked again for as long as it takes. */
    void unanswered(SendIntent intent) {
        claims.unanswered(intent);
        count("unanswered");
    }

    /** The same of one that may never answer. */
    void failed(SendIntent intent, LookupFailed failure) {
        if (claims.isOlder(intent, failure.isRefused() ? properties.review() : properties.patience())) {
            review(intent);
        } else if (failure.isRefused()) {
            claims.refused(intent);
            count("refused");
        } else {
            unanswered(intent);
        }
    }

    /** Nobody can be asked: a person decides. */
    void review(SendIntent intent) {
        outcomes.review(intent.id());
        count("review");
    }

    private void count(String result) {
        meters.counter("outreach.reconciliation.looks", "result", result).increment();
    }
}
