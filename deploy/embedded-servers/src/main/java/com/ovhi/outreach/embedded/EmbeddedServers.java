package com.ovhi.outreach.embedded;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Supplier;

/** MariaDB, Kafka and Redis with their data under one folder, started together and stopped in reverse order. */
public final class EmbeddedServers implements AutoCloseable {

    static final String CACHE_VARIABLE = "OUTREACH_CACHE";

    private final Deque<Runnable> stops = new ArrayDeque<>();
    private final EmbeddedMariaDb mariaDb;
    private final EmbeddedRedis redis;
    private final EmbeddedKafka kafka;

    private EmbeddedServers(Path folder, int mariaDbPort, int kafkaPort, int redisPort) {
        mariaDb = orStopAll(() -> EmbeddedMariaDb.start(
                cacheDir(), folder.resolve("mariadb"), mariaDbPort, Map.of("innodb-buffer-pool-size", "256M")));
        stops.push(mariaDb::close);
        redis = orStopAll(() -> EmbeddedRedis.start(folder.resolve("redis"), redisPort));
        stops.push(redis::close);
        kafka = orStopAll(() -> EmbeddedKafka.start(folder.resolve("kafka"), kafkaPort, Map.of()));
        stops.push(kafka::close);
    }

    /** Starts all three or none; port 0 takes a free one. */
    public static EmbeddedServers start(Path folder, int mariaDbPort, int kafkaPort, int redisPort) {
        return new EmbeddedServers(folder, mariaDbPort, kafkaPort, redisPort);
    }

    /** Where server binaries are unpacked: {@code OUTREACH_CACHE}, or a folder in the user's home. */
    public static Path cacheDir() {
        var chosen = System.getenv(CACHE_VARIABLE);
        return chosen == null || chosen.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "ovhi-outreach")
                : Path.of(chosen);
    }

    public EmbeddedMariaDb mariaDb() {
        return mariaDb;
    }

    public EmbeddedKafka kafka() {
        return kafka;
    }

    public EmbeddedRedis redis() {
        return redis;
    }

    @Override
    public void close() {
        while (!stops.isEmpty()) {
            stops.pop().run();
        }
    }

    private <S> S orStopAll(Supplier<S> start) {
        try {
            return start.get();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }
}
