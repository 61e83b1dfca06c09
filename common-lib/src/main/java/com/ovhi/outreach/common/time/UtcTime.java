package com.ovhi.outreach.common.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Instants in statements, and in their results, on connections whose zone is UTC. For each {@link java.sql.Timestamp} the driver makes
 * a date format and throws it away, which costs as much as all other parameters of a row; for these it keeps one.
 */
public final class UtcTime {

    private UtcTime() {}

    /** What a column holds for an instant. */
    public static LocalDateTime of(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    /** The instant a column holds; null when it holds none. */
    public static @Nullable Instant read(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, LocalDateTime.class);
        return at == null ? null : at.toInstant(ZoneOffset.UTC);
    }
}
