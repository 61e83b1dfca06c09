package com.ovhi.outreach.segment.population;

import com.ovhi.outreach.common.ids.Channel;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A patient's own row.
 *
 * @param bornBy the last day of the month of birth
 * @param providerId of the latest visit that was booked or took place
 * @param marketing the channels on which marketing is allowed
 * @param consent the channels on which other messages are allowed
 * @param reach the channels there is an address for
 */
record PatientRow(
        long patientId,
        long organizationId,
        @Nullable LocalDate bornBy,
        @Nullable String language,
        @Nullable String zone,
        @Nullable String state,
        @Nullable Long providerId,
        @Nullable LocalDate lastVisit,
        long visitCount,
        long noShowCount,
        long cancelledCount,
        @Nullable LocalDate labReadyOn,
        Set<Channel> marketing,
        Set<Channel> consent,
        Set<Channel> reach) {

    static PatientRow of(ResultSet row, int number) throws SQLException {
        return new PatientRow(
                row.getLong("patient_id"),
                row.getLong("organization_id"),
                row.getObject("born_by", LocalDate.class),
                first(row.getString("preferred_language"), row.getString("language")),
                first(row.getString("preferred_zone"), row.getString("zone")),
                row.getString("state"),
                row.getObject("provider_id", Long.class),
                row.getObject("last_visit", LocalDate.class),
                row.getLong("visit_count"),
                row.getLong("no_show_count"),
                row.getLong("cancelled_count"),
                row.getObject("lab_ready_on", LocalDate.class),
                channels(row, "marketing_"),
                channels(row, "consent_"),
                channels(row, "reach_"));
    }

    private static @Nullable String first(@Nullable String preferred, @Nullable String other) {
        return preferred == null ? other : preferred;
    }

    private static Set<Channel> channels(ResultSet row, String prefix) throws SQLException {
        var open = EnumSet.noneOf(Channel.class);
        for (var channel : Channel.values()) {
            if (row.getBoolean(prefix + channel.code())) {
                open.add(channel);
            }
        }
        return open;
    }

    @Override
    public String toString() {
        return "PatientRow[organizationId=" + organizationId + "]";
    }
}
