package com.ovhi.outreach.preference.setting;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.time.IanaZones;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one level says; null where it says nothing.
 *
 * @param timezone IANA zone
 * @param language BCP-47 tag
 * @param quiet when not to disturb
 * @param work when at work
 * @param bestHour local hour to prefer, 0 to 23
 * @param allowed whether a channel may be used, for those of which something was said
 */
public record Settings(
        @Nullable String timezone,
        @Nullable String language,
        @Nullable Hours quiet,
        @Nullable Hours work,
        @Nullable Integer bestHour,
        Map<Channel, Boolean> allowed) {

    /** Says nothing. */
    public static final Settings NONE = new Settings(null, null, null, null, null);

    public Settings {
        allowed = Map.copyOf(allowed);
    }

    /** Says nothing about channels. */
    public Settings(
            @Nullable String timezone,
            @Nullable String language,
            @Nullable Hours quiet,
            @Nullable Hours work,
            @Nullable Integer bestHour) {
        this(timezone, language, quiet, work, bestHour, Map.of());
    }

    /** The same with another best hour. */
    public Settings withBestHour(@Nullable Integer hour) {
        return new Settings(timezone, language, quiet, work, hour, allowed);
    }

    /** The same with other channels. */
    public Settings withAllowed(Map<Channel, Boolean> channels) {
        return new Settings(timezone, language, quiet, work, bestHour, channels);
    }

    /** Whether there is such a zone in the time-zone database. */
    public static boolean isZone(@Nullable String zone) {
        return IanaZones.known(zone);
    }

    /** Whether a tag is well-formed and names a language. */
    public static boolean isLanguage(@Nullable String tag) {
        return tag != null && Languages.canonical(tag).isPresent();
    }

    /** The canonical spelling of a tag that {@link #isLanguage} accepts. */
    public static Optional<String> language(@Nullable String tag) {
        return tag == null ? Optional.empty() : Languages.canonical(tag);
    }

    /** Reads the columns that all levels have. */
    public static Settings read(ResultSet row) throws SQLException {
        return new Settings(
                row.getString("timezone"),
                row.getString("language"),
                Hours.orNull(time(row, "quiet_start"), time(row, "quiet_end")),
                Hours.orNull(time(row, "work_start"), time(row, "work_end")),
                row.getObject("best_hour", Integer.class),
                allowed(row));
    }

    private static Map<Channel, Boolean> allowed(ResultSet row) throws SQLException {
        var allowed = new EnumMap<Channel, Boolean>(Channel.class);
        for (var channel : Channel.values()) {
            var said = row.getObject("allow_" + channel.code(), Boolean.class);
            if (said != null) {
                allowed.put(channel, said);
            }
        }
        return allowed;
    }

    private static @Nullable LocalTime time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalTime.class);
    }
}
