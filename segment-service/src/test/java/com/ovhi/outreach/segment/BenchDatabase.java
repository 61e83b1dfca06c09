package com.ovhi.outreach.segment;

import com.ovhi.outreach.common.testing.TestServers;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The database of a measurement. */
public final class BenchDatabase {

    private BenchDatabase() {}

    /** A test's server has a small memory and a small log; a production one does not. */
    public static void enlarge() throws SQLException {
        var database = TestServers.database();
        try (var connection = DriverManager.getConnection(database.url(""), database.user(), database.password());
                var statement = connection.createStatement()) {
            statement.execute("SET GLOBAL innodb_buffer_pool_size = 1073741824");
            var mariaDb = connection.getMetaData().getDatabaseProductVersion().contains("MariaDB");
            statement.execute(
                    mariaDb
                            ? "SET GLOBAL innodb_log_file_size = 536870912"
                            : "SET GLOBAL innodb_redo_log_capacity = 536870912");
        }
    }
}
