package com.ovhi.outreach.preference.unsubscribe;

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
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Whoever follows the link speaks for the address it was sent to. */
@Component
class Unsubscribing {

    /** Mail programs repeat the call when they are unsure; later somebody means it anew. */
    private static final Duration SAME_ACT = Duration.ofMinutes(10);

    private final OptOuts optOuts;
    private final Profiles profiles;
    private final ConsentLedger ledger;
    private final Suppressions suppressions;
    private final Changes changes;
    private final LockingTransactions transactions;
    private final Clock clock;

    Unsubscribing(
            OptOuts optOuts,
            Profiles profiles,
            ConsentLedger ledger,
            Suppressions suppressions,
            Changes changes,
            LockingTransactions transactions,
            Clock clock) {
        this.optOuts = optOuts;
        this.profiles = profiles;
        this.ledger = ledger;
        this.suppressions = suppressions;
        this.changes = changes;
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
        if (!justDone(token, now)) {
            optOuts.stop(new AddressOptOut(
                    token.addressHash(),
                    token.patientId(),
                    token.channel(),
                    SuppressionReason.UNSUBSCRIBE,
                    ConsentSource.UNSUBSCRIBE,
                    now,
                    Evidence.ofPatient("unsubscribe-link", "patient/" + token.patientId()),
                    Actor.PATIENT));
        }
    }

    /** The tag of the patient's language, if we know the patient. */
    @Transactional
    public Optional<String> language(UnsubscribeToken token) {
        return profiles.find(token.patientId())
                .filter(each -> each.organizationId() == token.organizationId())
                .map(each -> changes.explain(each).preferences().language());
    }

    private boolean justDone(UnsubscribeToken token, Instant now) {
        if (!suppressions
                .of(token.organizationId(), token.addressHash(), token.channel())
                .total()) {
            return false;
        }
        return profiles.find(token.patientId())
                .map(profile -> {
                    var consents = ledger.consents(profile);
                    return consents.revoked(token.channel(), ConsentClass.TRANSACTIONAL)
                            && consents.revoked(token.channel(), ConsentClass.MARKETING);
                })
                .filter(revoked -> revoked)
                .map(revoked -> ledger.of(token.patientId()).stream().anyMatch(each -> isThisAct(each, token, now)))
                .orElse(false);
    }

    private static boolean isThisAct(ConsentEntry entry, UnsubscribeToken token, Instant now) {
        return entry.channel() == token.channel()
                && entry.action() == ConsentAction.REVOKE
                && entry.source() == ConsentSource.UNSUBSCRIBE
                && entry.effectiveAt().isAfter(now.minus(SAME_ACT));
    }
}
