package com.ovhi.outreach.orchestrator.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisitTimeTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-03-07T12:15:00-10:00 | Pacific/Honolulu | en    | Sat Mar 7  | 12:15 PM",
                "2026-03-07T12:15:00-10:00 | Pacific/Honolulu | es    | sáb 7 mar  | 12:15 p.m.",
                "2026-03-07T12:15:00-10:00 | Pacific/Honolulu | es-MX | sáb 7 mar  | 12:15 p.m.",
                "2026-03-07T12:15:00-10:00 | Pacific/Honolulu | vi    | Sat Mar 7  | 12:15 PM",
                "2026-03-09T13:05:00Z      | America/New_York | en    | Mon Mar 9  | 9:05 AM",
                "2026-03-08T03:00:00Z      | America/Phoenix  | en    | Sat Mar 7  | 8:00 PM",
                "2026-09-30T09:00:00-05:00 | America/Chicago  | es    | mié 30 sept | 9:00 a.m.",
                "2026-03-09T13:05:00-04:00 | Not/AZone        | en    | Mon Mar 9  | 1:05 PM"
            })
    void isWrittenInTheZoneOfTheVisitAndTheLanguageOfThePatient(
            OffsetDateTime start, String zone, String language, String date, String time) {
        var visit = VisitTime.of(start, zone, language);

        assertThat(visit.date()).isEqualTo(date);
        assertThat(visit.time()).isEqualTo(time);
    }
}
