package com.ovhi.outreach.local.load;

import com.ovhi.outreach.local.load.PacedLoad.Measured;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.IntToLongFunction;

/**
 * Measures look-ups of effective preferences: from the database, by flushing the cache before each round of patients,
 * and from the cache, by asking for the same patients again. Once as fast as it goes, and once at the rate that is
 * asked for: there every look-up has its time to leave, and its latency counts from then (no coordinated omission). It
 * asks as the services of the suite do; what people are shown is audited on top of that.
 */
public final class PreferenceLookups {

    private static final int DATABASE_RATE = 800;
    private static final int CACHE_RATE = 3_000;
    private static final double P99_LIMIT_MILLIS = 20;
    private static final int CONNECTIONS = 16;
    private static final int PATIENTS = 4_000;
    private static final int HOT = 1_000;

    private final Properties suite;
    private final RedisCommands<String, String> redis;
    private final PacedLoad load;
    private final PrintStream out;
    private int failed;

    private PreferenceLookups(Properties suite, RedisCommands<String, String> redis, PrintStream out)
            throws IOException, InterruptedException {
        this.suite = suite;
        load = new PacedLoad(
                URI.create(suite.getProperty("service.preference-service")), LoadTokens.service(suite), CONNECTIONS);
        this.redis = redis;
        this.out = out;
    }

    /** {@code PreferenceLookups DATA-FOLDER [SECONDS]}. */
    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        var suite = new Properties();
        try (var in = Files.newInputStream(Path.of(args[0], "suite.properties"))) {
            suite.load(in);
        }
        var seconds = args.length > 1 ? Integer.parseInt(args[1]) : 15;
        var client =
                RedisClient.create(RedisURI.create("127.0.0.1", Integer.parseInt(suite.getProperty("redis.port"))));
        try (var redis = client.connect()) {
            System.exit(new PreferenceLookups(suite, redis.sync(), System.out).run(seconds) ? 0 : 1);
        }
    }

    private boolean run(int seconds) throws IOException, InterruptedException, ExecutionException {
        out.printf("Registering %d patients ...%n", PATIENTS);
        new LoadPatients(suite).register(PATIENTS);
        out.println("Warming up ...");
        measure(CACHE_RATE * 20, PreferenceLookups::hot, 0);
        // The compiler is at work for the first tens of thousands of misses.
        measure(10 * PATIENTS, this::forgotten, 0);
        out.println("From the database (the cache is flushed before every " + PATIENTS + " look-ups):");
        var fastest = measure(DATABASE_RATE * seconds, this::forgotten, 0);
        report("as fast as it goes", fastest);
        var steady = measure(DATABASE_RATE * seconds, this::forgotten, DATABASE_RATE);
        report("at " + DATABASE_RATE + "/s", steady);
        out.println("From the cache (the same patients again and again):");
        measure(HOT, PreferenceLookups::hot, 0);
        var cached = measure(CACHE_RATE * seconds, PreferenceLookups::hot, 0);
        report("as fast as it goes", cached);
        var paced = measure(CACHE_RATE * seconds, PreferenceLookups::hot, CACHE_RATE);
        report("at " + CACHE_RATE + "/s", paced);
        var passed = failed == 0
                && fastest.rate() >= DATABASE_RATE
                && cached.rate() >= CACHE_RATE
                && steady.percentile(0.99) <= P99_LIMIT_MILLIS
                && paced.percentile(0.99) <= P99_LIMIT_MILLIS;
        out.printf("failed look-ups: %d%n", failed);
        out.println(passed ? "preference-lookups: passed" : "preference-lookups: FAILED");
        return passed;
    }

    private static long hot(int lookup) {
        return LoadPatients.FIRST + lookup % HOT;
    }

    /** Whoever is asked for once in a round is not in the cache, which is flushed as the round begins. */
    private long forgotten(int lookup) {
        if (lookup % PATIENTS == 0) {
            redis.flushall();
        }
        return LoadPatients.FIRST + lookup % PATIENTS;
    }

    private void report(String title, Measured measured) {
        out.printf(
                "  %-20s %6.0f look-ups/s, p50 %5.1f ms, p90 %5.1f ms, p99 %5.1f ms, max %5.1f ms%n",
                title,
                measured.rate(),
                measured.percentile(0.50),
                measured.percentile(0.90),
                measured.percentile(0.99),
                measured.percentile(1));
    }

    /** @param rate look-ups per second over all connections; 0 means as fast as it goes */
    private Measured measure(int count, IntToLongFunction patient, int rate)
            throws InterruptedException, ExecutionException {
        var measured = load.measure(
                count,
                rate,
                (connection, i) -> connection.get(
                                "/api/v1/preferences/" + patient.applyAsLong(i) + "/effective?organization_id=11")
                        == 200);
        failed += measured.failed();
        return measured;
    }
}
