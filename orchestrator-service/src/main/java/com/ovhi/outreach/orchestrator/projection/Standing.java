package com.ovhi.outreach.orchestrator.projection;

import com.ovhi.outreach.orchestrator.projection.Visits.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The newest version of a visit.
 *
 * @param start null when only its end is known
 * @param toldSensitive whether nothing of it may be said outside of the portal; null while nobody knows
 */
public record Standing(
        int version,
        long patientId,
        State state,
        @Nullable Instant start,
        @Nullable Boolean toldSensitive) {

    static Standing read(ResultSet row, int number) throws SQLException {
        var start = row.getTimestamp("start_at");
        return new Standing(
                row.getInt("version"),
                row.getLong("patient_id"),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                start == null ? null : start.toInstant(),
                row.getObject("is_sensitive") == null ? null : row.getBoolean("is_sensitive"));
    }
}
