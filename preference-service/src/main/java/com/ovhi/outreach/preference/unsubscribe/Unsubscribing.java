package com.ovhi.outreach.preference.unsubscribe;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.consent.ConsentAction;
import com.ovhi.outreach.preference.consent.ConsentClass;
import com.ovhi.outreach.preference.consent.ConsentEntry;
import com.ovhi.outreach.preference.consent.ConsentEntry.Evidence;
import com.ovhi.outreach.preference.consent.ConsentLedger;
import com.ovhi.outreach.preference.consent.ConsentSource;
import com.ovhi.outreach.preference.effective.Changes;
import com.ovhi.outreach.preference.locking.LockingTransactions;
import com.ovhi.outreach.preference.optout.OptOuts;
import com.ovhi.outreach.preference.optout.OptOuts.AddressOptOut;
import com.ovhi.outreach.preference.profile.Profiles;
import com.ovhi.outreach.preference.suppression.SuppressionReason;
import com.ovhi.outreach.preference.suppression.Suppressions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Whoever follows the link speaks for the address it was sent to. That they left is also told of the message, as a provider
 * tells it of its own links: nobody else knows which one it was, and opt-outs are counted by message.
 */
@Component
class Unsubscribing {

    /** Mail programs repeat the call when they are unsure; later somebody means it anew. */
    private static final Duration SAME_ACT = Duration.ofMinutes(10);

    private final OptOuts optOuts;
    private final Profiles profiles;
    private final ConsentLedger ledger;
    private final Suppressions suppressions;
    private final Changes changes;
    private final Outbox outbox;
    private final LockingTransactions transactions;
    private final Clock clock;

    Unsubscribing(
            OptOuts optOuts,
            Profiles profiles,
            ConsentLedger ledger,
            Suppressions suppressions,
            Changes changes,
            Outbox outbox,
            LockingTransactions transactions,
            Clock clock) {
        this.optOuts = optOuts;
        this.profiles = profiles;
        this.ledger = ledger;
        this.suppressions = suppressions;
        this.changes = changes;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Acts once, however often the same click is reported. */
    public void unsubscribe(UnsubscribeToken token) {
        transactions.run(() -> {
            actOnce(token);
            return true;
        });
    }

    private void actOnce(UnsubscribeToken token) {
        var now = clock.instant();
        var refused = refused(token);
        if (!(refused && justDone(token, now))) {
            optOuts.stop(new AddressOptOut(
                    token.addressHash(),
                    token.patientId(),
                    token.channel(),
                    SuppressionReason.UNSUBSCRIBE,
                    ConsentSource.UNSUBSCRIBE,
                    now,
                    Evidence.ofPatient("unsubscribe-link", "patient/" + token.patientId()),
                    Actor.PATIENT));
            var job = token.jobId();
            if (job != null && !refused) {
                report(token, job, now);
            }
        }
    }

    /** Once for each time that they leave: who presses again, or in another message, had left by then. */
    private void report(UnsubscribeToken token, UUID job, Instant now) {
        outbox.publish(
                Topics.DELIVERY,
                job.toString(),
                new DeliveryReported(
                        job,
                        token.organizationId(),
                        token.patientId(),
                        token.channel(),
                        null,
                        DeliveryState.UNSUBSCRIBED,
                        null,
                        null,
                        null,
                        null,
                        false,
                        now));
    }

    /** The tag of the patient's language, if we know the patient. */
    @Transactional
    public Optional<String> language(UnsubscribeToken token) {
        return profiles.find(token.patientId())
                .filter(each -> each.organizationId() == token.organizationId())
                .map(each -> changes.explain(each).preferences().language());
    }

    /** Whether the patient wants nothing by this channel any more, whoever was told. */
    private boolean refused(UnsubscribeToken token) {
        return profiles.find(token.patientId())
                .map(ledger::consents)
                .filter(consents ->
                        ConsentClass.OF_MESSAGES.stream().allMatch(each -> consents.revoked(token.channel(), each)))
                .isPresent();
    }

    private boolean justDone(UnsubscribeToken token, Instant now) {
        return suppressions
                        .of(token.organizationId(), token.addressHash(), token.channel())
                        .total()
                && ledger.of(token.patientId()).stream().anyMatch(each -> isThisAct(each, token, now));
    }

    private static boolean isThisAct(ConsentEntry entry, UnsubscribeToken token, Instant now) {
        return entry.channel() == token.channel()
                && entry.action() == ConsentAction.REVOKE
                && entry.source() == ConsentSource.UNSUBSCRIBE
                && entry.effectiveAt().isAfter(now.minus(SAME_ACT));
    }
}
