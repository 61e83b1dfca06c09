package com.ovhi.outreach.preference.effective;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.consent.ConsentLedger;
import com.ovhi.outreach.preference.profile.DisownedAddresses;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.setting.DefaultLevels;
import com.ovhi.outreach.preference.setting.Level;
import com.ovhi.outreach.preference.setting.Settings;
import com.ovhi.outreach.preference.suppression.Suppression;
import com.ovhi.outreach.preference.suppression.Suppressions;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Gathers what decides and resolves it, in the caller's transaction. */
@Component
class Resolver {

    private final DefaultLevels defaults;
    private final ConsentLedger ledger;
    private final Suppressions suppressions;
    private final DisownedAddresses disowned;

    Resolver(DefaultLevels defaults, ConsentLedger ledger, Suppressions suppressions, DisownedAddresses disowned) {
        this.defaults = defaults;
        this.ledger = ledger;
        this.suppressions = suppressions;
        this.disowned = disowned;
    }

    Resolved resolve(Profile profile) {
        var provider = defaults.of(Level.PROVIDER, profile.providerId());
        var organization = defaults.of(Level.ORGANIZATION, profile.organizationId());
        var levels = new EnumMap<Level, Settings>(Level.class);
        levels.put(Level.PATIENT, ownSettings(profile));
        levels.put(Level.PROVIDER, provider.settings());
        levels.put(Level.ORGANIZATION, organization.settings());
        levels.put(Level.GLOBAL, defaults.global());
        return Resolution.of(new Picture(
                profile,
                levels,
                organization.whatsappCapable(),
                ledger.consents(profile),
                suppressionsOf(profile),
                disowned.of(profile.patientId())));
    }

    /** What the patient said, completed by what the suite learned about them. */
    private static Settings ownSettings(Profile profile) {
        var said = profile.settings();
        return said.bestHour() != null
                ? said
                : new Settings(said.timezone(), said.language(), said.quiet(), said.work(), profile.learnedBestHour());
    }

    private Map<Channel, Suppression> suppressionsOf(Profile profile) {
        var found = new EnumMap<Channel, Suppression>(Channel.class);
        for (var channel : Channel.values()) {
            var hash = profile.contact(channel).hash();
            if (hash != null) {
                found.put(channel, suppressions.of(hash, channel));
            }
        }
        return found;
    }
}
