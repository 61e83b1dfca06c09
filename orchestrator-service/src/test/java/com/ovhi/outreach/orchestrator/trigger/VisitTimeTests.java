package com.ovhi.outreach.orchestrator.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.orchestrator.projection.Booked;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisitTimeTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-03-07T12:15:00-10:00 | Pacific/Honolulu | 2026-03-07T12:15-10:00[Pacific/Honolulu]",
                "2026-03-09T13:05:00Z      | America/New_York | 2026-03-09T09:05-04:00[America/New_York]",
                "2026-03-08T03:00:00Z      | America/Phoenix  | 2026-03-07T20:00-07:00[America/Phoenix]",
                "2026-03-09T13:05:00-04:00 | Not/AZone        | 2026-03-09T13:05-04:00"
            })
    void isGivenInTheZoneOfTheVisit(OffsetDateTime start, String zone, String iso) {
        var visit = VisitTime.of(start, zone);

        assertThat(visit.date()).isEqualTo(iso);
        assertThat(visit.time()).isEqualTo(iso);
    }

    @Test
    void namesUpToSixDifferentTimesOfADay() {
        var day = Stream.of("08:15", "08:15", "09:30", "10:00", "11:00", "12:00", "13:00", "14:00")
                .map(time -> OffsetDateTime.parse("2026-03-09T" + time + ":00-07:00"))
                .map(start ->
                        new Booked(16, 1, 1, 1176, null, start.atZoneSameInstant(ZoneId.of("America/Phoenix")), false))
                .toList();

        var visits = VisitTime.of(day);

        assertThat(visits.date()).isEqualTo("2026-03-09T08:15-07:00[America/Phoenix]");
        assertThat(visits.time())
                .isEqualTo("2026-03-09T08:15-07:00[America/Phoenix],2026-03-09T09:30-07:00[America/Phoenix],"
                        + "2026-03-09T10:00-07:00[America/Phoenix],2026-03-09T11:00-07:00[America/Phoenix],"
                        + "2026-03-09T12:00-07:00[America/Phoenix],2026-03-09T13:00-07:00[America/Phoenix]");
        assertThat(VisitTime.named(day)).as("an answer is about these").isEqualTo(day.subList(0, 7));
    }
}
