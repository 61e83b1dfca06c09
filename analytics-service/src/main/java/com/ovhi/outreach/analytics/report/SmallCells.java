package com.ovhi.outreach.analytics.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Hides counts of few people, and what they could be computed from: in each column other cells go with a small one until at
 * least two are hidden and their sum is not small, and where there are none the total goes. Zero is shown. What several
 * questions together tell (spans that differ by a day) it cannot know.
 */
@Component
public class SmallCells {

    private final int smallest;

    SmallCells(DisclosureProperties properties) {
        smallest = properties.smallestCell();
    }

    /** The count, or null when it is too small to be shown. */
    public @Nullable Long shown(long count) {
        return small(count) ? null : count;
    }

    /** Whether a count is too small to be shown. */
    public boolean small(long count) {
        return count > 0 && count < smallest;
    }

    /**
     * A table that may be shown.
     *
     * @param rows all of it, of equal length; totals are sums of its columns
     * @param width the number of columns
     */
    public Shown protect(List<long[]> rows, int width) {
        var shown = new ArrayList<@Nullable Long[]>();
        for (var row : rows) {
            var cells = new @Nullable Long[width];
            IntStream.range(0, width).forEach(column -> cells[column] = row[column]);
            shown.add(cells);
        }
        var totals = new @Nullable Long[width];
        for (var column = 0; column < width; column++) {
            totals[column] = protect(rows, shown, column);
        }
        return new Shown(shown, totals);
    }

    /** Hides cells of one column and returns its total, or null when that must not be shown either. */
    private @Nullable Long protect(List<long[]> rows, List<@Nullable Long[]> shown, int column) {
        var ascending = IntStream.range(0, rows.size())
                .filter(row -> rows.get(row)[column] > 0)
                .boxed()
                .sorted(Comparator.comparingLong(row -> rows.get(row)[column]))
                .toList();
        var hidden = 0;
        var sum = 0L;
        for (int row : ascending) {
            var count = rows.get(row)[column];
            var enough = hidden == 0 || (hidden >= 2 && !small(sum));
            if (!small(count) && enough) {
                break;
            }
            shown.get(row)[column] = null;
            hidden++;
            sum += count;
        }
        var total = rows.stream().mapToLong(row -> row[column]).sum();
        var alone = hidden == 1 || (hidden > 0 && small(sum));
        return alone || small(total) ? null : total;
    }

    /**
     * What may be shown; null where it may not.
     *
     * @param rows in the order given
     */
    public record Shown(
            List<@Nullable Long[]> rows, @Nullable Long[] totals) {}
}
