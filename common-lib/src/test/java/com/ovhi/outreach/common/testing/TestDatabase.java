package com.ovhi.outreach.common.testing;

import com.ovhi.outreach.embedded.EmbeddedMariaDb;
import com.ovhi.outreach.embedded.EmbeddedServers;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.mysql.MySQLContainer;

/**
 * The database of a test run: an external MySQL when {@code OUTREACH_TEST_MYSQL} names one
 * ({@code user:password@host:port}), else MySQL in a container where a Docker engine answers and
 * {@code OUTREACH_TEST_CONTAINERS} is {@code true}, else the embedded MariaDB.
 *
 * @param mariaDb whether it is MariaDB rather than MySQL
 */
public record TestDatabase(
        String host,
        int port,
        String user,
        String password,
        boolean mariaDb,
        @Nullable AutoCloseable server) {

    private static final String MYSQL_IMAGE = "mysql:8.4";
    private static final Pattern EXTERNAL = Pattern.compile("([^:]+):([^@]*)@([^:]+):(\\d+)");

    static TestDatabase start(Path data) {
        var external = System.getenv("OUTREACH_TEST_MYSQL");
        if (external != null && !external.isBlank()) {
            return external(external);
        }
        return containersWanted() && DockerClientFactory.instance().isDockerAvailable() ? container() : embedded(data);
    }

    private static boolean containersWanted() {
        return Boolean.parseBoolean(System.getenv().getOrDefault("OUTREACH_TEST_CONTAINERS", "true"));
    }

    private static TestDatabase external(String address) {
        var parts = EXTERNAL.matcher(address);
        if (!parts.matches()) {
            throw new IllegalStateException("OUTREACH_TEST_MYSQL must have the form user:password@host:port");
        }
        return new TestDatabase(
                parts.group(3), Integer.parseInt(parts.group(4)), parts.group(1), parts.group(2), false, null);
    }

    private static TestDatabase container() {
        var mysql = new MySQLContainer(MYSQL_IMAGE).withUsername("root").withPassword("test");
        mysql.start();
        return new TestDatabase(mysql.getHost(), mysql.getMappedPort(3306), "root", "test", false, mysql);
    }

    private static TestDatabase embedded(Path data) {
        var mariaDb = EmbeddedMariaDb.start(EmbeddedServers.cacheDir(), data, 0);
        return new TestDatabase("127.0.0.1", mariaDb.port(), mariaDb.rootUser(), mariaDb.rootPassword(), true, mariaDb);
    }

    /** Creates an empty schema and a user who may do anything in it, dropping an older one of that name. */
    public void createSchema(String schema, String user, String password) {
        try (var connection = DriverManager.getConnection(url(""), this.user, this.password);
                var statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + schema);
            statement.execute("CREATE DATABASE " + schema + " CHARACTER SET utf8mb4");
            statement.execute("DROP USER IF EXISTS '" + user + "'@'%'");
            statement.execute("CREATE USER '" + user + "'@'%' IDENTIFIED BY '" + password + "'");
            statement.execute("GRANT ALL ON " + schema + ".* TO '" + user + "'@'%'");
        } catch (SQLException e) {
            throw new IllegalStateException("The test schema " + schema + " cannot be created", e);
        }
    }

    /** A JDBC URL of a schema. */
    public String url(String schema) {
        return "jdbc:mysql://" + host + ":" + port + "/" + schema
                + "?sslMode=PREFERRED&allowPublicKeyRetrieval=true&connectionTimeZone=UTC";
    }

    void close() {
        if (server != null) {
            try {
                server.close();
            } catch (Exception e) {
                throw new IllegalStateException("The test database did not stop", e);
            }
        }
    }
}
