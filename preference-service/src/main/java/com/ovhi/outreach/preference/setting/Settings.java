package com.ovhi.outreach.preference.setting;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.IllformedLocaleException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one level says; null where it says nothing.
 *
 * @param timezone IANA zone
 * @param language BCP-47 tag
 * @param quiet when not to disturb
 * @param work when at work
 * @param bestHour local hour to prefer, 0 to 23
 */
public record Settings(
        @Nullable String timezone,
        @Nullable String language,
        @Nullable Hours quiet,
        @Nullable Hours work,
        @Nullable Integer bestHour) {

    /** Says nothing. */
    public static final Settings NONE = new Settings(null, null, null, null, null);

    /** Whether there is such a zone in the time-zone database. */
    public static boolean isZone(@Nullable String zone) {
        return zone != null && ZoneId.getAvailableZoneIds().contains(zone);
    }

    /** Whether a tag is well-formed and names a language. */
    public static boolean isLanguage(@Nullable String tag) {
        if (tag == null || tag.length() > 35) {
            return false;
        }
        try {
            return !new Locale.Builder()
                    .setLanguageTag(tag)
                    .build()
                    .getLanguage()
                    .isEmpty();
        } catch (IllformedLocaleException e) {
            return false;
        }
    }

    /** Reads the columns that all levels have. */
    public static Settings read(ResultSet row) throws SQLException {
        return new Settings(
                row.getString("timezone"),
                row.getString("language"),
                Hours.orNull(time(row, "quiet_start"), time(row, "quiet_end")),
                Hours.orNull(time(row, "work_start"), time(row, "work_end")),
                row.getObject("best_hour", Integer.class));
    }

    private static @Nullable LocalTime time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalTime.class);
    }
}
