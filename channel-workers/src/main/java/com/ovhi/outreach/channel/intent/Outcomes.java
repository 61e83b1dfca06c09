package com.ovhi.outreach.channel.intent;

import com.ovhi.outreach.channel.gateway.Gateways;
import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.gateway.SendOutcome.Unknown;
import com.ovhi.outreach.channel.intent.ContactSlots.Wish;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Records what became of an attempt: its state, its slot, the report and the audit entry in one transaction. Safe to
 * repeat, and the truth may come late: an acceptance is recorded whatever was believed before.
 */
@Component
public class Outcomes {

    private static final Logger log = LoggerFactory.getLogger(Outcomes.class);

    private final SendIntents intents;
    private final ContactSlots slots;
    private final Reports reports;
    private final ReconciliationProperties reconciliation;
    private final Gateways gateways;

    Outcomes(
            SendIntents intents,
            ContactSlots slots,
            Reports reports,
            ReconciliationProperties reconciliation,
            Gateways gateways) {
        this.intents = intents;
        this.slots = slots;
        this.reports = reports;
        this.reconciliation = reconciliation;
        this.gateways = gateways;
    }

    /** Records an outcome found by this service. */
    @Transactional
    public void record(UUID intentId, SendOutcome outcome) {
        record(intentId, outcome, Reports.SERVICE);
    }

    /** Records an outcome somebody found. */
    @Transactional
    public void record(UUID intentId, SendOutcome outcome, String actor) {
        intents.lock(intentId).ifPresentOrElse(intent -> record(intent, outcome, actor), () -> missing(intentId));
    }

    private static void missing(UUID intentId) {
        log.atWarn().addKeyValue("intent_id", intentId).log("Outcome of an intent that is not in this database");
    }

    /** Records what calls came to; those a provider took, together. */
    @Transactional
    public void record(Map<UUID, SendOutcome> outcomes) {
        var intentsOf = intents.lock(outcomes.keySet());
        var accepted = new LinkedHashMap<SendIntent, Accepted>();
        outcomes.forEach((id, outcome) -> {
            var intent = intentsOf.get(id);
            if (intent == null) {
                missing(id);
            } else if (outcome instanceof Accepted taken) {
                accepted.put(intent, taken);
            } else {
                record(intent, outcome, Reports.SERVICE);
            }
        });
        accepted(accepted, Reports.SERVICE);
    }

    /** Says of those whose call is still under way that it takes long. */
    @Transactional
    public void slow(Collection<UUID> intentIds) {
        intents.lock(intentIds).values().stream()
                .filter(intent -> intent.state() == IntentState.OPEN)
                .forEach(reports::processing);
    }

    /** Reconciliation came to its end; a person has to decide. */
    @Transactional
    public void review(UUID intentId) {
        intents.lock(intentId)
                .filter(intent -> intent.state() == IntentState.UNKNOWN)
                .ifPresent(intent -> {
                    intents.review(intent.id());
                    reports.unknown(intent, "review");
                    log.atWarn()
                            .addKeyValue("intent_id", intent.id())
                            .addKeyValue("job_id", intent.jobId())
                            .log("The outcome of an attempt needs a person's review");
                });
    }

    private void record(SendIntent intent, SendOutcome outcome, String actor) {
        var recorded = switch (outcome) {
            case Accepted accepted -> {
                accepted(Map.of(intent, accepted), actor);
                yield false;
            }
            case NotSent notSent -> notSent(intent, notSent);
            case Unknown unknown -> unknown(intent, unknown);
        };
        if (recorded) {
            reports.audit(Map.of(intent, outcome), actor);
            log(intent, outcome);
        }
    }

    private void accepted(Map<SendIntent, Accepted> outcomes, String actor) {
        var fresh = new LinkedHashMap<>(outcomes);
        fresh.keySet().removeIf(intent -> intent.state() == IntentState.ACCEPTED);
        if (fresh.isEmpty()) {
            return;
        }
        var ids = new LinkedHashMap<UUID, Accepted>();
        fresh.forEach((intent, outcome) -> ids.put(intent.id(), outcome));
        intents.accepted(ids);
        slots.sent(fresh.keySet().stream()
                .map(intent -> new Wish(intent.slotId(), intent.id()))
                .toList());
        reports.accepted(fresh);
        reports.audit(fresh, actor);
        fresh.forEach(Outcomes::log);
    }

    private static void log(SendIntent intent, SendOutcome outcome) {
        if (outcome instanceof Accepted && intent.state() == IntentState.NOT_SENT) {
            log.atError()
                    .addKeyValue("job_id", intent.jobId())
                    .addKeyValue("attempt", intent.attempt())
                    .log("The provider accepted what was taken for not sent");
        }
        log.atInfo()
                .addKeyValue("job_id", intent.jobId())
                .addKeyValue("attempt", intent.attempt())
                .addKeyValue("outcome", outcome.code())
                .log("Attempt recorded");
    }

    private boolean notSent(SendIntent intent, NotSent outcome) {
        if (!intent.state().unsettled()) {
            return false;
        }
        intents.notSent(intent.id(), outcome);
        slots.free(intent.slotId(), intent.id());
        reports.notSent(intent, outcome);
        return true;
    }

    private boolean unknown(SendIntent intent, Unknown outcome) {
        if (intent.state() != IntentState.OPEN) {
            return false;
        }
        var canBeAsked = gateways.lookup(intent.account()).isPresent();
        intents.unknown(
                intent.id(), outcome.code(), canBeAsked ? reconciliation.lookAfter(0) : reconciliation.review());
        reports.unknown(intent, outcome.code());
        return true;
    }
}
