package com.ovhi.outreach.optimizer.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AgeBandTests {

    private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);

    @ParameterizedTest
    @CsvSource({
        ",UNKNOWN",
        "2026-03-02,UNKNOWN",
        "2008-03-02,UNKNOWN",
        "2008-03-01,YOUNG",
        "1995-03-02,YOUNG",
        "1995-03-01,MIDDLE",
        "1961-03-01,ELDER",
        "1961-03-02,OLDER",
        "1900-01-01,UNKNOWN"
    })
    void knowsNoMoreThanTheBand(@Nullable LocalDate birth, AgeBand band) {
        assertThat(AgeBand.of(birth, TODAY)).isEqualTo(band);
    }

    @ParameterizedTest
    @EnumSource
    void isReadAsItIsWritten(AgeBand band) {
        assertThat(AgeBand.of(band.code())).isEqualTo(band);
    }

    @Test
    void takesWhatItDoesNotKnowForUnknown() {
        assertThat(AgeBand.of((String) null)).isEqualTo(AgeBand.UNKNOWN);
        assertThat(AgeBand.of("17")).isEqualTo(AgeBand.UNKNOWN);
    }
}
