package com.ovhi.outreach.local.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a burst consists of, and what it must be like to pass.
 *
 * @param folder where the suite keeps its data
 * @param jobs how many reminders are due at the same instant
 * @param lead how long after it began to be scheduled
 * @param patience how long the last of them is waited for
 * @param urgent how many urgent messages are asked for, one a second, from the instant on
 * @param warm how many reminders leave in each of two bursts before, so that the compiler is done
 * @param again how many reminders are asked for once more, later, for at once
 * @param againAfter how long after the instant that is
 * @param againWhen a file that is waited for before that; null when the time alone decides
 * @param stops how many of a hundred patients reached by SMS text STOP around that instant
 * @param visits how many visits of each kind are booked, see {@link BurstVisits}
 * @param within how long after the instant the last may be accepted; null when that does not matter
 * @param urgentWithin how long after it was asked for an urgent one may be accepted; null when that does not matter
 * @param countedWithin how long after it happened all but a hundredth may be counted; null when that does not matter
 */
record BurstOptions(
        Path folder,
        int jobs,
        Duration lead,
        Duration patience,
        int urgent,
        int warm,
        int again,
        Duration againAfter,
        @Nullable Path againWhen,
        int stops,
        int visits,
        @Nullable Duration within,
        @Nullable Duration urgentWithin,
        @Nullable Duration countedWithin) {

    static final String USAGE = """
            BurstRun DATA-FOLDER [JOBS [LEAD-SECONDS [PATIENCE-SECONDS]]] [--urgent NUMBER] [--warm JOBS]
                     [--again JOBS] [--again-after SECONDS] [--again-when FILE] [--stops PERCENT] [--visits NUMBER]
                     [--within SECONDS] [--urgent-within MILLISECONDS] [--counted-within MILLISECONDS]""";

    private static final String AGAIN_WHEN = "--again-when";
    private static final Set<String> NUMBERS = Set.of(
            "--urgent",
            "--warm",
            "--again",
            "--again-after",
            "--stops",
            "--visits",
            "--within",
            "--urgent-within",
            "--counted-within");

    /** Reads the command line; fails when it makes no sense. */
    static BurstOptions parse(String... args) {
        var plain = new ArrayList<String>();
        var named = new HashMap<String, Integer>();
        Path againWhen = null;
        for (var words = List.of(args).iterator(); words.hasNext(); ) {
            var word = words.next();
            if (NUMBERS.contains(word) && words.hasNext()) {
                named.put(word, Integer.valueOf(words.next()));
            } else if (word.equals(AGAIN_WHEN) && words.hasNext()) {
                againWhen = Path.of(words.next());
            } else if (word.startsWith("--")) {
                throw new IllegalArgumentException(USAGE);
            } else {
                plain.add(word);
            }
        }
        if (plain.isEmpty()) {
            throw new IllegalArgumentException(USAGE);
        }
        return of(plain, named, againWhen);
    }

    private static BurstOptions of(List<String> plain, Map<String, Integer> named, @Nullable Path againWhen) {
        var within = named.get("--within");
        var urgentWithin = named.get("--urgent-within");
        var countedWithin = named.get("--counted-within");
        return new BurstOptions(
                Path.of(plain.getFirst()),
                number(plain, 1, 10_000),
                Duration.ofSeconds(number(plain, 2, 90)),
                Duration.ofSeconds(number(plain, 3, 1_500)),
                named.getOrDefault("--urgent", 0),
                named.getOrDefault("--warm", 0),
                named.getOrDefault("--again", 0),
                Duration.ofSeconds(named.getOrDefault("--again-after", 0)),
                againWhen,
                named.getOrDefault("--stops", 0),
                named.getOrDefault("--visits", 0),
                within == null ? null : Duration.ofSeconds(within),
                urgentWithin == null ? null : Duration.ofMillis(urgentWithin),
                countedWithin == null ? null : Duration.ofMillis(countedWithin));
    }

    private static int number(List<String> words, int index, int otherwise) {
        return words.size() > index ? Integer.parseInt(words.get(index)) : otherwise;
    }

    /** The smaller burst before: the same mixture, with neither STOPs and visits nor limits. */
    BurstOptions warmUp() {
        return new BurstOptions(
                folder,
                warm,
                lead.dividedBy(2),
                patience,
                Math.min(urgent, warm),
                0,
                0,
                Duration.ZERO,
                null,
                0,
                0,
                null,
                null,
                null);
    }

    /** Where the suite reads its clock. */
    Path clockFile() {
        return folder.resolve("clock.properties");
    }

    /** How many reminders are asked for altogether. */
    int reminders() {
        return jobs + again;
    }

    /** How many patients it takes. */
    int patients() {
        return reminders() + urgent;
    }

    /** On which channel the reminder of a patient shall leave. */
    static String channel(long patient) {
        if (LoadPatients.hasWhatsApp(patient)) {
            return "whatsapp";
        }
        return patient % 2 == 0 ? "sms" : "email";
    }

    /** Whether a patient texts STOP around the instant. */
    boolean stops(long patient) {
        return channel(patient).equals("sms") && patient / 2 % 100 < stops;
    }
}
