package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.time.UtcTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row that was read, by the names of its columns; the counterpart of {@link Columns}. What does not say so must not be null.
 * Valid as long as its result is.
 */
record Row(ResultSet result) {

    UUID id(String column) throws SQLException {
        return UUID.fromString(text(column));
    }

    String text(String column) throws SQLException {
        return Objects.requireNonNull(textOrNull(column), column);
    }

    @Nullable
    String textOrNull(String column) throws SQLException {
        return result.getString(column);
    }

    Instant time(String column) throws SQLException {
        return Objects.requireNonNull(timeOrNull(column), column);
    }

    @Nullable
    Instant timeOrNull(String column) throws SQLException {
        return UtcTime.read(result, column);
    }

    long number(String column) throws SQLException {
        return Objects.requireNonNull(numberOrNull(column), column);
    }

    @Nullable
    Long numberOrNull(String column) throws SQLException {
        return result.getObject(column, Long.class);
    }

    int integer(String column) throws SQLException {
        return Objects.requireNonNull(intOrNull(column), column);
    }

    @Nullable
    Integer intOrNull(String column) throws SQLException {
        return result.getObject(column, Integer.class);
    }

    boolean flag(String column) throws SQLException {
        return Objects.requireNonNull(flagOrNull(column), column);
    }

    @Nullable
    Boolean flagOrNull(String column) throws SQLException {
        return result.getObject(column, Boolean.class);
    }
}
