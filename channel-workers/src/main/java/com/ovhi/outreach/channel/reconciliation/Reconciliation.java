package com.ovhi.outreach.channel.reconciliation;

import com.ovhi.outreach.channel.gateway.Gateways;
import com.ovhi.outreach.channel.gateway.SentLookup;
import com.ovhi.outreach.channel.gateway.SentLookup.LookupFailed;
import com.ovhi.outreach.channel.intent.OutcomeRecorder;
import com.ovhi.outreach.channel.intent.ReconciliationProperties;
import com.ovhi.outreach.channel.intent.SendIntent;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.time.Pace;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Looks for outcomes nobody knows. A provider that can be asked is asked several times; found means accepted, twice not
 * found after the last look means not sent. What no provider tells goes to a person. Callbacks may settle it earlier.
 */
@Component
class Reconciliation {

    private static final Logger log = LoggerFactory.getLogger(Reconciliation.class);

    private final Claims claims;
    private final Conclusions conclusions;
    private final SealedContents contents;
    private final OutcomeRecorder spooled;
    private final ReconciliationProperties properties;
    private final Pace pace;
    private final Gateways gateways;
    private final ReentrantLock running = new ReentrantLock();

    Reconciliation(
            Claims claims,
            Conclusions conclusions,
            SealedContents contents,
            OutcomeRecorder spooled,
            ReconciliationProperties properties,
            Pace pace,
            Gateways gateways) {
        this.claims = claims;
        this.conclusions = conclusions;
        this.contents = contents;
        this.spooled = spooled;
        this.properties = properties;
        this.pace = pace;
        this.gateways = gateways;
    }

    /** Settles what is due. At a fixed rate every run has its own thread, so a slow provider delays no other task. */
    @Scheduled(fixedRateString = "${outreach.channel.reconciliation.interval:PT1S}")
    void run() {
        if (spooled.waiting() || !running.tryLock()) {
            return;
        }
        try {
            for (var due = claims.next(); !due.isEmpty(); due = claims.next()) {
                due.forEach(this::look);
            }
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("Reconciliation will try again");
        } finally {
            running.unlock();
        }
    }

    private void look(SendIntent intent) {
        var content = contents.of(intent).orElse(null);
        if (content != null && gateways.lookup(intent.account()).orElse(null) instanceof SentLookup.OneByOne lookup) {
            look(intent, content, lookup);
        } else {
            conclusions.review(intent);
        }
    }

    private void look(SendIntent intent, MessageContent content, SentLookup.OneByOne lookup) {
        try {
            var notBefore = intent.orderedAt().minus(pace.ofReal(properties.margin()));
            lookup.find(content.address(), content.text(), notBefore).stream()
                    .filter(id -> !claims.isAnothers(id, intent))
                    .findFirst()
                    .ifPresentOrElse(id -> conclusions.found(intent, id), () -> conclusions.missed(intent));
        } catch (LookupFailed e) {
            conclusions.unanswered(intent);
        }
    }
}
