package com.ovhi.outreach.local.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.local.check.evidence.Feed;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatientRecordTests {

    @ParameterizedTest
    @CsvSource({
        // No quiet hours told: 22 to 8, and the law's 8 to 21.
        "'',            '',    2026-03-02T07:59:59-05:00, false",
        "'',            '',    2026-03-02T08:00:00-05:00, true",
        "'',            '',    2026-03-02T20:59:59-05:00, true",
        "'',            '',    2026-03-02T21:00:00-05:00, false",
        // On the day the clocks go forward, 8 o'clock comes an hour earlier.
        "'',            '',    2026-03-08T12:00:00Z,      true",
        "'',            '',    2026-03-08T11:59:00Z,      false",
        // Wrapping midnight.
        "20:00,         09:00, 2026-03-02T08:30:00-05:00, false",
        "20:00,         09:00, 2026-03-02T09:00:00-05:00, true",
        "20:00,         09:00, 2026-03-02T20:00:00-05:00, false",
        // An afternoon nap.
        "12:00,         16:00, 2026-03-02T11:59:00-05:00, true",
        "12:00,         16:00, 2026-03-02T12:00:00-05:00, false",
        "12:00,         16:00, 2026-03-02T16:00:00-05:00, true",
        "12:00,         16:00, 2026-03-02T07:00:00-05:00, false",
    })
    void knowsWhenAPatientMayBeContacted(String from, String to, String at, boolean allowed) {
        var quiet = from.isEmpty()
                ? ""
                : ", \"preferences\": {\"quiet_hours\": {\"start\": \"%s\", \"end\": \"%s\"}}".formatted(from, to);

        assertThat(patient("\"America/New_York\"", quiet)
                        .mayBeContacted(java.time.OffsetDateTime.parse(at).toInstant()))
                .isEqualTo(allowed);
    }

    @org.junit.jupiter.api.Test
    void whoseZoneIsUnknownLivesWhereTheClinicIs() {
        var noonInNewYork = Instant.parse("2026-03-02T17:00:00Z");
        var fourInHonolulu = Instant.parse("2026-03-02T14:00:00Z");

        assertThat(patient("null", "").zone().getId()).isEqualTo("Pacific/Honolulu");
        assertThat(patient("null", "").mayBeContacted(fourInHonolulu)).isFalse();
        assertThat(patient("\"America/New_York\"", "").mayBeContacted(noonInNewYork))
                .isTrue();
    }

    private static PatientRecord patient(String zone, String more) {
        var feed = new Feed(List.of(
                Scene.event("organization.updated", "{\"organization_id\": 14, \"timezone\": \"Pacific/Honolulu\"}"),
                Scene.event(
                        "patient.registered",
                        "{\"patient_id\": 1, \"organization_id\": 14, \"timezone\": " + zone + more + "}")));
        return Objects.requireNonNull(PatientRecord.of(feed).get(1L));
    }
}
