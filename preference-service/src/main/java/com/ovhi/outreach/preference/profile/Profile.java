package com.ovhi.outreach.preference.profile;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.setting.Settings;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is stored about a patient. PHI.
 *
 * @param providerId whose defaults apply, if anybody's
 * @param version grows with every change of what holds for the patient
 * @param learnedBestHour what the suite learned; what the patient said comes first
 * @param homeState two-letter code of the US state or territory the patient lives in, null when that is not known
 * @param addressZones every zone of the state the patient lives in; empty when that is not known
 * @param contacts one per channel
 * @param asOf when settings and contacts were last said; older news is no news
 * @param gone why nobody may be written to any more, for good; null for a living patient with a record of their own
 */
public record Profile(
        long patientId,
        long organizationId,
        @Nullable Long providerId,
        long version,
        Settings settings,
        @Nullable Integer learnedBestHour,
        @Nullable String homeState,
        List<String> addressZones,
        Map<Channel, Contact> contacts,
        Instant asOf,
        @Nullable Gone gone) {

    public Profile {
        addressZones = List.copyOf(addressZones);
    }

    /** A patient of whom nothing is known yet. */
    public static Profile fresh(long patientId, long organizationId, Instant asOf) {
        return new Profile(
                patientId, organizationId, null, 0, Settings.NONE, null, null, List.of(), Map.of(), asOf, null);
    }

    /** Whether the hour to prefer is one nobody asked for. */
    public boolean hourIsLearned() {
        return settings.bestHour() == null && learnedBestHour != null;
    }

    /** How the patient can be reached on a channel. */
    public Contact contact(Channel channel) {
        return contacts.getOrDefault(channel, Contact.NONE);
    }

    /**
     * Hashes of the addresses that the patient did not have before, or not in this organisation.
     *
     * @param before null for a patient of whom nothing was known
     */
    public Map<Channel, String> addressesSince(@Nullable Profile before) {
        var known = before != null && before.organizationId == organizationId
                ? before.contacts
                : Map.<Channel, Contact>of();
        var news = new EnumMap<Channel, String>(Channel.class);
        contacts.forEach((channel, contact) -> {
            var hash = contact.hash();
            if (hash != null
                    && !hash.equals(known.getOrDefault(channel, Contact.NONE).hash())) {
                news.put(channel, hash);
            }
        });
        return news;
    }

    /** The same patient in an organisation, with a provider. */
    public Profile with(long organization, @Nullable Long provider) {
        return new Profile(
                patientId,
                organization,
                provider,
                version,
                settings,
                learnedBestHour,
                homeState,
                addressZones,
                contacts,
                asOf,
                gone);
    }

    /** The same patient with other settings. */
    public Profile with(Settings changed) {
        return new Profile(
                patientId,
                organizationId,
                providerId,
                version,
                changed,
                learnedBestHour,
                homeState,
                addressZones,
                contacts,
                asOf,
                gone);
    }

    /** The same patient, living in a state, null for one that is not known, where these zones are. */
    public Profile living(@Nullable String state, List<String> zones) {
        return new Profile(
                patientId,
                organizationId,
                providerId,
                version,
                settings,
                learnedBestHour,
                state,
                zones,
                contacts,
                asOf,
                gone);
    }

    /** The same patient in another version. */
    public Profile at(long version) {
        return new Profile(
                patientId,
                organizationId,
                providerId,
                version,
                settings,
                learnedBestHour,
                homeState,
                addressZones,
                contacts,
                asOf,
                gone);
    }

    /** The same patient with another contact. */
    public Profile with(Channel channel, Contact contact) {
        var changed = new EnumMap<Channel, Contact>(Channel.class);
        changed.putAll(contacts);
        changed.put(channel, contact);
        return new Profile(
                patientId,
                organizationId,
                providerId,
                version,
                settings,
                learnedBestHour,
                homeState,
                addressZones,
                changed,
                asOf,
                gone);
    }

    /** The same patient as somebody said at a time. */
    public Profile asOf(Instant time) {
        return new Profile(
                patientId,
                organizationId,
                providerId,
                version,
                settings,
                learnedBestHour,
                homeState,
                addressZones,
                contacts,
                time,
                gone);
    }

    @Override
    public String toString() {
        return "Profile[patientId=" + patientId + ", version=" + version + "]";
    }
}
