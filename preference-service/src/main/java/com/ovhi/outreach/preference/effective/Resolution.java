package com.ovhi.outreach.preference.effective;

import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.EffectivePreferences.ChannelPreference;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.consent.ConsentClass;
import com.ovhi.outreach.preference.setting.Hours;
import com.ovhi.outreach.preference.setting.Level;
import com.ovhi.outreach.preference.setting.Settings;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides field by field: the patient, else the provider, else the organisation, else what holds for all. The time
 * zone is the exception: where a clinic is says where a patient may be, not where they are.
 */
final class Resolution {

    static final String LANGUAGE = "en";

    private static final String BEST_HOUR = "best_hour";

    private final Picture picture;
    private final Map<String, Level> decidedBy = new TreeMap<>();

    private Resolution(Picture picture) {
        this.picture = picture;
    }

    static Resolved of(Picture picture) {
        return new Resolution(picture).resolve();
    }

    /** What the nearest level says, if any does. */
    static <T> @Nullable Pick<T> pick(Map<Level, Settings> levels, Function<Settings, @Nullable T> part) {
        for (var level : Level.values()) {
            var value = part.apply(levels.getOrDefault(level, Settings.NONE));
            if (value != null) {
                return new Pick<>(value, level);
            }
        }
        return null;
    }

    private Resolved resolve() {
        var profile = picture.profile();
        var language = first("language", Settings::language);
        var quiet = first("quiet_hours", Settings::quiet);
        var work = first("work_hours", Settings::work);
        var zone = ZoneGuess.of(profile, picture.levels());
        if (zone.zone() != null) {
            decidedBy.put("timezone", Level.PATIENT);
        }
        var preferences = new EffectivePreferences(
                profile.patientId(),
                profile.organizationId(),
                profile.version(),
                zone.zone(),
                zone.zones(),
                language == null ? LANGUAGE : language,
                Hours.start(quiet),
                Hours.end(quiet),
                Hours.start(work),
                Hours.end(work),
                first(BEST_HOUR, Settings::bestHour),
                channels(),
                picture.consents().granted(Channel.EMAIL, ConsentClass.UNENCRYPTED),
                StateGuess.of(profile, zone),
                levels(),
                unlearnedHour());
        return new Resolved(preferences, Map.copyOf(decidedBy));
    }

    /** Once all is decided. */
    private Map<String, String> levels() {
        var levels = new TreeMap<String, String>();
        decidedBy.forEach((setting, level) -> levels.put(setting, level.code()));
        if (picture.profile().hourIsLearned()) {
            levels.put(BEST_HOUR, EffectivePreferences.LEARNED);
        }
        return levels;
    }

    /** What was learned stands where the patient would say something, and hides what the others say. */
    private @Nullable Integer unlearnedHour() {
        if (!picture.profile().hourIsLearned()) {
            return null;
        }
        var others = new HashMap<>(picture.levels());
        others.remove(Level.PATIENT);
        var pick = pick(others, Settings::bestHour);
        return pick == null ? null : pick.value();
    }

    private <T> @Nullable T first(String setting, Function<Settings, @Nullable T> part) {
        var pick = pick(picture.levels(), part);
        if (pick == null) {
            return null;
        }
        decidedBy.put(setting, pick.level());
        return pick.value();
    }

    private Map<Channel, ChannelPreference> channels() {
        var channels = new EnumMap<Channel, ChannelPreference>(Channel.class);
        for (var channel : Channel.values()) {
            channels.put(channel, ChannelRule.judge(picture, channel).preference());
        }
        return channels;
    }

    /** A value and the level it is from. */
    record Pick<T>(T value, Level level) {}
}
