package com.ovhi.outreach.preference.effective;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.consent.ConsentClass;
import com.ovhi.outreach.preference.consent.ConsentEntry;
import com.ovhi.outreach.preference.consent.ConsentLedger;
import com.ovhi.outreach.preference.consent.Consents;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.setting.Level;
import com.ovhi.outreach.preference.setting.Settings;
import com.ovhi.outreach.preference.suppression.Suppression;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Everything that decides what holds for one patient. PHI. */
record Picture(
        Profile profile,
        Map<Level, Settings> levels,
        boolean whatsappCapable,
        Consents consents,
        Map<Channel, Suppression> suppressions,
        Set<String> disowned) {

    /** The same patient in the next version. */
    Picture next() {
        return new Picture(
                profile.at(profile.version() + 1), levels, whatsappCapable, consents, suppressions, disowned);
    }

    /** The same patient once these lines were appended to their ledger. */
    Picture with(List<ConsentEntry> appended) {
        return appended.isEmpty()
                ? this
                : new Picture(
                        profile,
                        levels,
                        whatsappCapable,
                        consents.with(ConsentLedger.consents(profile, appended)),
                        suppressions,
                        disowned);
    }

    /** Whether nobody can tell the difference. */
    boolean meansTheSameAs(Picture other) {
        return Resolution.of(this).preferences().equals(Resolution.of(other).preferences())
                && marketing().equals(other.marketing());
    }

    /** The channels on which the patient agreed to marketing, as the ledger has it. */
    Set<Channel> marketing() {
        return Arrays.stream(Channel.values())
                .filter(each -> consents.granted(each, ConsentClass.MARKETING))
                .collect(Collectors.toSet());
    }
}
