package com.ovhi.outreach.channel.reconciliation;

import com.ovhi.outreach.channel.gateway.Gateways;
import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.gateway.SentLookup.LookupFailed;
import com.ovhi.outreach.channel.intent.OutcomeRecorder;
import com.ovhi.outreach.channel.intent.Outcomes;
import com.ovhi.outreach.channel.intent.ReconciliationProperties;
import com.ovhi.outreach.channel.intent.SendIntent;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.FieldCipher.UnreadableSecret;
import com.ovhi.outreach.common.time.Pace;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/**
 * Looks for outcomes nobody knows. A provider that can be asked is asked several times; found means accepted, twice not
 * found after the last look means not sent. What no provider tells goes to a person. Callbacks may settle it earlier.
 */
@Component
class Reconciliation {

    private static final Logger log = LoggerFactory.getLogger(Reconciliation.class);
    private static final int MISSES_NEEDED = 2;

    private final Claims claims;
    private final Outcomes outcomes;
    private final OutcomeRecorder spooled;
    private final ReconciliationProperties properties;
    private final FieldCipher cipher;
    private final Pace pace;
    private final MeterRegistry meters;
    private final Gateways gateways;
    private final ReentrantLock running = new ReentrantLock();

    Reconciliation(
            Claims claims,
            Outcomes outcomes,
            OutcomeRecorder spooled,
            ReconciliationProperties properties,
            FieldCipher cipher,
            Pace pace,
            MeterRegistry meters,
            Gateways gateways) {
        this.claims = claims;
        this.outcomes = outcomes;
        this.spooled = spooled;
        this.properties = properties;
        this.cipher = cipher;
        this.pace = pace;
        this.meters = meters;
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
        var lookup = gateways.lookup(intent.account()).orElse(null);
        var content = content(intent);
        if (lookup == null || content == null) {
            outcomes.review(intent.id());
            count("review");
            return;
        }
        try {
            var notBefore = intent.orderedAt().minus(pace.ofReal(properties.margin()));
            lookup.find(content.address(), content.text(), notBefore).stream()
                    .filter(id -> !claims.isAnothers(id, intent))
                    .findFirst()
                    .ifPresentOrElse(id -> found(intent, id), () -> missed(intent));
        } catch (LookupFailed e) {
            claims.unanswered(intent);
            count("unanswered");
        }
    }

    private void found(SendIntent intent, String providerMessageId) {
        outcomes.record(intent.id(), new Accepted(providerMessageId));
        count("found");
    }

    private void missed(SendIntent intent) {
        var lastLook = intent.looks() + 1 >= properties.looks().size();
        if (lastLook && intent.misses() + 1 >= MISSES_NEEDED) {
            count(claims.notSent(intent) ? "not_found" : "overtaken");
        } else {
            claims.missed(intent);
            count("missed");
        }
    }

    private @Nullable MessageContent content(SendIntent intent) {
        var sealed = intent.content();
        if (sealed == null) {
            return null;
        }
        try {
            var plain = cipher.open(sealed, SendIntent.contentContext(intent.jobId()));
            return ContractJson.read(plain, MessageContent.class);
        } catch (UnreadableSecret | JacksonException e) {
            return null;
        }
    }

    private void count(String result) {
        meters.counter("outreach.reconciliation.looks", "result", result).increment();
    }
}
