package com.ovhi.outreach.preference.optout;

import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.audit.AuditTrail;
import com.ovhi.outreach.preference.locking.LockingTransactions;
import com.ovhi.outreach.preference.profile.AddressReader;
import com.ovhi.outreach.preference.suppression.Suppression;
import com.ovhi.outreach.preference.suppression.SuppressionList;
import com.ovhi.outreach.preference.suppression.SuppressionReason;
import com.ovhi.outreach.preference.suppression.Suppressions;
import java.time.Clock;
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

    /** @return the look-up hash of the address and what holds for it now */
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
            optOuts.block(hash, channel, reason, clock.instant(), actor);
            suppressions.reportedBy(organization, hash, channel, reason);
            audit(organization, hash, channel, actor, Map.of("cause", "suppression-added", "reason", reason.code()));
            return new Outcome(hash, suppressions.of(hash, channel));
        });
    }

    /**
     * @param removal why it no longer holds
     * @param compliance whether the caller may overrule complaints and unsubscriptions
     */
    public Outcome remove(
            long organization,
            String addressHash,
            Channel channel,
            SuppressionReason reason,
            Removal removal,
            boolean compliance,
            Actor actor) {
        return transactions.run(() -> {
            if (!list.concerns(organization, addressHash, channel)) {
                throw ProblemException.notFound("unknown-suppression", "There is no such suppression");
            }
            refuse(reason, compliance);
            optOuts.unblock(addressHash, channel, reason, clock.instant(), actor);
            audit(
                    organization,
                    addressHash,
                    channel,
                    actor,
                    Map.of("cause", "suppression-removed", "reason", reason.code(), "because", removal.code()));
            return new Outcome(addressHash, suppressions.of(addressHash, channel));
        });
    }

    private static void refuse(SuppressionReason reason, boolean compliance) {
        switch (reason) {
            case STOP ->
                throw ProblemException.conflict("only-start-lifts", "Only START from the address itself ends a STOP");
            case COMPLAINT, UNSUBSCRIBE -> {
                if (!compliance) {
                    throw ProblemException.forbidden("compliance-only", "Only compliance may overrule this");
                }
            }
            case BOUNCE, UNDELIVERABLE, LANDLINE, WRONG_NUMBER, SHARED_PHONE -> {
                // Facts about the address, which staff may find to be no longer so.
            }
        }
    }

    private void audit(long organization, String hash, Channel channel, Actor actor, Map<String, String> what) {
        var details = new java.util.HashMap<>(what);
        details.put("channel", channel.code());
        details.put("address_hash", hash);
        trail.record(organization, null, actor, AuditAction.PREFERENCE_CHANGE, Map.copyOf(details));
    }

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
