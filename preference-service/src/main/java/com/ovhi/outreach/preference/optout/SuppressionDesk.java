package com.ovhi.outreach.preference.optout;

import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.audit.AuditTrail;
import com.ovhi.outreach.preference.locking.LockingTransactions;
import com.ovhi.outreach.preference.profile.AddressReader;
import com.ovhi.outreach.preference.suppression.Barrier;
import com.ovhi.outreach.preference.suppression.Suppression;
import com.ovhi.outreach.preference.suppression.SuppressionList;
import com.ovhi.outreach.preference.suppression.SuppressionReason;
import com.ovhi.outreach.preference.suppression.Suppressions;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Suppressed addresses as staff see and change them. What patients consented to is not touched here. */
@Component
class SuppressionDesk {

    private static final Set<SuppressionReason> REPORTABLE = EnumSet.of(
            SuppressionReason.COMPLAINT,
            SuppressionReason.BOUNCE,
            SuppressionReason.UNDELIVERABLE,
            SuppressionReason.LANDLINE,
            SuppressionReason.WRONG_NUMBER,
            SuppressionReason.SHARED_PHONE);

    /** Said by whoever reads messages there; what else there is are facts that people may find to be no longer so. */
    private static final Set<SuppressionReason> OF_THE_HOLDER =
            EnumSet.of(SuppressionReason.COMPLAINT, SuppressionReason.UNSUBSCRIBE);

    /** What a provider found, and a clinic may find to be no longer so. */
    private static final Set<SuppressionReason> OF_THE_ADDRESS =
            EnumSet.of(SuppressionReason.BOUNCE, SuppressionReason.UNDELIVERABLE, SuppressionReason.LANDLINE);

    /** What fails again so soon after it was opened is not opened again by a clinic. */
    private static final Duration SOON = Duration.ofDays(30);

    private final OptOuts optOuts;
    private final Suppressions suppressions;
    private final SuppressionList list;
    private final AddressReader addresses;
    private final AuditTrail trail;
    private final LockingTransactions transactions;
    private final Clock clock;

    SuppressionDesk(
            OptOuts optOuts,
            Suppressions suppressions,
            SuppressionList list,
            AddressReader addresses,
            AuditTrail trail,
            LockingTransactions transactions,
            Clock clock) {
        this.optOuts = optOuts;
        this.suppressions = suppressions;
        this.list = list;
        this.addresses = addresses;
        this.trail = trail;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Transactional
    public List<SuppressionList.Entry> find(long organization, SuppressionList.Filter filter, Actor actor) {
        var found = list.find(organization, filter);
        trail.record(
                organization,
                null,
                actor,
                AuditAction.ACCESS,
                Map.of("what", "suppressions", "entries", Integer.toString(found.size())));
        return found;
    }

    /**
     * Closes an address to the organisation whose staff say so.
     *
     * @return the look-up hash of the address and what holds for it now
     */
    public Outcome add(long organization, Channel channel, String address, SuppressionReason reason, Actor actor) {
        if (!REPORTABLE.contains(reason)) {
            throw ProblemException.unprocessable(
                    "reason-not-reportable",
                    "Only the holder of the address can say this; record an opt-out of the patient instead");
        }
        var hash = addresses
                .hash(channel, address)
                .orElseThrow(
                        () -> ProblemException.unprocessable("invalid-address", "Nothing could be sent to this address")
                                .with("channel", channel.code()));
        return transactions.run(() -> {
            optOuts.block(new Barrier(hash, channel, organization), reason, clock.instant(), actor);
            audit(organization, hash, channel, actor, Map.of("cause", "suppression-added", "reason", reason.code()));
            return new Outcome(hash, suppressions.of(organization, hash, channel));
        });
    }

    /**
     * Lifts what an organisation made, for it alone, or what binds everybody, for everybody.
     *
     * @param removal why it no longer holds
     */
    public Outcome remove(Lifting lifting, Removal removal, long organization, Actor actor) {
        var barrier = lifting.barrier();
        return transactions.run(() -> {
            if (!known(lifting, organization)) {
                throw ProblemException.notFound("unknown-suppression", "There is no such suppression");
            }
            refuse(lifting, removal);
            optOuts.unblockBy(organization, barrier, lifting.reason(), clock.instant(), actor);
            audit(
                    organization,
                    barrier.addressHash(),
                    barrier.channel(),
                    actor,
                    Map.of(
                            "cause",
                            "suppression-removed",
                            "reason",
                            lifting.reason().code(),
                            "because",
                            removal.code(),
                            "binds",
                            barrier.bindsEverybody() ? "everybody" : "organization"));
            return new Outcome(
                    barrier.addressHash(), suppressions.of(organization, barrier.addressHash(), barrier.channel()));
        });
    }

    /** Ops, who act for everybody, need not know the address from a patient of their own. */
    private boolean known(Lifting lifting, long organization) {
        var barrier = lifting.barrier();
        var concerned = list.concerns(organization, barrier.addressHash(), barrier.channel());
        return barrier.bindsEverybody()
                ? (lifting.ops() || concerned) && suppressions.knows(barrier, lifting.reason())
                : concerned;
    }

    private void refuse(Lifting lifting, Removal removal) {
        var barrier = lifting.barrier();
        if (lifting.reason() == SuppressionReason.STOP) {
            throw ProblemException.conflict("only-start-lifts", "Only START from the address itself ends a STOP");
        }
        if (!barrier.bindsEverybody() && !suppressions.knows(barrier, lifting.reason())) {
            throw ProblemException.forbidden(
                    "binds-everybody",
                    "This was not reported by your organisation; it can be lifted for everybody only");
        }
        if (barrier.bindsEverybody() && !lifting.ops()) {
            refuseClinic(lifting, removal);
        }
        if (!lifting.compliance() && OF_THE_HOLDER.contains(lifting.reason())) {
            throw ProblemException.forbidden("compliance-only", "Only compliance may overrule this");
        }
    }

    /**
     * A clinic opens an address that failed, for everybody, once its patient has told it that the address works: it fails
     * again if it does not. What the holder of an address said is not the clinic's to lift.
     */
    private void refuseClinic(Lifting lifting, Removal removal) {
        if (!OF_THE_ADDRESS.contains(lifting.reason())) {
            throw ProblemException.forbidden("binds-everybody", "Only ops may lift this");
        }
        if (removal != Removal.ADDRESS_CONFIRMED) {
            throw ProblemException.unprocessable(
                    "not-confirmed", "A clinic opens it only when the patient has confirmed the address");
        }
        if (suppressions.cameBack(
                lifting.barrier(), lifting.reason(), clock.instant().minus(SOON))) {
            throw ProblemException.conflict(
                    "failed-again", "It was opened not long ago and has failed again; only ops may lift it");
        }
    }

    private void audit(long organization, String hash, Channel channel, Actor actor, Map<String, String> what) {
        var details = new java.util.HashMap<>(what);
        details.put("channel", channel.code());
        details.put("address_hash", hash);
        trail.record(organization, null, actor, AuditAction.PREFERENCE_CHANGE, Map.copyOf(details));
    }

    /**
     * What somebody wants to lift.
     *
     * @param compliance whether they may overrule complaints and unsubscriptions
     * @param ops whether they act for all organisations
     */
    record Lifting(Barrier barrier, SuppressionReason reason, boolean compliance, boolean ops) {}

    /** What holds for an address afterwards. */
    record Outcome(String addressHash, Suppression suppression) {}

    /** Why a suppression, or a report of a wrong person, no longer holds. */
    enum Removal {
        ADDRESS_CONFIRMED,
        ENTERED_IN_ERROR,
        PATIENT_REQUEST,
        NUMBER_REASSIGNED;

        /** @throws ProblemException 400 when there is no such reason */
        static Removal of(String code) {
            try {
                return valueOf(code.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
            } catch (IllegalArgumentException e) {
                throw ProblemException.badRequest("invalid-because", "There is no such code");
            }
        }

        String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
