package com.ovhi.outreach.preference.editing;

import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.audit.AuditTrail;
import com.ovhi.outreach.preference.effective.Changes;
import com.ovhi.outreach.preference.locking.LockingTransactions;
import com.ovhi.outreach.preference.profile.AddressReader;
import com.ovhi.outreach.preference.profile.Contact;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.profile.Profiles;
import com.ovhi.outreach.preference.suppression.Suppressions;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads and changes what is stored about one patient of the caller's organisation. */
@Component
class Editing {

    private final Profiles profiles;
    private final AddressReader addresses;
    private final ProviderCheck providers;
    private final Suppressions suppressions;
    private final Changes changes;
    private final AuditTrail trail;
    private final LockingTransactions transactions;
    private final Clock clock;

    Editing(
            Profiles profiles,
            AddressReader addresses,
            ProviderCheck providers,
            Suppressions suppressions,
            Changes changes,
            AuditTrail trail,
            LockingTransactions transactions,
            Clock clock) {
        this.profiles = profiles;
        this.addresses = addresses;
        this.providers = providers;
        this.suppressions = suppressions;
        this.changes = changes;
        this.trail = trail;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Transactional
    public PreferenceView read(long patientId, long organization, Actor actor) {
        var profile = profiles.find(patientId)
                .filter(each -> each.organizationId() == organization)
                .orElseThrow(Editing::unknownPatient);
        trail.record(organization, patientId, actor, AuditAction.ACCESS, Map.of("what", "preferences"));
        return PreferenceView.of(profile, changes.explain(profile));
    }

    /**
     * Replaces what is said about a patient. Saying the same again changes nothing.
     *
     * @param change what shall be said, given what is said now
     */
    public PreferenceView change(
            long patientId, long organization, Versions seen, UnaryOperator<PreferenceUpdate> change, Actor actor) {
        return transactions.run(() -> changed(patientId, organization, seen, change, actor));
    }

    private PreferenceView changed(
            long patientId, long organization, Versions seen, UnaryOperator<PreferenceUpdate> change, Actor actor) {
        var profile = profiles.lock(patientId)
                .filter(each -> each.organizationId() == organization)
                .orElseThrow(Editing::unknownPatient);
        seen.require(profile.version());
        var before = PreferenceUpdate.of(profile);
        var update = change.apply(before);
        refuseConsent(profile, update);
        var changed = apply(profile, update);
        var fields = Differences.between(before, PreferenceUpdate.of(changed));
        if (fields.isEmpty()) {
            return PreferenceView.of(profile, changes.explain(profile));
        }
        profiles.save(changed);
        suppressions.await(changed.addressesSince(profile));
        var resolved = changes.announce(patientId, "update");
        trail.record(
                organization,
                patientId,
                actor,
                AuditAction.PREFERENCE_CHANGE,
                Map.of("cause", "update", "fields", fields));
        return PreferenceView.of(changed, resolved);
    }

    private Profile apply(Profile profile, PreferenceUpdate update) {
        providers.require(profile, update.providerId());
        var changed = profile.with(update.settings())
                .with(profile.organizationId(), update.providerId())
                .asOf(clock.instant().truncatedTo(ChronoUnit.MICROS));
        for (var channel : Channel.values()) {
            var contact = reached(changed.contact(channel), channel, update.address(channel));
            changed = changed.with(channel, contact.allow(update.allow(channel)));
        }
        return changed;
    }

    /** The ledger alone says what a patient consented to; a form that says otherwise is mistaken. */
    private void refuseConsent(Profile profile, PreferenceUpdate update) {
        if (Arrays.stream(Channel.values()).allMatch(each -> update.marketing(each) == null)) {
            return;
        }
        var channels = changes.explain(profile).preferences().channels();
        channels.forEach((channel, known) -> {
            var said = update.marketing(channel);
            if (said != null && said != known.marketingOptIn()) {
                throw ProblemException.unprocessable(
                                "consent-not-here", "Consent is given and taken back by opting in and out")
                        .with("channel", channel.code());
            }
        });
    }

    private Contact reached(Contact known, Channel channel, @Nullable String written) {
        if (Objects.equals(known.address(), written)) {
            return known;
        }
        var contact = addresses.readInto(known, channel, written);
        if (contact.problem() != null) {
            throw ProblemException.unprocessable("invalid-address", "Nothing could be sent to this address")
                    .with("channel", channel.code());
        }
        return contact;
    }

    private static ProblemException unknownPatient() {
        return ProblemException.notFound("unknown-patient", "There is no such patient");
    }
}
