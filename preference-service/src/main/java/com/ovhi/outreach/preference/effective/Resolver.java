package com.ovhi.outreach.preference.effective;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.consent.ConsentEntry;
import com.ovhi.outreach.preference.consent.ConsentLedger;
import com.ovhi.outreach.preference.profile.DisownedAddresses;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.setting.DefaultLevels;
import com.ovhi.outreach.preference.setting.DefaultLevels.Owner;
import com.ovhi.outreach.preference.setting.Defaults;
import com.ovhi.outreach.preference.setting.Level;
import com.ovhi.outreach.preference.setting.Settings;
import com.ovhi.outreach.preference.suppression.Suppression;
import com.ovhi.outreach.preference.suppression.Suppressions;
import com.ovhi.outreach.preference.suppression.Suppressions.AddressOnChannel;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Gathers what decides about patients, in the caller's transaction: four queries, however many patients they are. */
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
        return Resolution.of(picture(profile));
    }

    Picture picture(Profile profile) {
        return pictures(List.of(profile)).getFirst();
    }

    /** In the order of the profiles. */
    List<Picture> pictures(List<Profile> profiles) {
        var found = gather(profiles);
        return profiles.stream().map(found::picture).toList();
    }

    private Gathered gather(List<Profile> profiles) {
        var owners = new HashSet<Owner>(Set.of(Owner.ALL));
        var addresses = new HashSet<AddressOnChannel>();
        for (var profile : profiles) {
            owners.add(new Owner(Level.ORGANIZATION, profile.organizationId()));
            if (profile.providerId() != null) {
                owners.add(new Owner(Level.PROVIDER, profile.providerId()));
            }
            profile.contacts().forEach((channel, contact) -> {
                if (contact.hash() != null) {
                    addresses.add(new AddressOnChannel(contact.hash(), channel));
                }
            });
        }
        var patients = profiles.stream().map(Profile::patientId).toList();
        return new Gathered(
                defaults.of(owners), ledger.of(patients), suppressions.of(addresses), disowned.of(patients));
    }

    private record Gathered(
            Map<Owner, Defaults> defaults,
            Map<Long, List<ConsentEntry>> ledger,
            Suppressions.Known suppressions,
            Map<Long, Set<String>> disowned) {

        Picture picture(Profile profile) {
            return new Picture(
                    profile,
                    levels(profile),
                    of(new Owner(Level.ORGANIZATION, profile.organizationId())).whatsappCapable(),
                    ConsentLedger.consents(profile, ledger.getOrDefault(profile.patientId(), List.of())),
                    suppressionsOf(profile),
                    disowned.getOrDefault(profile.patientId(), Set.of()));
        }

        private Defaults of(Owner owner) {
            return defaults.getOrDefault(owner, Defaults.NONE);
        }

        private Map<Level, Settings> levels(Profile profile) {
            var levels = new EnumMap<Level, Settings>(Level.class);
            levels.put(Level.PATIENT, own(profile));
            if (profile.providerId() != null) {
                levels.put(
                        Level.PROVIDER,
                        of(new Owner(Level.PROVIDER, profile.providerId())).settings());
            }
            levels.put(
                    Level.ORGANIZATION,
                    of(new Owner(Level.ORGANIZATION, profile.organizationId())).settings());
            levels.put(Level.GLOBAL, of(Owner.ALL).settings());
            return levels;
        }

        /** What the patient said, completed by what the suite learned about them. */
        private static Settings own(Profile profile) {
            var said = profile.settings();
            return said.bestHour() == null ? said.withBestHour(profile.learnedBestHour()) : said;
        }

        private Map<Channel, Suppression> suppressionsOf(Profile profile) {
            var found = new EnumMap<Channel, Suppression>(Channel.class);
            profile.contacts().forEach((channel, contact) -> {
                if (contact.hash() != null) {
                    found.put(channel, suppressions.to(profile.organizationId(), contact.hash(), channel));
                }
            });
            return found;
        }
    }
}
