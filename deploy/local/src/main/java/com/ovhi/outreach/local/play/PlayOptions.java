package com.ovhi.outreach.local.play;

import com.ovhi.outreach.local.check.evidence.Feed;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the person who plays a feed asked for.
 *
 * @param folder the data folder of the suite
 * @param speed seconds of the suite's time in one real second
 * @param until where to stop; null for the end of the feed
 * @param feed the file to play
 * @param check whether to check the result
 * @param help whether to explain only
 */
record PlayOptions(Path folder, double speed, @Nullable Instant until, Path feed, boolean check, boolean help) {

    static final String USAGE = """
            Usage: deploy/play [options]
              --speed N          seconds of the suite's time in one real second (default: 1800)
              --until INSTANT    stop there, such as 2026-03-04T00:00:00Z; played again, it goes on from there
              --no-check         do not compare ledgers and databases at the end
              --feed FILE        what to play (default: deploy/sample-data/events.ndjson)
              --data FOLDER      where the suite keeps its data (default: .outreach)
            """;

    private static final Set<String> FLAGS = Set.of("--no-check", "--help");
    private static final Set<String> VALUES = Set.of("--data", "--speed", "--until", "--feed");

    /**
     * Reads the command line.
     *
     * @throws PlayFailure when it makes no sense
     */
    static PlayOptions parse(String... args) {
        var given = new LinkedHashMap<String, String>();
        for (var words = List.of(args).iterator(); words.hasNext(); ) {
            var word = words.next();
            if (FLAGS.contains(word)) {
                given.put(word, "true");
            } else if (VALUES.contains(word) && words.hasNext()) {
                given.put(word, words.next());
            } else {
                throw new PlayFailure("'" + word + "' is not understood.\n" + USAGE);
            }
        }
        return of(given);
    }

    private static PlayOptions of(Map<String, String> given) {
        try {
            var until = given.get("--until");
            var speed = Double.parseDouble(given.getOrDefault("--speed", "1800"));
            if (!(speed >= 1 && speed <= 20_000)) {
                throw new PlayFailure("The speed must lie between 1 and 20000.");
            }
            return new PlayOptions(
                    Path.of(given.getOrDefault("--data", ".outreach"))
                            .toAbsolutePath()
                            .normalize(),
                    speed,
                    until == null ? null : Instant.parse(until),
                    Path.of(given.getOrDefault("--feed", Feed.SAMPLE.toString())),
                    !given.containsKey("--no-check"),
                    given.containsKey("--help"));
        } catch (DateTimeException | NumberFormatException e) {
            throw new PlayFailure("A value is not understood: " + e.getMessage() + "\n" + USAGE);
        }
    }
}
