package com.ovhi.outreach.preference.registration;

import com.ovhi.outreach.common.contract.ovhi.PatientRegistered.Preferences;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.consent.ConsentAction;
import com.ovhi.outreach.preference.consent.ConsentClass;
import com.ovhi.outreach.preference.consent.ConsentEntry;
import com.ovhi.outreach.preference.consent.ConsentEntry.Evidence;
import com.ovhi.outreach.preference.consent.ConsentLedger;
import com.ovhi.outreach.preference.consent.ConsentSource;
import com.ovhi.outreach.preference.profile.Profile;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a profile of OVHI core says about consent, written to the ledger where it says something new. */
@Component
class ProfileConsents {

    /** What the ledger holds of a reference; the id of an event can be a little longer. */
    private static final int MAX_REFERENCE = 200;

    private final ConsentLedger ledger;

    ProfileConsents(ConsentLedger ledger) {
        this.ledger = ledger;
    }

    /**
     * Records opt-outs, and marketing consents if it is the newest profile. OVHI core keeps the form the patient signed;
     * what we have of it is the event that told us, which each line names.
     *
     * @param eventId of the profile
     * @return whether the profile opted out of something that none had opted out of before
     */
    boolean takeOver(Profile profile, @Nullable Preferences preferences, String eventId, Instant at, boolean newest) {
        var evidence = evidence(eventId);
        if (preferences == null) {
            return false;
        }
        var optedOut = optOuts(profile, preferences.optedOut(), evidence, at);
        @Nullable List<Channel> optIns = preferences.marketingOptIn();
        if (newest && optIns != null) {
            marketing(profile, optIns, evidence, at);
        }
        return optedOut;
    }

    /** Another revocation does not make this one needless: it may be lifted by what cannot lift an opt-out. */
    private boolean optOuts(Profile profile, @Nullable List<Channel> channels, Evidence evidence, Instant at) {
        if (channels == null || channels.isEmpty()) {
            return false;
        }
        var known = ledger.consents(profile);
        var optedOut = false;
        for (var channel : EnumSet.copyOf(channels)) {
            for (var consentClass : ConsentClass.OF_MESSAGES) {
                if (!known.revokedBy(ConsentSource.PROFILE_OPT_OUT, channel, consentClass)) {
                    append(
                            profile,
                            channel,
                            consentClass,
                            ConsentAction.REVOKE,
                            ConsentSource.PROFILE_OPT_OUT,
                            evidence,
                            at);
                    optedOut = true;
                }
            }
        }
        return optedOut;
    }

    private void marketing(Profile profile, List<Channel> optIns, Evidence evidence, Instant at) {
        var said = ledger.consents(profile).saidBy(ConsentSource.PROFILE);
        for (var channel : Channel.values()) {
            var granted = said.granted(channel, ConsentClass.MARKETING);
            if (optIns.contains(channel) != granted) {
                var action = granted ? ConsentAction.REVOKE : ConsentAction.GRANT;
                append(profile, channel, ConsentClass.MARKETING, action, ConsentSource.PROFILE, evidence, at);
            }
        }
    }

    private void append(
            Profile profile,
            Channel channel,
            ConsentClass consentClass,
            ConsentAction action,
            ConsentSource source,
            Evidence evidence,
            Instant at) {
        ledger.append(new ConsentEntry(
                profile.patientId(), profile.organizationId(), channel, consentClass, action, source, at, evidence));
    }

    private static Evidence evidence(String eventId) {
        var reference = "event/" + eventId;
        return new Evidence(
                "ovhi-core",
                "profile",
                reference.substring(0, Math.min(reference.length(), MAX_REFERENCE)),
                null,
                null);
    }
}
