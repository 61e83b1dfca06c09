package com.ovhi.outreach.preference.effective;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged.Permission;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.EffectivePreferences.ChannelPreference;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.preference.consent.ConsentEntry;
import com.ovhi.outreach.preference.consent.Consents;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.profile.Profiles;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells everybody what holds for a patient after something that decides it has changed. */
@Component
public class Changes {

    private final Profiles profiles;
    private final Resolver resolver;
    private final EffectiveCache cache;
    private final Outbox outbox;
    private final FieldCipher cipher;
    private final Clock clock;
    private final MeterRegistry meters;

    Changes(
            Profiles profiles,
            Resolver resolver,
            EffectiveCache cache,
            Outbox outbox,
            FieldCipher cipher,
            Clock clock,
            MeterRegistry meters) {
        this.profiles = profiles;
        this.resolver = resolver;
        this.cache = cache;
        this.outbox = outbox;
        this.clock = clock;
        this.cipher = cipher;
        this.meters = meters;
    }

    /** Explains what holds for a patient, in the caller's transaction. */
    public Resolved explain(Profile profile) {
        return resolver.resolve(profile);
    }

    /**
     * Counts a new version of a patient who is locked by the caller, publishes the whole effective state with the
     * caller's transaction, and drops what the cache holds once it is committed.
     *
     * @param cause for metrics, from a closed vocabulary
     */
    public Resolved announce(long patientId, String cause) {
        return announce(List.of(profiles.find(patientId).orElseThrow()), cause).getFirst();
    }

    /**
     * Like {@link #announce(long, String)} for many.
     *
     * @param locked as they are in the database now
     */
    public List<Resolved> announce(List<Profile> locked, String cause) {
        return tell(resolver.pictures(locked), cause, null);
    }

    /** Like {@link #announce(long, String)} for one who takes over what was refused under a record given up for theirs. */
    public void announceMerged(long patientId, long formerId) {
        tell(resolver.pictures(List.of(profiles.find(patientId).orElseThrow())), "merged", formerId);
    }

    /** What holds for patients who are locked by the caller, to be compared with what will hold. */
    public Standing standing(List<Profile> locked) {
        return new Standing(resolver.pictures(locked));
    }

    /**
     * Announces those for whom something else holds once lines were appended to their ledgers; the others' version stays
     * what it is.
     *
     * @param before how it was before, read in this transaction
     * @param appended the lines, which the caller has stored
     * @return what the ledger says of each of them now
     */
    public Map<Long, Consents> announceAppended(Standing before, List<ConsentEntry> appended, String cause) {
        var lines = appended.stream().collect(Collectors.groupingBy(ConsentEntry::patientId));
        var now = before.pictures.stream()
                .map(each -> each.with(lines.getOrDefault(each.profile().patientId(), List.of())))
                .toList();
        var changed = IntStream.range(0, now.size())
                .filter(i -> !before.pictures.get(i).meansTheSameAs(now.get(i)))
                .mapToObj(now::get)
                .toList();
        if (!changed.isEmpty()) {
            tell(changed, cause, null);
        }
        return now.stream().collect(Collectors.toMap(each -> each.profile().patientId(), Picture::consents));
    }

    private List<Resolved> tell(List<Picture> current, String cause, @Nullable Long mergedFrom) {
        var pictures = current.stream().map(Picture::next).toList();
        profiles.nextVersion(pictures.stream()
                .collect(Collectors.toMap(each -> each.profile().patientId(), Picture::marketing)));
        var resolved = pictures.stream().map(Resolution::of).toList();
        var preferences = resolved.stream().map(Resolved::preferences).toList();
        outbox.publishAll(
                Topics.PREFERENCE,
                preferences.stream()
                        .map(each -> new Outbox.Keyed(Long.toString(each.patientId()), event(each, mergedFrom)))
                        .toList());
        AfterCommit.run(() -> {
            cache.forget(preferences);
            meters.counter("outreach.preference.changes", "cause", cause).increment(preferences.size());
        });
        return resolved;
    }

    /** The patient has left an organisation: its cached answer must not outlive the caller's transaction. */
    public void leave(Profile former) {
        AfterCommit.run(() -> cache.forget(former.organizationId(), former.patientId(), former.version() + 1));
    }

    private PreferenceChanged event(EffectivePreferences preferences, @Nullable Long mergedFrom) {
        var channels = new EnumMap<Channel, Permission>(Channel.class);
        var work = preferences.stated("work_hours");
        preferences
                .channels()
                .forEach((channel, each) -> channels.put(channel, permission(preferences.patientId(), channel, each)));
        return new PreferenceChanged(
                preferences.patientId(),
                preferences.organizationId(),
                preferences.version(),
                preferences.candidateZones(),
                preferences.language(),
                preferences.quietStart(),
                preferences.quietEnd(),
                preferences.bestHour(),
                channels,
                clock.instant(),
                preferences.states(),
                work ? preferences.workStart() : null,
                work ? preferences.workEnd() : null,
                preferences.unencryptedEmailAccepted(),
                mergedFrom);
    }

    private Permission permission(long patientId, Channel channel, ChannelPreference preference) {
        var address = preference.address();
        return new Permission(
                preference.enabled(),
                preference.marketingOptIn(),
                preference.addressHash(),
                address == null ? null : cipher.seal(address, "preference|address|" + patientId + "|" + channel.code()),
                preference.reason());
    }

    /** What held for patients at a time. */
    public static final class Standing {

        private final List<Picture> pictures;

        private Standing(List<Picture> pictures) {
            this.pictures = pictures;
        }
    }
}
