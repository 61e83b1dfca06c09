package com.ovhi.outreach.preference.moment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrecisionTests {

    @ParameterizedTest
    @CsvSource({
        "10:00:05Z, 10:00:05.999999Z",
        "10:00:05.120Z, 10:00:05.120999Z",
        "10:00:05.999Z, 10:00:05.999999Z",
        "10:00:05.123456Z, 10:00:05.123456Z",
        "10:00:05.123456789Z, 10:00:05.123456Z",
        "10:00:05.999999Z, 10:00:05.999999Z"
    })
    void takesACoarseTimeForTheLatestItMayHaveBeen(String told, String latest) {
        var found = Precision.latest(Instant.parse("2026-03-04T" + told));

        assertThat(found).isEqualTo(Instant.parse("2026-03-04T" + latest));
        assertThat(Precision.latest(found)).isEqualTo(found);
    }
}
