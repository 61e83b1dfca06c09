package com.ovhi.outreach.webhook.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptTests {

    private static final String ID = "01958f2e-7c00-7000-8000-000000000001";

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "1, 1",
                "9999, 9999",
                "0, 0",
                "00, null",
                "01, null",
                "-1, null",
                "10000, null",
                "x, null",
                "'', null"
            })
    void readsTheNumbersOfAttemptsAndTheZeroOfAnswers(String number, @Nullable Integer read) {
        var attempt = new Attempt(UUID.fromString(ID), read);

        assertThat(Attempt.of(ID, number)).isEqualTo(attempt);
        assertThat(Attempt.ofPair(ID + ":" + number)).isEqualTo(attempt);
    }

    @ParameterizedTest
    @CsvSource({"no-id", "''", "01958f2e-7c00-7000-8000-00000000000"})
    void knowsNothingOfWhatIsNoId(String job) {
        assertThat(Attempt.of(job, "0")).isEqualTo(Attempt.UNTOLD);
    }
}
