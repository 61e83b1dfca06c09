package com.ovhi.outreach.analytics.statistics;

import com.ovhi.outreach.analytics.fact.Counter;
import com.ovhi.outreach.analytics.report.SmallCells.Shown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts as they are shown: under the names of their columns, null where they are too small. */
record Counts(Map<String, @Nullable Long> byColumn) {

    /** All columns, summed under their own names. */
    static final String SUMS = Arrays.stream(Counter.values())
            .map(each -> "SUM(" + each.column() + ") AS " + each.column())
            .collect(Collectors.joining(", "));

    static final List<String> COLUMNS =
            Arrays.stream(Counter.values()).map(Counter::column).toList();

    static Counts of(@Nullable Long[] cells) {
        var counts = new LinkedHashMap<String, @Nullable Long>();
        for (var counter : Counter.values()) {
            counts.put(counter.column(), cells[counter.ordinal()]);
        }
        return new Counts(counts);
    }

    static List<Counts> of(Shown shown) {
        return shown.rows().stream().map(Counts::of).toList();
    }

    @Nullable
    Long get(Counter counter) {
        return byColumn.get(counter.column());
    }

    /** Whether something is not shown. */
    boolean suppressed() {
        return byColumn.containsValue(null);
    }

    /** The counts in the order of their columns. */
    List<@Nullable Long> values() {
        return new ArrayList<>(byColumn.values());
    }
}
