package com.ovhi.outreach.embedded;

import java.sql.DriverManager;
import java.sql.SQLException;

/** One statement as root, on a connection of its own. */
final class Sql {

    private Sql() {}

    static void run(EmbeddedMariaDb database, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        database.jdbcUrl(""), database.rootUser(), database.rootPassword());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String ask(EmbeddedMariaDb database, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        database.jdbcUrl(""), database.rootUser(), database.rootPassword());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "no row";
        }
    }
}
