package com.ovhi.outreach.analytics.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Hides counts of few people, and what they could be computed from: in each column other cells go with a small one until at
 * least two are hidden and they are not together few people, and where there are none the total goes. Cells may be about the
 * same people: together they are taken for as many as the largest of them. Zero is shown. What several questions together tell
 * (spans that differ by a day) it cannot know.
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

    /** Whether a count is of too few people to be shown. */
    public boolean small(long count, long people) {
        return count > 0 && people < smallest;
    }

    /** Whether a count may be of too few people to be shown when some are counted in it up to so many times. */
    public boolean doubtful(long count, int times) {
        return smallest > 1 && count > 0 && count < (long) smallest * times;
    }

    /**
     * A table of people that may be shown.
     *
     * @param rows all of it, of equal length; totals are sums of its columns
     * @param width the number of columns
     */
    public Shown protect(List<long[]> rows, int width) {
        var totals = new long[width];
        rows.forEach(row -> Arrays.setAll(totals, column -> totals[column] + row[column]));
        return protect(rows, new Crowd(rows, totals), width);
    }

    /**
     * A table of what happened to people that may be shown.
     *
     * @param rows all of it, of equal length; totals are sums of its columns
     * @param width the number of columns
     */
    public Shown protect(List<long[]> rows, Crowd crowd, int width) {
        var shown = new ArrayList<@Nullable Long[]>();
        for (var row : rows) {
            var cells = new @Nullable Long[width];
            IntStream.range(0, width).forEach(column -> cells[column] = row[column]);
            shown.add(cells);
        }
        var totals = new @Nullable Long[width];
        for (var column = 0; column < width; column++) {
            totals[column] = protect(rows, crowd, shown, column);
        }
        return new Shown(shown, totals);
    }

    /** Hides cells of one column and returns its total, or null when that must not be shown either. */
    private @Nullable Long protect(List<long[]> rows, Crowd crowd, List<@Nullable Long[]> shown, int column) {
        var ascending = IntStream.range(0, rows.size())
                .filter(row -> rows.get(row)[column] > 0)
                .boxed()
                .sorted(Comparator.comparingLong((Integer row) -> crowd.rows().get(row)[column])
                        .thenComparingLong(row -> rows.get(row)[column]))
                .toList();
        var hidden = 0;
        var people = 0L;
        for (int row : ascending) {
            var more = crowd.rows().get(row)[column];
            if (more >= smallest && (hidden == 0 || (hidden >= 2 && people >= smallest))) {
                break;
            }
            shown.get(row)[column] = null;
            hidden++;
            people = more;
        }
        var total = rows.stream().mapToLong(row -> row[column]).sum();
        return hidden == 1 || small(total, crowd.totals()[column]) ? null : total;
    }

    /**
     * How many different people are behind each cell of a table, at least.
     *
     * @param rows as those of the table
     * @param totals behind each column
     */
    public record Crowd(List<long[]> rows, long[] totals) {}

    /**
     * What may be shown; null where it may not.
     *
     * @param rows in the order given
     */
    public record Shown(
            List<@Nullable Long[]> rows, @Nullable Long[] totals) {}
}
