package com.ovhi.outreach.preference.registration;

import com.ovhi.outreach.common.contract.ovhi.PatientRegistered;
import com.ovhi.outreach.common.contract.ovhi.PatientRegistered.Telecom;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.audit.AuditTrail;
import com.ovhi.outreach.preference.effective.Changes;
import com.ovhi.outreach.preference.profile.AddressReader;
import com.ovhi.outreach.preference.profile.Contact;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.profile.Profiles;
import com.ovhi.outreach.preference.profile.StateZones;
import com.ovhi.outreach.preference.setting.Hours;
import com.ovhi.outreach.preference.setting.Settings;
import com.ovhi.outreach.preference.suppression.Suppressions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes over a profile of OVHI core. A newer profile replaces the contact points and completes the settings; an older
 * one changes nothing. Whichever it is, an opt-out in it counts and nothing in it undoes one.
 */
@Component
class Registration {

    /** The line type of telephones that take no texts. */
    private static final String LANDLINE = "landline";

    private final Profiles profiles;
    private final AddressReader addresses;
    private final ProfileConsents consents;
    private final Suppressions suppressions;
    private final Changes changes;
    private final AuditTrail trail;

    Registration(
            Profiles profiles,
            AddressReader addresses,
            ProfileConsents consents,
            Suppressions suppressions,
            Changes changes,
            AuditTrail trail) {
        this.profiles = profiles;
        this.addresses = addresses;
        this.consents = consents;
        this.suppressions = suppressions;
        this.changes = changes;
        this.trail = trail;
    }

    /** Runs in the caller's transaction. */
    void register(PatientRegistered event, String eventId, Instant at) {
        var asOf = at.truncatedTo(ChronoUnit.MICROS);
        var known = profiles.lock(event.patientId());
        var newest = known.isEmpty() || !asOf.isBefore(known.get().asOf());
        if (newest) {
            store(event, asOf, known);
        }
        var profile = newest ? profiles.find(event.patientId()).orElseThrow() : known.get();
        var optedOut = consents.takeOver(profile, event.preferences(), eventId, asOf, newest);
        if (newest || optedOut) {
            changes.announce(event.patientId(), "registration");
            audit(profile, optedOut);
        }
    }

    private void store(PatientRegistered event, Instant asOf, Optional<Profile> known) {
        known.filter(former -> former.organizationId() != event.organizationId())
                .ifPresent(changes::leave);
        var profile = known.orElseGet(() -> Profile.fresh(event.patientId(), event.organizationId(), asOf));
        var moved = profile.organizationId() != event.organizationId();
        profile = living(profile, event)
                .with(event.organizationId(), moved ? null : profile.providerId())
                .with(completed(profile.settings(), event))
                .asOf(asOf);
        for (var channel : Channel.values()) {
            profile = profile.with(channel, contact(profile.contact(channel), channel, event));
        }
        profiles.save(profile);
        suppressions.await(profile.addressesSince(known.orElse(null)));
    }

    /** What the profile says of where they live, else what was known. */
    private static Profile living(Profile known, PatientRegistered event) {
        var address = event.address();
        var state = address == null ? null : address.state();
        return state == null ? known : known.living(StateZones.code(state).orElse(null), StateZones.of(state));
    }

    /** What the profile says, else what was known. */
    private static Settings completed(Settings known, PatientRegistered event) {
        var zone = event.timezone();
        var language = event.language();
        var preferences = event.preferences();
        var quiet = preferences == null ? null : preferences.quietHours();
        var hours = quiet == null ? null : Hours.orNull(quiet.start(), quiet.end());
        return new Settings(
                Settings.isZone(zone) ? zone : known.timezone(),
                Settings.language(language).orElse(known.language()),
                hours == null ? known.quiet() : hours,
                known.work(),
                known.bestHour());
    }

    /** A landline counts for no telephone as far as texts are concerned. */
    private Contact contact(Contact known, Channel channel, PatientRegistered event) {
        var all = contactPoints(event, channel);
        var candidates = all.stream()
                .filter(each -> channel != Channel.SMS || !LANDLINE.equals(each.lineType()))
                .toList();
        if (candidates.isEmpty() && !all.isEmpty()) {
            return addresses.landline(known);
        }
        var written = candidates.stream()
                .filter(each -> "mobile".equals(each.use()))
                .findFirst()
                .or(() -> candidates.stream().findFirst())
                .map(Telecom::value)
                .orElse(null);
        return addresses.readInto(known, channel, written);
    }

    private static List<Telecom> contactPoints(PatientRegistered event, Channel channel) {
        var system = switch (channel) {
            case EMAIL -> "email";
            case SMS -> "phone";
            case WHATSAPP -> "whatsapp";
        };
        @Nullable List<Telecom> telecom = event.telecom();
        return telecom == null
                ? List.of()
                : telecom.stream().filter(each -> system.equals(each.system())).toList();
    }

    private void audit(Profile profile, boolean optedOut) {
        trail.record(
                profile.organizationId(),
                profile.patientId(),
                Actor.CORE,
                optedOut ? AuditAction.OPT_OUT : AuditAction.PREFERENCE_CHANGE,
                Map.of("cause", "registration"));
    }
}
