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
     * @return whether the patient opted out of something they had not opted out of before
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

    private boolean optOuts(Profile profile, @Nullable List<Channel> channels, Instant at) {
        if (channels == null) {
            return false;
        }
        var known = ledger.consents(profile);
        var fresh = channels.stream()
                .distinct()
                .filter(each -> !known.revoked(each, ConsentClass.TRANSACTIONAL))
                .toList();
        for (var channel : fresh) {
            for (var consentClass : ConsentClass.values()) {
                append(profile, channel, consentClass, ConsentAction.REVOKE, ConsentSource.PROFILE_OPT_OUT, at);
            }
        }
        return !fresh.isEmpty();
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
