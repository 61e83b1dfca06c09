package com.ovhi.outreach.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** A MariaDB server on 127.0.0.1, in a process of its own, whose data outlives it in a folder of the caller's choice. */
public final class EmbeddedMariaDb implements AutoCloseable {

    private static final String NAME = "MariaDB";
    private static final int PROBE_MILLIS = 2_000;
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9_]{1,64}");

    // Time zone, isolation, collation and SQL mode as in production, so that tests meet the same rules.
    private static final Map<String, String> OPTIONS = Map.ofEntries(
            Map.entry("bind-address", "127.0.0.1"),
            Map.entry("socket", ""), // none: its path could exceed the 108 characters the system allows
            Map.entry("skip-name-resolve", "ON"),
            Map.entry("max-connections", "400"),
            Map.entry("character-set-server", "utf8mb4"),
            Map.entry("collation-server", "utf8mb4_0900_ai_ci"),
            Map.entry("default-time-zone", "+00:00"),
            Map.entry("transaction-isolation", "READ-COMMITTED"),
            Map.entry(
                    "sql-mode",
                    "ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,"
                            + "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION"),
            Map.entry("innodb-buffer-pool-size", "64M"),
            Map.entry("key-buffer-size", "8M"),
            Map.entry("aria-pagecache-buffer-size", "16M"));

    private final DataFolder folder;
    private final ServerProcess process;
    private final int port;

    private EmbeddedMariaDb(DataFolder folder, ServerProcess process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    /** Starts a server for tests; port 0 takes a free one. */
    public static EmbeddedMariaDb start(Path binariesDir, Path dataDir, int port) {
        return start(binariesDir, dataDir, port, Map.of());
    }

    /** Starts a server with options of {@code mariadbd} (names without dashes in front) beside or instead of ours. */
    public static EmbeddedMariaDb start(Path binariesDir, Path dataDir, int port, Map<String, String> options) {
        var distribution = MariaDbDistribution.unpackedIn(binariesDir);
        var folder = DataFolder.claim(dataDir);
        try {
            return start(distribution, folder, Ports.freeIfZero(port), options);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static EmbeddedMariaDb start(
            MariaDbDistribution distribution, DataFolder folder, int port, Map<String, String> options) {
        folder.reapOrphan(distribution.executable());
        Ports.requireFree(port, NAME);
        if (Files.notExists(folder.data())) {
            copyTemplate(distribution, folder.data());
        }
        var all = new LinkedHashMap<>(OPTIONS);
        all.put("port", Integer.toString(port));
        all.putAll(options);
        var process = ServerProcess.start(NAME, distribution.command(folder.data(), all), folder);
        process.awaitReady(() -> greets(port));
        return new EmbeddedMariaDb(folder, process, port);
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** The Connector/J address of a schema on this server. */
    public String jdbcUrl(String schema) {
        return "jdbc:mysql://127.0.0.1:%d/%s?sslMode=DISABLED".formatted(port, schema);
    }

    public String rootUser() {
        return "root";
    }

    /** Empty: the server can be reached from this machine only. */
    public String rootPassword() {
        return "";
    }

    /** Creates the schema and a user who may do everything in it, unless they exist. */
    public void createSchema(String schema, String user, String password) {
        if (!IDENTIFIER.matcher(schema).matches()) {
            throw new IllegalArgumentException("Not a schema name: " + schema);
        }
        try (var connection = DriverManager.getConnection(jdbcUrl(""), rootUser(), rootPassword())) {
            execute(connection, "create database if not exists `%s`".formatted(schema));
            execute(connection, "create user if not exists ?@'%' identified by ?", user, password);
            // An underscore in a grant stands for any character.
            execute(connection, "grant all on `%s`.* to ?@'%%'".formatted(schema.replace("_", "\\_")), user);
        } catch (SQLException e) {
            throw new EmbeddedServerException(
                    "MariaDB on port %d refused to create the schema %s.".formatted(port, schema), e);
        }
    }

    /** Stops the server in good order. */
    @Override
    public void close() {
        process.stop();
        folder.close();
    }

    /** Ends the server as a power cut would: no flush, no goodbye. */
    public void kill() {
        process.kill();
        folder.close();
    }

    private static void copyTemplate(MariaDbDistribution distribution, Path data) {
        try {
            distribution.copyTemplate(data);
        } catch (IOException e) {
            throw new EmbeddedServerException("Cannot create a fresh database in " + data + ".", e);
        }
    }

    private static boolean greets(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PROBE_MILLIS);
            socket.setSoTimeout(PROBE_MILLIS);
            return socket.getInputStream().read() > 0;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void execute(Connection connection, String sql, String... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }
}
