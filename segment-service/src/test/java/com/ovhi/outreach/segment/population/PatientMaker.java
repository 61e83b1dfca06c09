package com.ovhi.outreach.segment.population;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes made-up patients into the projections, with much of them unknown and many values at the edges of rules. */
final class PatientMaker {

    static final List<String> LANGUAGES = List.of("en", "es", "vi");
    static final List<String> STATES = List.of("New York", "new york", "Ñandú", "Nandu", "O'Brien");
    static final List<String> ZONES = List.of("America/New_York", "America/Denver");
    static final List<String> TAGS = List.of("vip", "new", "a-1");
    static final List<Long> SEGMENTS = List.of(900_001L, 900_002L);

    private final RandomGenerator random;
    private final JdbcTemplate jdbc;
    private final PatientRows rows;
    private final LocalDate today;

    PatientMaker(RandomGenerator random, JdbcTemplate jdbc, PatientRows rows, LocalDate today) {
        this.random = random;
        this.jdbc = jdbc;
        this.rows = rows;
        this.today = today;
    }

    /** Within a transaction. */
    void write(long patient, long organization) {
        var birth = maybe(today.minusDays(random.nextInt(40_000)));
        jdbc.update(
                """
                INSERT INTO patients (patient_id, organization_id, registered_at, born_by, language, preferred_language,
                    zone, preferred_zone, state, lab_ready_on, marketing_email, marketing_sms, marketing_whatsapp,
                    consent_email, consent_sms, consent_whatsapp, reach_email, reach_sms, reach_whatsapp)
                VALUES (?, ?, CURRENT_TIMESTAMP(6), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                patient,
                organization,
                birth == null ? null : YearMonth.from(birth).atEndOfMonth(),
                maybe(pick(LANGUAGES)),
                maybe(pick(LANGUAGES)),
                maybe(pick(ZONES)),
                maybe(pick(ZONES)),
                maybe(pick(STATES)),
                maybe(today.minusDays(random.nextInt(28, 33))),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean());
        for (var i = 0; i < random.nextInt(5); i++) {
            visit(patient, organization, patient * 10 + i);
        }
        for (var i = 0; i < random.nextInt(3); i++) {
            jdbc.update(
                    "INSERT INTO refills (prescription_id, patient_id, organization_id, due_on) VALUES (?, ?, ?, ?)",
                    patient * 10 + i,
                    patient,
                    organization,
                    day(60));
        }
        for (var i = 0; i < random.nextInt(6); i++) {
            jdbc.update(
                    """
                    INSERT INTO engagement_days (patient_id, organization_id, kind, happened_on, times)
                    VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE times = times + 1""",
                    patient,
                    organization,
                    pick(List.of(EngagementKind.values())).code(),
                    day(1),
                    1 + random.nextInt(3));
        }
        for (var tag : TAGS) {
            if (random.nextInt(3) == 0) {
                jdbc.update(
                        "INSERT INTO patient_tags (patient_id, organization_id, tag, tagged_by) VALUES (?, ?, ?, 'x')",
                        patient,
                        organization,
                        tag);
            }
        }
        for (var segment : SEGMENTS) {
            if (random.nextInt(3) == 0) {
                jdbc.update("INSERT INTO segment_members (segment_id, patient_id) VALUES (?, ?)", segment, patient);
            }
        }
        rows.countVisits(List.of(patient));
    }

    private void visit(long patient, long organization, long id) {
        jdbc.update(
                """
                INSERT INTO visits (appointment_id, patient_id, organization_id, provider_id, status, version, starts_on,
                    start_version) VALUES (?, ?, ?, ?, ?, 1, ?, 1)""",
                id,
                patient,
                organization,
                maybe(1L + random.nextInt(3)),
                pick(List.of(VisitStatus.values())).code(),
                maybe(day(60)));
    }

    /** Often at the edge of a window. */
    private LocalDate day(int ahead) {
        var edges = List.of(0, 1, 6, 7, 29, 30, 89, 90, 364, 365, 729);
        return random.nextBoolean() ? today.minusDays(pick(edges)) : today.plusDays(random.nextInt(-700, ahead));
    }

    private <T> @Nullable T maybe(T value) {
        return random.nextInt(4) == 0 ? null : value;
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
