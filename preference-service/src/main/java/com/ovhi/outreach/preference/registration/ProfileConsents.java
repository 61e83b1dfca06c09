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

    private static final Evidence EVIDENCE = new Evidence("ovhi-core", "profile", null, null, null);

    private final ConsentLedger ledger;

    ProfileConsents(ConsentLedger ledger) {
        this.ledger = ledger;
    }

    /**
     * Records opt-outs, and marketing consents if it is the newest profile.
     *
     * @return whether the profile opted out of something that none had opted out of before
     */
    boolean takeOver(Profile profile, @Nullable Preferences preferences, Instant at, boolean newest) {
        if (preferences == null) {
            return false;
        }
        var optedOut = optOuts(profile, preferences.optedOut(), at);
        @Nullable List<Channel> optIns = preferences.marketingOptIn();
        if (newest && optIns != null) {
            marketing(profile, optIns, at);
        }
        return optedOut;
    }

    /** Another revocation does not make this one needless: it may be lifted by what cannot lift an opt-out. */
    private boolean optOuts(Profile profile, @Nullable List<Channel> channels, Instant at) {
        if (channels == null || channels.isEmpty()) {
            return false;
        }
        var known = ledger.consents(profile);
        var optedOut = false;
        for (var channel : EnumSet.copyOf(channels)) {
            for (var consentClass : ConsentClass.values()) {
                if (!known.revokedBy(ConsentSource.PROFILE_OPT_OUT, channel, consentClass)) {
                    append(profile, channel, consentClass, ConsentAction.REVOKE, ConsentSource.PROFILE_OPT_OUT, at);
                    optedOut = true;
                }
            }
        }
        return optedOut;
    }

    private void marketing(Profile profile, List<Channel> optIns, Instant at) {
        var said = ledger.consents(profile).saidBy(ConsentSource.PROFILE);
        for (var channel : Channel.values()) {
            var granted = said.granted(channel, ConsentClass.MARKETING);
            if (optIns.contains(channel) != granted) {
                var action = granted ? ConsentAction.REVOKE : ConsentAction.GRANT;
                append(profile, channel, ConsentClass.MARKETING, action, ConsentSource.PROFILE, at);
            }
        }
    }

    private void append(
            Profile profile,
            Channel channel,
            ConsentClass consentClass,
            ConsentAction action,
            ConsentSource source,
            Instant at) {
        ledger.append(new ConsentEntry(
                profile.patientId(), profile.organizationId(), channel, consentClass, action, source, at, EVIDENCE));
    }
}
