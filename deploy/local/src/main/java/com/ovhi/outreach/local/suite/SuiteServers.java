package com.ovhi.outreach.local.suite;

import com.ovhi.outreach.embedded.EmbeddedKafka;
import com.ovhi.outreach.embedded.EmbeddedMariaDb;
import com.ovhi.outreach.embedded.EmbeddedRedis;
import com.ovhi.outreach.embedded.EmbeddedServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** MariaDB, Kafka and Redis of the suite, each started again when it dies. */
final class SuiteServers implements AutoCloseable {

    // A burst of 10,000 messages writes 600 MB of redo log; while a full one is emptied everything waits, for a second
    // or two. The pool's memory is taken when there is something to keep in it.
    private static final Map<String, String> MARIADB_OPTIONS =
            Map.of("innodb-buffer-pool-size", "512M", "innodb-log-file-size", "1G");

    private final SuiteOptions options;
    private final SuiteFolder folder;
    private final SuitePorts ports;
    private @Nullable EmbeddedMariaDb mariaDb;
    private @Nullable EmbeddedRedis redis;
    private @Nullable AutoCloseable kafka;

    SuiteServers(SuiteOptions options, SuiteFolder folder, SuitePorts ports) {
        this.options = options;
        this.folder = folder;
        this.ports = ports;
    }

    void start(Properties secrets, Progress progress, Guard guard) {
        var database = startMariaDb();
        for (var service : SuiteService.values()) {
            database.createSchema(service.schema(), service.schema(), secrets.getProperty("OUTREACH_DB_PASSWORD"));
        }
        progress.tell("MariaDB is ready on port " + ports.mariaDb());
        startKafka(guard);
        progress.tell("Kafka is ready on port " + ports.kafka());
        startRedis();
        progress.tell("Redis is ready on port " + ports.redis());
        guard.add(guarded("MariaDB", "mariadb", this::startMariaDb));
        guard.add(guarded("Redis", "redis", this::startRedis));
    }

    String user() {
        return mariaDb == null ? "" : mariaDb.rootUser();
    }

    String password() {
        return mariaDb == null ? "" : mariaDb.rootPassword();
    }

    private EmbeddedMariaDb startMariaDb() {
        closeQuietly(mariaDb);
        mariaDb = EmbeddedMariaDb.start(EmbeddedServers.cacheDir(), data("mariadb"), ports.mariaDb(), MARIADB_OPTIONS);
        return mariaDb;
    }

    private void startRedis() {
        closeQuietly(redis);
        redis = EmbeddedRedis.start(data("redis"), ports.redis());
    }

    private void startKafka(Guard guard) {
        if (options.forked()) {
            var child = KafkaChild.start(data("kafka"), ports.kafka(), folder.root());
            kafka = child;
            guard.add(child);
        } else {
            kafka = EmbeddedKafka.start(data("kafka"), ports.kafka(), Map.of());
        }
    }

    private Path data(String server) {
        return folder.servers().resolve(server);
    }

    private Guarded guarded(String name, String server, Runnable start) {
        return new Guarded() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public boolean alive() {
                return PidFile.alive(data(server).resolve("server.pid"));
            }

            @Override
            public void revive() {
                start.run();
            }
        };
    }

    /** What is left of a dead server gives its folder back. */
    private static void closeQuietly(@Nullable AutoCloseable dead) {
        if (dead != null) {
            try {
                dead.close();
            } catch (Exception e) {
                org.slf4j.LoggerFactory.getLogger(SuiteServers.class).warn("A dead server did not close", e);
            }
        }
    }

    @Override
    public void close() {
        closeQuietly(redis);
        closeQuietly(kafka);
        closeQuietly(mariaDb);
    }

    /** The file in which a server's process id stands. */
    static final class PidFile {

        private PidFile() {}

        static boolean alive(Path file) {
            try {
                var pid = Long.parseLong(Files.readString(file).strip().split("\\s+")[0]);
                return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
            } catch (java.io.IOException | NumberFormatException e) {
                return false;
            }
        }
    }
}
