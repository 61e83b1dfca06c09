package com.ovhi.outreach.orchestrator;

import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.EffectivePreferences.ChannelPreference;
import com.ovhi.outreach.common.ids.Channel;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Preferences like known ones but for what is set. Not thread-safe. */
public final class PreferencesLike {

    private final EffectivePreferences known;
    private final Map<Channel, ChannelPreference> channels;
    private final Map<String, String> decidedBy = new HashMap<>();
    private long version;
    private String language;
    private @Nullable Integer bestHour;
    private @Nullable Integer unlearnedHour;
    private @Nullable Boolean unencryptedEmail;
    private @Nullable List<String> states;

    /** Begins with these. */
    public PreferencesLike(EffectivePreferences known) {
        this.known = known;
        channels = new EnumMap<>(known.channels());
        version = known.version();
        language = known.language();
        bestHour = known.bestHour();
        unlearnedHour = known.unlearnedBestHour();
        unencryptedEmail = known.unencryptedEmailAccepted();
        states = known.states();
        if (known.decidedBy() != null) {
            decidedBy.putAll(known.decidedBy());
        }
    }

    /** A newer version. */
    public PreferencesLike newer() {
        version = known.version() + 1;
        return this;
    }

    /** In this language. */
    public PreferencesLike language(String tag) {
        language = tag;
        return this;
    }

    /** At this hour, as somebody at this level decided. */
    public PreferencesLike bestHour(int hour, String level) {
        bestHour = hour;
        decidedBy.put("best_hour", level);
        return this;
    }

    /** At this hour of the clinic's where nothing learned may be used. */
    public PreferencesLike unlearned(@Nullable Integer hour) {
        unlearnedHour = hour;
        return this;
    }

    /** Of a patient in these states, with hours of work that somebody at this level decided. */
    public PreferencesLike in(@Nullable List<String> these, String level) {
        states = these;
        decidedBy.put("work_hours", level);
        return this;
    }

    /** With or without details by e-mail. */
    public PreferencesLike unencryptedEmail(boolean accepted) {
        unencryptedEmail = accepted;
        return this;
    }

    /** This way on this channel. */
    public PreferencesLike on(Channel channel, ChannelPreference preference) {
        channels.put(channel, preference);
        return this;
    }

    /** On no other channels than these. */
    public PreferencesLike only(Map<Channel, ChannelPreference> these) {
        channels.clear();
        channels.putAll(these);
        return this;
    }

    /** On no channel any more, and why. */
    public PreferencesLike closed(String reason) {
        channels.replaceAll(
                (_, each) -> new ChannelPreference(false, false, each.address(), each.addressHash(), reason));
        return this;
    }

    /** The preferences. */
    public EffectivePreferences preferences() {
        return new EffectivePreferences(
                known.patientId(),
                known.organizationId(),
                version,
                known.timezone(),
                known.candidateZones(),
                language,
                known.quietStart(),
                known.quietEnd(),
                known.workStart(),
                known.workEnd(),
                bestHour,
                Map.copyOf(channels),
                unencryptedEmail,
                states,
                decidedBy.isEmpty() ? null : Map.copyOf(decidedBy),
                unlearnedHour);
    }
}
