package com.ovhi.outreach.preference.optout;

import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.audit.AuditTrail;
import com.ovhi.outreach.preference.consent.ConsentAction;
import com.ovhi.outreach.preference.consent.ConsentClass;
import com.ovhi.outreach.preference.consent.ConsentEntry;
import com.ovhi.outreach.preference.consent.ConsentEntry.Evidence;
import com.ovhi.outreach.preference.consent.ConsentLedger;
import com.ovhi.outreach.preference.consent.ConsentSource;
import com.ovhi.outreach.preference.effective.Changes;
import com.ovhi.outreach.preference.effective.Resolved;
import com.ovhi.outreach.preference.profile.DisownedAddresses;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.profile.Profiles;
import com.ovhi.outreach.preference.suppression.Barrier;
import com.ovhi.outreach.preference.suppression.SuppressionReason;
import com.ovhi.outreach.preference.suppression.Suppressions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Opting out and in. Whoever speaks from an address speaks for all patients reached there on that channel; whoever
 * speaks for a patient speaks for that patient alone. Each method does all of it in the caller's transaction, and locks
 * the address before patients, and patients in order of id. A transaction that calls more than one of them, as for events
 * handled together, may still wait for another that waits for it: whoever is not sure to be called again uses
 * {@link com.ovhi.outreach.preference.locking.LockingTransactions}.
 */
@Component
public class OptOuts {

    private final Profiles profiles;
    private final Suppressions suppressions;
    private final ConsentLedger ledger;
    private final DisownedAddresses disowned;
    private final Changes changes;
    private final AuditTrail trail;

    OptOuts(
            Profiles profiles,
            Suppressions suppressions,
            ConsentLedger ledger,
            DisownedAddresses disowned,
            Changes changes,
            AuditTrail trail) {
        this.profiles = profiles;
        this.suppressions = suppressions;
        this.ledger = ledger;
        this.disowned = disowned;
        this.changes = changes;
        this.trail = trail;
    }

    /**
     * Nothing more to this address on this channel, for everybody. An address that several patients share does not tell
     * which of them spoke: each then refuses that address and no other. Whoever has it alone refuses the whole channel,
     * whatever address they have later.
     */
    public void stop(AddressOptOut optOut) {
        suppressions.suppress(
                Barrier.toEverybody(optOut.addressHash(), optOut.channel()), optOut.reason(), optOut.at());
        var patients = concerned(optOut);
        for (var patient : patients) {
            var scope = patients.size() == 1 || optOut.names(patient) ? null : optOut.addressHash();
            stop(
                    patient,
                    scope,
                    optOut.addressHash(),
                    optOut.channel(),
                    optOut.source(),
                    optOut.at(),
                    optOut.evidence(),
                    optOut.actor());
        }
    }

    private SortedSet<Long> concerned(AddressOptOut optOut) {
        var patients = new TreeSet<>(profiles.patientsAt(optOut.channel(), optOut.addressHash()));
        var meant = optOut.patientId();
        if (meant != null) {
            patients.add(meant);
        }
        return patients;
    }

    /** Nothing more to this patient on this channel; for when the address is not known. */
    public void stop(
            long patientId, Channel channel, ConsentSource source, Instant at, Evidence evidence, Actor actor) {
        stop(patientId, null, null, channel, source, at, evidence, actor);
    }

    private void stop(
            long patientId,
            @Nullable String addressHash,
            @Nullable String spokenFrom,
            Channel channel,
            ConsentSource source,
            Instant at,
            Evidence evidence,
            Actor actor) {
        profiles.lock(patientId).ifPresent(profile -> {
            for (var consentClass : ConsentClass.OF_MESSAGES) {
                ledger.append(new ConsentEntry(
                        patientId,
                        profile.organizationId(),
                        channel,
                        consentClass,
                        addressHash,
                        ConsentAction.REVOKE,
                        source,
                        at,
                        evidence,
                        spokenFrom));
            }
            conclude(profile, channel, AuditAction.OPT_OUT, source, actor);
        });
    }

    /**
     * Whoever wrote STOP from this address wants messages again; what was said from another address stays. Like STOP, it
     * reaches beyond the address only for a patient who has it alone.
     */
    void start(String addressHash, Channel channel, Instant at, Evidence evidence) {
        suppressions.lift(Barrier.toEverybody(addressHash, channel), SuppressionReason.STOP, at);
        var patients = profiles.patientsAt(channel, addressHash);
        var scope = patients.size() == 1 ? null : addressHash;
        for (var patient : patients) {
            profiles.lock(patient).ifPresent(profile -> {
                ledger.append(new ConsentEntry(
                        patient,
                        profile.organizationId(),
                        channel,
                        ConsentClass.TRANSACTIONAL,
                        scope,
                        ConsentAction.GRANT,
                        ConsentSource.REPLY,
                        at,
                        evidence,
                        addressHash));
                conclude(profile, channel, AuditAction.OPT_IN, ConsentSource.REPLY, Actor.PATIENT);
            });
        }
    }

    /** The address cannot be reached by anybody; consent stays as it is. */
    public void unreachable(String addressHash, Channel channel, SuppressionReason reason, Instant at) {
        var barrier = Barrier.toEverybody(addressHash, channel);
        suppressions.suppress(barrier, reason, at);
        tellPatientsAt(barrier, reason, "unreachable", _ -> Actor.PROVIDER);
    }

    /** Nothing may be sent to the address any more by those it binds; consent stays as it is. */
    void block(Barrier barrier, SuppressionReason reason, Instant at, Actor actor) {
        suppressions.suppress(barrier, reason, at);
        tellPatientsAt(barrier, reason, "suppression-added", _ -> actor);
    }

    /** A reason against the address no longer holds; others keep holding, and consent stays as it is. */
    public void unblock(Barrier barrier, SuppressionReason reason, Instant at, Actor actor) {
        unblock(barrier, reason, at, _ -> actor);
    }

    /** Like the other, by somebody of one organisation, whom the others' patients' trails do not name. */
    void unblockBy(long organization, Barrier barrier, SuppressionReason reason, Instant at, Actor actor) {
        unblock(
                barrier,
                reason,
                at,
                profile -> profile.organizationId() == organization ? actor : Actor.ANOTHER_ORGANIZATION);
    }

    private void unblock(
            Barrier barrier, SuppressionReason reason, Instant at, Function<Profile, Actor> actorForTrailOf) {
        if (suppressions.lift(barrier, reason, at)) {
            tellPatientsAt(barrier, reason, "suppression-removed", actorForTrailOf);
        }
    }

    private void tellPatientsAt(
            Barrier barrier, SuppressionReason reason, String cause, Function<Profile, Actor> actorForTrailOf) {
        var patients = profiles.lockAt(barrier.channel(), barrier.addressHash()).stream()
                .filter(profile -> barrier.binds(profile.organizationId()))
                .toList();
        changes.announce(patients, cause);
        patients.forEach(profile -> trail.record(
                profile.organizationId(),
                profile.patientId(),
                actorForTrailOf.apply(profile),
                AuditAction.PREFERENCE_CHANGE,
                Map.of(
                        "cause",
                        cause,
                        "reason",
                        reason.code(),
                        "channel",
                        barrier.channel().code())));
    }

    /** The address is not this patient's. */
    void disown(long patientId, String addressHash, Channel channel, Instant at) {
        profiles.lock(patientId).ifPresent(profile -> {
            disowned.disown(patientId, addressHash, at);
            changes.announce(patientId, "wrong-person");
            trail.record(
                    profile.organizationId(),
                    patientId,
                    Actor.PATIENT,
                    AuditAction.PREFERENCE_CHANGE,
                    Map.of("cause", "wrong-person", "channel", channel.code()));
        });
    }

    /**
     * Records what a patient who is locked by the caller asked for. Every time is a line in the ledger, which a grant
     * dated in between cannot lift; nobody is told of a time that changed nothing.
     */
    Resolved requested(
            Profile profile,
            ConsentAction action,
            ConsentRequest request,
            @Nullable String addressHash,
            Instant at,
            Actor actor) {
        var said = request.classes(action).stream()
                .map(consentClass -> new ConsentEntry(
                        profile.patientId(),
                        profile.organizationId(),
                        request.channel(),
                        consentClass,
                        addressHash,
                        action,
                        ConsentSource.REQUEST,
                        at,
                        request.evidence(actor.name())))
                .toList();
        var before = changes.standing(List.of(profile));
        said.forEach(ledger::append);
        var audited = action == ConsentAction.GRANT ? AuditAction.OPT_IN : AuditAction.OPT_OUT;
        changes.announceAppended(before, said, audited.code().replace('_', '-'));
        trail.record(
                profile.organizationId(),
                profile.patientId(),
                actor,
                audited,
                Map.of(
                        "channel",
                        request.channel().code(),
                        "source",
                        ConsentSource.REQUEST.code(),
                        "class",
                        said.stream().map(each -> each.consentClass().code()).collect(Collectors.joining(" "))));
        return changes.explain(profiles.find(profile.patientId()).orElseThrow());
    }

    private void conclude(Profile profile, Channel channel, AuditAction action, ConsentSource source, Actor actor) {
        changes.announce(profile.patientId(), action.code().replace('_', '-'));
        trail.record(
                profile.organizationId(),
                profile.patientId(),
                actor,
                action,
                Map.of("channel", channel.code(), "source", source.code()));
    }

    /**
     * An address on a channel asks, or makes us, not to write any more.
     *
     * @param patientId whom the message was for, if known; concerns them even if their address has changed since
     */
    public record AddressOptOut(
            String addressHash,
            @Nullable Long patientId,
            Channel channel,
            SuppressionReason reason,
            ConsentSource source,
            Instant at,
            Evidence evidence,
            Actor actor) {

        /** Whether it was said for this patient: by the unsubscribe link that they were sent. */
        boolean names(long patient) {
            return source == ConsentSource.UNSUBSCRIBE && patientId != null && patientId == patient;
        }
    }
}
