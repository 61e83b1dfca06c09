package com.ovhi.outreach.local.load;

import com.ovhi.outreach.local.check.evidence.LedgerEntry;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What came of a burst.
 *
 * @param scheduled when the last of them had been asked for
 * @param jobs those that must have been accepted once
 * @param stopped those of patients who texted STOP meanwhile, which may have been
 * @param urgent when the urgent ones were asked for, on the wall's clock, by job
 * @param accepted the messages the providers accepted, by job
 * @param fates what became of those they did not accept
 */
record BurstOutcome(
        BurstOptions options,
        Instant due,
        Instant scheduled,
        Set<String> jobs,
        Set<String> stopped,
        Map<String, Instant> urgent,
        Map<String, List<LedgerEntry>> accepted,
        BurstFates fates) {

    /** Whether all was accepted once, in time. */
    boolean passed() {
        return lost(jobs) == 0
                && lost(urgent.keySet()) == 0
                && twice() == 0
                && jobs.size() + stopped.size() == options.reminders()
                && urgent.size() == options.urgent()
                && inTime(options.within(), last())
                && (options.within() == null || !late() && fates.equals(BurstFates.NONE))
                && inTime(options.urgentWithin(), slowestUrgent());
    }

    /** Tells all figures. */
    void tell(PrintStream out) {
        out.printf(
                Locale.ROOT,
                "asked for %d, scheduled %d, accepted %d, lost %d, twice %d; the last %.1f s after it was due%n",
                options.reminders(),
                jobs.size() + stopped.size(),
                accepted.size(),
                lost(jobs),
                twice(),
                seconds(last()));
        if (late()) {
            out.printf(
                    Locale.ROOT,
                    "the last was asked for %.1f s after all were due: that measures the asking; give it a longer lead%n",
                    seconds(Duration.between(due, scheduled)));
        }
        if (!fates.equals(BurstFates.NONE)) {
            out.printf(
                    "%d were told by a job that took over, %d are under review%n",
                    fates.elsewhere().size(), fates.reviewed().size());
        }
        if (options.stops() > 0) {
            out.printf(
                    "%d patients texted STOP meanwhile, %d of their messages were not sent%n",
                    stopped.size(), missing(stopped));
        }
        if (options.urgent() > 0) {
            out.printf(
                    Locale.ROOT,
                    "asked for %d urgent ones, lost %d; the slowest %.2f s after it was asked for%n",
                    urgent.size(),
                    lost(urgent.keySet()),
                    seconds(slowestUrgent()));
        }
    }

    /** Whether what was to be released at once was still being asked for. */
    private boolean late() {
        return scheduled.isAfter(due);
    }

    private long lost(Collection<String> wanted) {
        return wanted.stream()
                .filter(job -> !accepted.containsKey(job) && !fates.known(job))
                .count();
    }

    private long missing(Collection<String> wanted) {
        return wanted.stream().filter(job -> !accepted.containsKey(job)).count();
    }

    private long twice() {
        return accepted.values().stream().filter(each -> each.size() > 1).count();
    }

    /** Of the reminders. */
    private Duration last() {
        return accepted.entrySet().stream()
                .filter(each -> !urgent.containsKey(each.getKey()))
                .flatMap(each -> each.getValue().stream())
                .map(message -> Duration.between(due, message.realAt()))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private Duration slowestUrgent() {
        return urgent.entrySet().stream()
                .flatMap(each -> accepted.getOrDefault(each.getKey(), List.of()).stream()
                        .map(message -> Duration.between(each.getValue(), message.realAt())))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private static boolean inTime(@Nullable Duration limit, Duration taken) {
        return limit == null || taken.compareTo(limit) <= 0;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
