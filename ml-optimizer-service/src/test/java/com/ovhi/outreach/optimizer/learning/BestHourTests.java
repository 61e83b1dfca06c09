package com.ovhi.outreach.optimizer.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BestHourTests {

    /** Counts as hour:responded/sent. */
    @ParameterizedTest
    @CsvSource({
        // no evidence: nothing answered, too little answered, all sent at one hour, all hours alike
        "9:0/20,",
        "9:2/2 18:0/20,",
        "10:9/10,",
        "9:3/6 18:3/6,",
        "9:5/10 18:6/10,",
        // evidence
        "9:0/3 18:3/3,18",
        "9:1/10 18:8/10,18",
        "8:0/4 12:1/4 17:6/7,17",
        "7:4/5 18:0/10,7",
        // a single lucky hit does not beat a steady hour
        "9:1/1 18:20/22 12:0/30,18"
    })
    void needsEvidence(String counts, @Nullable Integer hour) {
        var best = BestHour.of(counts(counts));

        if (hour == null) {
            assertThat(best).isEmpty();
        } else {
            assertThat(best).contains(hour);
        }
    }

    @Test
    void knowsNothingAboutAPatientWhoWasSentNothing() {
        assertThat(BestHour.of(List.of())).isEmpty();
    }

    @Test
    void takesTheEarlierOfTwoEqualHours() {
        assertThat(BestHour.of(counts("9:5/5 18:5/5 12:0/20"))).contains(9);
    }

    private static List<HourCount> counts(String text) {
        return Arrays.stream(text.split(" ")).map(BestHourTests::count).toList();
    }

    private static HourCount count(String text) {
        var parts = text.split("[:/]");
        return new HourCount(Integer.parseInt(parts[0]), Integer.parseInt(parts[2]), Integer.parseInt(parts[1]));
    }
}
