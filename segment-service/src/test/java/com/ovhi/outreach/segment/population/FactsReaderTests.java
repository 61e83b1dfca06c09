package com.ovhi.outreach.segment.population;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactsReaderTests {

    @ParameterizedTest
    @CsvSource({
        "2008, 3, 2026-03-30, 17",
        "2008, 3, 2026-03-31, 18",
        "2008, 3, 2026-02-28, 17",
        "2008, 2, 2026-03-01, 18",
        "2026, 3, 2026-03-02, 0",
        "1926, 12, 2026-12-31, 100"
    })
    void nobodyIsTakenToBeOlderThanTheyAre(int year, int month, LocalDate today, long age) {
        assertThat(FactsReader.age(year, month, today)).isEqualTo(age);
    }

    @Test
    void anUnknownBirthDateIsNoAge() {
        assertThat(FactsReader.age(0, 0, LocalDate.of(2026, 3, 2))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"en,en", "es-MX,es", "pt_BR,pt", "ZH-Hant-TW,zh", "'  ',-", "-,-", "12,-"})
    void aLanguageIsItsPrimaryTag(String tag, String primary) {
        assertThat(PopulationChanges.primary(tag)).isEqualTo(primary);
    }
}
