package com.ovhi.outreach.local.suite;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the person who starts the suite asked for.
 *
 * @param folder where all data lives
 * @param forked each service in its own process instead of one for all
 * @param fresh forget everything first
 * @param start what the suite's clock shows at the first start; null for real time
 * @param portOffset added to every port, so that two suites can run side by side
 * @param patients whether simulated patients read and answer
 * @param workers how many processes of channel-workers there are; more than one only if forked
 */
record SuiteOptions(
        Path folder,
        boolean forked,
        boolean fresh,
        @Nullable Instant start,
        int portOffset,
        boolean patients,
        int workers) {

    /** Just before the first event of the sample feed. */
    static final Instant SAMPLE_MORNING = Instant.parse("2026-03-02T11:55:00Z");

    private static final int LARGEST_OFFSET = 36_000;

    private static final Set<String> FLAGS = Set.of("--forked", "--fresh", "--real-time", "--no-patients");
    private static final int MOST_WORKERS = 4;
    private static final Set<String> VALUES = Set.of("--data", "--start", "--port-offset", "--workers");

    static final String USAGE = """
            Usage: deploy/up [options]
              --forked           one process for each service (default: one for all)
              --fresh            forget the data of earlier runs
              --real-time        the suite's clock shows real time (default: the sample feed's first morning)
              --start INSTANT    or any other instant, such as 2026-03-07T15:00:00Z
              --no-patients      simulated patients neither read nor answer
              --port-offset N    add N to every port
              --workers N        so many processes of channel-workers, only with --forked (default: 1)
              --data FOLDER      where the data lives (default: .outreach)
            """;

    /**
     * Reads the command line.
     *
     * @throws StartFailure when it makes no sense
     */
    static SuiteOptions parse(String... args) {
        var given = new LinkedHashMap<String, String>();
        for (var words = List.of(args).iterator(); words.hasNext(); ) {
            var word = words.next();
            if (FLAGS.contains(word)) {
                given.put(word, "true");
            } else if (VALUES.contains(word) && words.hasNext()) {
                given.put(word, words.next());
            } else {
                throw new StartFailure(
                        "'" + word + "' is not understood, among " + Arrays.toString(args) + "\n" + USAGE);
            }
        }
        return of(given);
    }

    private static SuiteOptions of(Map<String, String> given) {
        try {
            var start = given.containsKey("--real-time")
                    ? null
                    : Instant.parse(given.getOrDefault("--start", SAMPLE_MORNING.toString()));
            return new SuiteOptions(
                    Path.of(given.getOrDefault("--data", ".outreach"))
                            .toAbsolutePath()
                            .normalize(),
                    given.containsKey("--forked"),
                    given.containsKey("--fresh"),
                    start,
                    portOffset(given.getOrDefault("--port-offset", "0")),
                    !given.containsKey("--no-patients"),
                    workers(given));
        } catch (java.time.format.DateTimeParseException | NumberFormatException e) {
            throw new StartFailure("A value is not understood: " + e.getMessage() + "\n" + USAGE);
        }
    }

    private static int workers(Map<String, String> given) {
        var workers = Integer.parseInt(given.getOrDefault("--workers", "1"));
        if (workers < 1 || workers > MOST_WORKERS || workers > 1 && !given.containsKey("--forked")) {
            throw new NumberFormatException(
                    "--workers must lie between 1 and " + MOST_WORKERS + ", and needs --forked");
        }
        return workers;
    }

    private static int portOffset(String value) {
        var offset = Integer.parseInt(value);
        if (offset < 0 || offset > LARGEST_OFFSET) {
            throw new NumberFormatException("--port-offset must lie between 0 and " + LARGEST_OFFSET);
        }
        return offset;
    }
}
