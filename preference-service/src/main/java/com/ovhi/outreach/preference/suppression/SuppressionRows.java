package com.ovhi.outreach.preference.suppression;

import com.ovhi.outreach.common.ids.Channel;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads rows of {@code suppressions} and {@code suppression_causes}. */
final class SuppressionRows {

    private SuppressionRows() {}

    static Barrier barrier(ResultSet row) throws SQLException {
        return new Barrier(
                row.getString("address_hash"), Channel.of(row.getString("channel")), row.getLong("organization_id"));
    }

    static Suppression suppression(ResultSet row) throws SQLException {
        return new Suppression(
                row.getBoolean("active"),
                row.getBoolean("marketing_only"),
                SuppressionReason.of(row.getString("reason")));
    }

    static SuppressionCause cause(ResultSet row) throws SQLException {
        return new SuppressionCause(
                SuppressionReason.of(row.getString("reason")),
                instant(row.getTimestamp("since")),
                instant(row.getTimestamp("lifted_at")),
                row.getBoolean("marketing_only"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
