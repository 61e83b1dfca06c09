package com.ovhi.outreach.segment.segment;

import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.springframework.jdbc.core.JdbcTemplate;

/** The same population in DuckDB, in memory, and the bench's filter written by hand for it. */
final class DuckDbFilter implements AutoCloseable {

    private static final String TYPICAL = """
            SELECT COUNT(*) FROM patients f WHERE f.language = 'es' AND date_sub('year', f.born_by, $today) >= 50
                AND f.marketing_sms
                AND (SELECT COUNT(*) FROM visits v WHERE v.patient_id = f.patient_id AND v.status = 'no_show'
                    AND v.starts_on BETWEEN $today - 364 AND $today) >= 1
                AND NOT EXISTS (SELECT 1 FROM visits v WHERE v.patient_id = f.patient_id AND v.status = 'booked'
                    AND v.starts_on >= $today)
                AND NOT EXISTS (SELECT 1 FROM engagement_days e WHERE e.patient_id = f.patient_id
                    AND e.kind = 'opened' AND e.happened_on BETWEEN $today - 89 AND $today)""";

    private final Connection duck;
    private final LocalDate today;

    DuckDbFilter(JdbcTemplate jdbc, long organization, LocalDate today) throws SQLException {
        this.today = today;
        duck = DriverManager.getConnection("jdbc:duckdb:");
        execute("CREATE TABLE patients (patient_id BIGINT, language VARCHAR, born_by DATE, marketing_sms BOOLEAN)");
        execute("CREATE TABLE visits (patient_id BIGINT, status VARCHAR, starts_on DATE)");
        execute("CREATE TABLE engagement_days (patient_id BIGINT, kind VARCHAR, happened_on DATE)");
        copy(
                jdbc,
                organization,
                "patients",
                "SELECT patient_id, language, born_by, marketing_sms FROM patients",
                (to, row) -> {
                    to.append(row.getLong(1));
                    to.append(row.getString(2));
                    to.append(row.getObject(3, LocalDate.class));
                    to.append(row.getBoolean(4));
                });
        copy(jdbc, organization, "visits", "SELECT patient_id, status, starts_on FROM visits", DuckDbFilter::three);
        copy(
                jdbc,
                organization,
                "engagement_days",
                "SELECT patient_id, kind, happened_on FROM engagement_days",
                DuckDbFilter::three);
    }

    private static void three(DuckDBAppender to, ResultSet row) throws SQLException {
        to.append(row.getLong(1));
        to.append(row.getString(2));
        to.append(row.getObject(3, LocalDate.class));
    }

    private void copy(JdbcTemplate jdbc, long organization, String table, String select, Copy copy)
            throws SQLException {
        try (var appender = ((DuckDBConnection) duck).createAppender(DuckDBConnection.DEFAULT_SCHEMA, table)) {
            jdbc.query(
                    connection -> {
                        var statement =
                                connection.prepareStatement(select + " WHERE organization_id = " + organization);
                        // Connector/J streams row by row.
                        statement.setFetchSize(Integer.MIN_VALUE);
                        return statement;
                    },
                    row -> {
                        appender.beginRow();
                        copy.row(appender, row);
                        appender.endRow();
                    });
        }
    }

    /** How many are meant, and how long the best of some runs took. */
    Result run(int times) throws SQLException {
        var best = Long.MAX_VALUE;
        var count = 0L;
        for (var i = 0; i < times; i++) {
            var begin = System.nanoTime();
            try (var statement = duck.createStatement();
                    var rows =
                            statement.executeQuery(TYPICAL.replace("$today", "DATE '" + Date.valueOf(today) + "'"))) {
                rows.next();
                count = rows.getLong(1);
            }
            best = Math.min(best, System.nanoTime() - begin);
        }
        return new Result(count, TimeUnit.NANOSECONDS.toMillis(best));
    }

    private void execute(String sql) throws SQLException {
        try (var statement = duck.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        duck.close();
    }

    record Result(long count, long millis) {}

    @FunctionalInterface
    private interface Copy {
        void row(DuckDBAppender to, ResultSet row) throws SQLException;
    }
}
