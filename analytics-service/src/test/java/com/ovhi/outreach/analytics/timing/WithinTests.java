package com.ovhi.outreach.analytics.timing;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.analytics.report.TestCells;
import com.ovhi.outreach.analytics.timing.Waits.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WithinTests {

    private static final int SMALLEST = 11;

    /** Parts as they follow each other, the last one is whom it did not happen to; what is shown of them: all, then sums. */
    @ParameterizedTest
    @CsvSource({
        "20 0 0 0 0 40, 60: 20 20 20 20 20",
        "20 3 0 0 0 37, 60: 20 - - - -",
        "20 3 12 0 0 37, 72: 20 - 35 35 35",
        "20 30 0 0 0 4, 54: 20 - - - -",
        "20 0 0 0 0 5, 25: - - - - -",
        "3 3 3 3 3 40, 55: - - - - -",
        "0 0 0 0 0 40, 40: 0 0 0 0 0",
        "5 0 0 0 0 5, -: - - - - -",
        "20 0 0 0 0 0, 20: 20 20 20 20 20"
    })
    void stepsOfFewPeopleAreNotShown(String parts, String shown) {
        assertThat(shown(cohort(parts, parts))).isEqualTo(shown);
    }

    @Test
    void oneWithManyMessagesIsNotMany() {
        assertThat(shown(cohort("20 30 0 0 0 40", "15 1 0 0 0 30"))).isEqualTo("90: 20 - - - -");
        assertThat(shown(cohort("20 0 0 0 0 40", "1 0 0 0 0 1"))).isEqualTo("-: - - - - -");
    }

    @Test
    void noTwoColumnsShownDifferByFew() {
        var random = new Random(5);
        for (var run = 0; run < 20_000; run++) {
            var parts = Stream.generate(() -> random.nextInt(3) == 0 ? 0 : random.nextInt(25))
                    .limit(6)
                    .map(Object::toString)
                    .collect(Collectors.joining(" "));

            var within = Within.of(cohort(parts, parts), TestCells.smallest(SMALLEST));

            var columns = new ArrayList<@Nullable Long>(within.within());
            columns.add(within.jobs());
            var before = 0L;
            for (var each : columns.stream()
                    .filter(Objects::nonNull)
                    .mapToLong(Long::longValue)
                    .toArray()) {
                assertThat(each - before).as(parts).matches(step -> step == 0 || step >= SMALLEST);
                before = each;
            }
        }
    }

    private static Waits.Cohort cohort(String jobs, String people) {
        var counts = numbers(jobs);
        var persons = numbers(people);
        var parts = Stream.iterate(0, i -> i < counts.size(), i -> i + 1)
                .map(i -> new Part(counts.get(i), persons.get(i)))
                .toList();
        return new Waits.Cohort(
                "2026-03-02", new Part(sum(counts), sum(persons)), parts.subList(0, 5), parts.getLast());
    }

    private static List<Long> numbers(String text) {
        return Arrays.stream(text.split(" ")).map(Long::valueOf).toList();
    }

    private static long sum(List<Long> numbers) {
        return numbers.stream().mapToLong(each -> each).sum();
    }

    private static String shown(Waits.Cohort cohort) {
        var within = Within.of(cohort, TestCells.smallest(SMALLEST));
        return text(within.jobs()) + ": "
                + within.within().stream().map(WithinTests::text).collect(Collectors.joining(" "));
    }

    private static String text(@Nullable Long count) {
        return count == null ? "-" : count.toString();
    }
}
