package com.ovhi.outreach.local.suite;

import com.ovhi.outreach.common.crypto.KeysetTool;
import com.ovhi.outreach.common.time.ClockFile;
import com.ovhi.outreach.common.time.ClockSetting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The one folder that holds everything a local suite keeps: data of the servers, secrets, clock, logs. */
final class SuiteFolder {

    private static final long NEEDED_BYTES = 2L << 30;

    private final Path root;

    private SuiteFolder(Path root) {
        this.root = root;
    }

    /**
     * Opens the folder, emptied first if asked.
     *
     * @throws StartFailure when it cannot be written or the disk is nearly full
     */
    static SuiteFolder open(Path root, boolean fresh) {
        try {
            if (fresh) {
                deleteData(root);
            }
            Files.createDirectories(root.resolve("logs"));
            var free = Files.getFileStore(root).getUsableSpace();
            if (free < NEEDED_BYTES) {
                throw new StartFailure("The disk of " + root + " has only " + (free >> 20)
                        + " MiB left; the suite needs 2 GiB. Free some space or choose another folder with --data.");
            }
            return new SuiteFolder(root);
        } catch (IOException e) {
            throw new StartFailure("The folder " + root + " cannot be used: " + e.getMessage());
        }
    }

    Path root() {
        return root;
    }

    Path servers() {
        return root.resolve("servers");
    }

    Path simulators() {
        return root.resolve("simulators");
    }

    Path logs() {
        return root.resolve("logs");
    }

    Path clock() {
        return root.resolve("clock.properties");
    }

    /** Starts the suite's clock at the first start; later it continues where it stood, at normal speed. */
    void windClock(@Nullable Instant start, Instant now) {
        var stopped = root.resolve("clock.stopped");
        try {
            if (start == null) {
                ClockFile.write(clock(), ClockSetting.REAL);
            } else if (Files.exists(stopped)) {
                var left = Instant.parse(Files.readString(stopped).strip());
                ClockFile.write(clock(), new ClockSetting(now, left, 1));
            } else if (!Files.exists(clock())) {
                ClockFile.write(clock(), new ClockSetting(now, start, 1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Remembers where the clock stood, so that no night passes while the suite is off. */
    void stopClock(Instant now) {
        try {
            Files.writeString(
                    root.resolve("clock.stopped"),
                    ClockFile.read(clock()).instantAt(now).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Secrets of this folder, each made when it is first needed and readable by their owner only. */
    Properties secrets() {
        var file = root.resolve("secrets.properties");
        var secrets = new Properties();
        try {
            if (Files.exists(file)) {
                try (var in = Files.newInputStream(file)) {
                    secrets.load(in);
                }
            }
            var fresh = freshSecrets();
            if (!secrets.keySet().containsAll(fresh.keySet())) {
                fresh.forEach(secrets::putIfAbsent);
                writeForOwner(file, secrets, "made for this folder only");
            }
            return secrets;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells the player and the checks how to reach the suite. */
    void describe(Map<String, String> connection) {
        var properties = new Properties();
        properties.putAll(connection);
        try {
            writeForOwner(root.resolve("suite.properties"), properties, "how to reach the running suite");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A password or token stands in it. */
    private static void writeForOwner(Path file, Properties properties, String title) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (var out = Files.newOutputStream(file)) {
            properties.store(out, title);
        }
    }

    private static Map<String, String> freshSecrets() {
        var random = new SecureRandom();
        return Map.of(
                "OUTREACH_KEYSET", KeysetTool.generate(),
                "OUTREACH_INDEX_KEY", Base64.getEncoder().encodeToString(bytes(random, 32)),
                "OUTREACH_DB_PASSWORD", HexFormat.of().formatHex(bytes(random, 16)),
                "OUTREACH_CLIENT_SECRET", HexFormat.of().formatHex(bytes(random, 16)),
                "PROMETHEUS_CLIENT_SECRET", HexFormat.of().formatHex(bytes(random, 16)));
    }

    private static byte[] bytes(SecureRandom random, int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void deleteData(Path root) throws IOException {
        for (var name : new String[] {"servers", "simulators", "logs", "spool"}) {
            deleteAll(root.resolve(name));
        }
        for (var name : new String[] {
            "clock.properties", "clock.stopped", "secrets.properties", "suite.properties", "feed-position"
        }) {
            Files.deleteIfExists(root.resolve(name));
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var all = Files.walk(folder)) {
                for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
