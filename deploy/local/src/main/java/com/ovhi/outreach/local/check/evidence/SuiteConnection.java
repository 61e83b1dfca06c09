package com.ovhi.outreach.local.check.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * How to reach the running suite, as its launcher wrote it down.
 *
 * @param folder the data folder
 * @param services where each service listens, by module name
 */
public record SuiteConnection(
        Path folder, String kafka, Database database, String simulators, Path clockFile, Map<String, String> services) {

    private static final String SERVICE = "service.";

    /** Where the database listens and who may read every schema of it. */
    public record Database(String host, String port, String user, String password) {

        @Override
        public String toString() {
            return "Database[" + host + ":" + port + "]";
        }
    }

    /** Reads {@code suite.properties} of a data folder; empty when no suite was ever started there. */
    public static Optional<SuiteConnection> of(Path folder) throws IOException {
        var file = folder.resolve("suite.properties");
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        var properties = new Properties();
        try (var in = Files.newInputStream(file)) {
            properties.load(in);
        }
        return Optional.of(read(folder, properties));
    }

    private static SuiteConnection read(Path folder, Properties properties) {
        var services = new TreeMap<String, String>();
        for (var name : properties.stringPropertyNames()) {
            if (name.startsWith(SERVICE)) {
                services.put(name.substring(SERVICE.length()), properties.getProperty(name));
            }
        }
        return new SuiteConnection(
                folder,
                properties.getProperty("kafka", ""),
                new Database(
                        properties.getProperty("db.host", ""),
                        properties.getProperty("db.port", ""),
                        properties.getProperty("db.user", ""),
                        properties.getProperty("db.password", "")),
                properties.getProperty("simulators.url", ""),
                Path.of(properties.getProperty(
                        "clock.file", folder.resolve("clock.properties").toString())),
                services);
    }
}
