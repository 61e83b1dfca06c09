package com.ovhi.outreach.preference.effective;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged.Permission;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.EffectivePreferences.ChannelPreference;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.preference.consent.ConsentClass;
import com.ovhi.outreach.preference.consent.ConsentLedger;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.profile.Profiles;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Tells everybody what holds for a patient after something that decides it has changed. */
@Component
public class Changes {

    private final Profiles profiles;
    private final ConsentLedger ledger;
    private final Resolver resolver;
    private final EffectiveCache cache;
    private final Outbox outbox;
    private final FieldCipher cipher;
    private final Clock clock;
    private final MeterRegistry meters;

    Changes(
            Profiles profiles,
            ConsentLedger ledger,
            Resolver resolver,
            EffectiveCache cache,
            Outbox outbox,
            FieldCipher cipher,
            Clock clock,
            MeterRegistry meters) {
        this.profiles = profiles;
        this.ledger = ledger;
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
        var before = profiles.find(patientId).orElseThrow();
        var consents = ledger.consents(before);
        profiles.nextVersion(
                patientId,
                Arrays.stream(Channel.values())
                        .collect(Collectors.toMap(
                                Function.identity(), each -> consents.granted(each, ConsentClass.MARKETING))));
        var resolved = resolver.resolve(profiles.find(patientId).orElseThrow());
        var preferences = resolved.preferences();
        outbox.publish(Topics.PREFERENCE, Long.toString(patientId), event(preferences));
        afterCommit(() -> cache.forget(preferences.organizationId(), patientId, preferences.version()));
        meters.counter("outreach.preference.changes", "cause", cause).increment();
        return resolved;
    }

    /** The patient has left an organisation: its cached answer must not outlive the caller's transaction. */
    public void leave(Profile former) {
        afterCommit(() -> cache.forget(former.organizationId(), former.patientId(), former.version() + 1));
    }

    private PreferenceChanged event(EffectivePreferences preferences) {
        var channels = new EnumMap<Channel, Permission>(Channel.class);
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
                clock.instant());
    }

    private Permission permission(long patientId, Channel channel, ChannelPreference preference) {
        var address = preference.address();
        return new Permission(
                preference.enabled(),
                preference.marketingOptIn(),
                preference.addressHash(),
                address == null
                        ? null
                        : cipher.seal(address, "preference|address|" + patientId + "|" + channel.code()));
    }

    private static void afterCommit(Runnable work) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                work.run();
            }
        });
    }
}
