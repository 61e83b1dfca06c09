package com.ovhi.outreach.scheduler.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FederalHolidaysTests {

    private final FederalHolidays holidays = new FederalHolidays();

    @Test
    void theRulesGiveTheDaysThatWereOnceWrittenDown() throws IOException {
        String table;
        try (var in = getClass().getResourceAsStream("/db/migration/scheduler-service/V1__due_queue.sql")) {
            table = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
        var written = Pattern.compile("\\('(\\d{4}-\\d{2}-\\d{2})'")
                .matcher(table)
                .results()
                .map(day -> LocalDate.parse(day.group(1)))
                .toList();

        assertThat(written).hasSize(27);
        assertThat(Stream.of(2026, 2027).flatMap(year -> holidays.of(year).stream()))
                .containsExactlyInAnyOrderElementsOf(written);
    }

    @Test
    void holidaysOnAWeekendAreObservedOnAWeekday() {
        assertThat(holidays.test(LocalDate.parse("2021-12-31")))
                .as("New Year 2022, a Saturday")
                .isTrue();
        assertThat(holidays.test(LocalDate.parse("2023-01-02")))
                .as("New Year 2023, a Sunday")
                .isTrue();
        assertThat(holidays.test(LocalDate.parse("2028-11-10")))
                .as("Veterans Day 2028, a Saturday")
                .isTrue();
        assertThat(holidays.test(LocalDate.parse("2026-12-31"))).isFalse();
    }
}
