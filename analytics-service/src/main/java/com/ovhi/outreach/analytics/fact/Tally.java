package com.ovhi.outreach.analytics.fact;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * By how much rows of {@code comm_stats} and {@code funnel_daily} change. Keys are in the order of the tables' own keys, in
 * which whoever writes many rows locks them. Not thread-safe.
 */
final class Tally {

    private static final int COUNTERS = Counter.values().length;

    /** Place of the sum of SMS segments, and of the messages whose segments are not known, behind the counters. */
    static final int SEGMENTS = COUNTERS;

    static final int SEGMENTS_UNKNOWN = COUNTERS + 1;

    private final SortedMap<StatRow, long[]> stats = new TreeMap<>(StatRow.ORDER);
    private final SortedMap<FunnelRow, long[]> funnel = new TreeMap<>(FunnelRow.ORDER);

    /** Takes away what a job counted for before, and adds what it counts for now. */
    void change(Job before, Job after) {
        add(before, -1);
        add(after, 1);
    }

    private void add(Job job, int sign) {
        var traits = job.traits();
        if (traits == null) {
            return;
        }
        job.facts().forEach((counter, fact) -> {
            var day = fact.day();
            if (day != null) {
                stats.computeIfAbsent(StatRow.of(day, traits), _ -> new long[COUNTERS])[counter.ordinal()] += sign;
            }
        });
        var planned = job.plannedOn();
        if (planned != null) {
            var row = funnel.computeIfAbsent(
                    new FunnelRow(traits.organizationId(), planned, traits.slice(), traits),
                    _ -> new long[COUNTERS + 2]);
            job.facts().keySet().forEach(counter -> row[counter.ordinal()] += sign);
            if (job.facts().containsKey(Counter.SENT)) {
                var segments = traits.text().segments();
                row[segments == null ? SEGMENTS_UNKNOWN : SEGMENTS] += sign * (segments == null ? 1L : segments);
            }
        }
    }

    /** Changes of {@code comm_stats}; rows that stay as they are, are left out. */
    SortedMap<StatRow, long[]> stats() {
        return changed(stats);
    }

    /** Changes of {@code funnel_daily}; rows that stay as they are, are left out. */
    SortedMap<FunnelRow, long[]> funnel() {
        return changed(funnel);
    }

    private static <K> SortedMap<K, long[]> changed(SortedMap<K, long[]> rows) {
        var changed = new TreeMap<>(rows);
        changed.values().removeIf(counts -> Arrays.stream(counts).allMatch(count -> count == 0));
        return changed;
    }

    /** A row of {@code comm_stats}. */
    record StatRow(LocalDate day, long organizationId, long providerId, Channel channel, Purpose purpose) {

        static final Comparator<StatRow> ORDER = Comparator.comparing(StatRow::day)
                .thenComparing(StatRow::organizationId)
                .thenComparing(StatRow::providerId)
                .thenComparing(row -> row.channel().code())
                .thenComparing(row -> row.purpose().code());

        static StatRow of(LocalDate day, Traits traits) {
            return new StatRow(day, traits.organizationId(), traits.providerId(), traits.channel(), traits.purpose());
        }
    }

    /** A row of {@code funnel_daily}; the first three name it. */
    record FunnelRow(long organizationId, LocalDate day, String slice, Traits traits) {

        static final Comparator<FunnelRow> ORDER = Comparator.comparingLong(FunnelRow::organizationId)
                .thenComparing(FunnelRow::day)
                .thenComparing(FunnelRow::slice);
    }
}
