package com.ovhi.outreach.local.check.evidence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Reads the schemas of all services. Connects anew after a failure. Not thread-safe. */
public final class SuiteDatabase implements AutoCloseable {

    private final SuiteConnection.Database where;
    private @Nullable Connection connection;

    /** Nothing is connected before the first query. */
    public SuiteDatabase(SuiteConnection.Database where) {
        this.where = where;
    }

    /** Reads one value of a row. */
    @FunctionalInterface
    public interface Reader<T> {

        /** Turns the current row into a value. */
        T read(ResultSet row) throws SQLException;
    }

    /**
     * Runs a query.
     *
     * @throws SQLException when the database does not answer; the next call connects anew
     */
    public <T> List<T> query(String sql, Reader<T> reader) throws SQLException {
        try (var statement = connected().createStatement();
                var rows = statement.executeQuery(sql)) {
            var found = new ArrayList<T>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            return found;
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    /** The single number a query gives. */
    public long count(String sql) throws SQLException {
        return query(sql, row -> row.getLong(1)).getFirst();
    }

    /** A query of two columns, name and number, in its own order. */
    public Map<String, Long> counts(String sql) throws SQLException {
        var counts = new LinkedHashMap<String, Long>();
        query(sql, row -> counts.put(String.valueOf(row.getString(1)), row.getLong(2)));
        return counts;
    }

    /** All schemas of the suite. */
    public List<String> schemas() throws SQLException {
        return query(
                "SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE 'ovhi\\_%' ORDER BY 1",
                row -> row.getString(1));
    }

    private Connection connected() throws SQLException {
        var current = connection;
        if (current == null) {
            var properties = new Properties();
            properties.setProperty("user", where.user());
            properties.setProperty("password", where.password());
            current = DriverManager.getConnection(
                    "jdbc:mysql://" + where.host() + ":" + where.port()
                            + "/?connectionTimeZone=UTC&forceConnectionTimeZoneToSession=true&preserveInstants=true"
                            + "&allowPublicKeyRetrieval=true&connectTimeout=3000&socketTimeout=30000",
                    properties);
            current.setReadOnly(true);
            connection = current;
        }
        return current;
    }

    @Override
    public void close() {
        var current = connection;
        connection = null;
        if (current != null) {
            try {
                current.close();
            } catch (SQLException e) {
                // It is gone already.
                return;
            }
        }
    }
}
