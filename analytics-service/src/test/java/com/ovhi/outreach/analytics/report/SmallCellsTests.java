package com.ovhi.outreach.analytics.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.analytics.report.SmallCells.Crowd;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmallCellsTests {

    private static final int SMALLEST = 11;

    private final SmallCells cells = TestCells.smallest(SMALLEST);

    @ParameterizedTest
    @CsvSource({
        "20 30 40, 20 30 40 = 90",
        "0 30 40, 0 30 40 = 70",
        "5 30 40, - - 40 = 75",
        "5 6 40, - - - = 51",
        "5 6 12 40, - - - 40 = 63",
        "5 5 40, - - - = 50",
        "1 1 1, - - - = -",
        "5 0 0, - 0 0 = -",
        "5 0 40, - 0 - = 45",
        "10 1, - - = 11",
        "11, 11 = 11",
        "10, - = -",
        "0, 0 = 0"
    })
    void aSmallCountCannotBeReadOffTheOthers(String column, String shown) {
        assertThat(shown(column)).isEqualTo(shown);
    }

    private String shown(String column) {
        return text(cells.protect(rows(column), 1));
    }

    private static List<long[]> rows(String column) {
        return Arrays.stream(column.split(" "))
                .map(each -> new long[] {Long.parseLong(each)})
                .toList();
    }

    private static String text(SmallCells.Shown shown) {
        return String.join(" ", shown.rows().stream().map(row -> text(row[0])).toList()) + " = "
                + text(shown.totals()[0]);
    }

    private static String text(@Nullable Long count) {
        return count == null ? "-" : count.toString();
    }

    /** Whatever is hidden, what is shown leaves at least two ways to fill it in, or a sum that is not small. */
    @Test
    void nothingHiddenFollowsFromWhatIsShown() {
        var random = new Random(3);
        for (var run = 0; run < 20_000; run++) {
            var rows = LongStream.generate(() -> random.nextInt(4) == 0 ? 0 : random.nextInt(40))
                    .limit(1 + random.nextInt(6))
                    .mapToObj(count -> new long[] {count})
                    .toList();

            var shown = cells.protect(rows, 1);

            assertSafe(rows, shown);
        }
    }

    private static void assertSafe(List<long[]> rows, SmallCells.Shown shown) {
        var hidden = shown.rows().stream().filter(row -> row[0] == null).count();
        for (var i = 0; i < rows.size(); i++) {
            var count = rows.get(i)[0];
            if (count > 0 && count < SMALLEST) {
                assertThat(shown.rows().get(i)[0]).isNull();
            }
        }
        var total = shown.totals()[0];
        if (total != null && hidden > 0) {
            var rest = total
                    - shown.rows().stream()
                            .map(row -> row[0])
                            .filter(Objects::nonNull)
                            .mapToLong(Long::longValue)
                            .sum();
            assertThat(hidden).isGreaterThanOrEqualTo(2);
            assertThat(rest).isGreaterThanOrEqualTo(SMALLEST);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "12 30 40, 1 30 40, 70, - - 40 = 82",
        "12 30 40, 12 30 40, 50, 12 30 40 = 82",
        "12 12 40, 1 1 40, 41, - - - = 64",
        "12 12 12, 1 1 1, 1, - - - = -",
        "12 12 12, 6 6 6, 18, - - - = 36",
        "12, 1, 1, - = -",
        "0 300, 0 11, 11, 0 300 = 300"
    })
    void peopleCountNotWhatHappenedToThem(String column, String people, int all, String shown) {
        var protectedCells = cells.protect(rows(column), new Crowd(rows(people), new long[] {all}), 1);

        assertThat(text(protectedCells)).isEqualTo(shown);
    }

    @Test
    void eachColumnIsProtectedByItself() {
        var shown = cells.protect(List.of(new long[] {100, 3}, new long[] {200, 50}, new long[] {300, 60}), 2);

        assertThat(shown.rows())
                .containsExactly(new Long[] {100L, null}, new Long[] {200L, null}, new Long[] {300L, 60L});
        assertThat(shown.totals()).containsExactly(600L, 113L);
    }

    @Test
    void oneMayShowEverything() {
        assertThat(TestCells.smallest(1).shown(1)).isEqualTo(1);
        assertThat(cells.shown(1)).isNull();
        assertThat(cells.shown(0)).isZero();
    }
}
