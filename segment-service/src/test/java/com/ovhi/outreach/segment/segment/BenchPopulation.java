package com.ovhi.outreach.segment.segment;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Random;
import java.util.stream.LongStream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes a made-up population into the projections; the same seed writes the same one. */
final class BenchPopulation {

    /** Far from what anybody else writes. */
    static final long BEFORE_FIRST = 100_000_000;

    private static final int CHUNK = 5_000;
    private static final String[] LANGUAGES = {"en", "en", "en", "en", "es", "es", "vi", "zh"};
    private static final String[] STATUSES = {"completed", "completed", "completed", "no_show", "cancelled", "booked"};
    private static final String[] KINDS = {"sent", "delivered", "opened", "clicked", "replied"};

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final LocalDate today;
    private final long organization;
    private final Random random;

    BenchPopulation(
            JdbcTemplate jdbc, TransactionTemplate transactions, LocalDate today, long organization, long seed) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.today = today;
        this.organization = organization;
        random = new Random(seed);
    }

    /** So many patients, two visits and two days of engagement each, a refill for one of five. */
    void write(long count) {
        for (var first = BEFORE_FIRST + 1; first <= BEFORE_FIRST + count; first += CHUNK) {
            var last = Math.min(BEFORE_FIRST + count, first + CHUNK - 1);
            var from = first;
            transactions.executeWithoutResult(status -> chunk(from, last));
        }
        transactions.executeWithoutResult(status -> jdbc.execute("ANALYZE TABLE patients, visits, engagement_days"));
    }

    private void chunk(long first, long last) {
        batch("""
                INSERT INTO patients (patient_id, organization_id, registered_at, born_by, language, state, zone,
                    lab_ready_on, marketing_sms, marketing_email, consent_sms, reach_sms)
                VALUES (?, ?, CURRENT_TIMESTAMP(6), ?, ?, ?, 'America/New_York', ?, ?, ?, ?, ?)""", first, last, 1, this::patient);
        batch("""
                INSERT INTO visits (appointment_id, patient_id, organization_id, provider_id, status, version, starts_on,
                    start_version) VALUES (?, ?, ?, ?, ?, 1, ?, 1)""", first, last, 2, this::visit);
        batch("""
                INSERT INTO engagement_days (patient_id, organization_id, kind, happened_on, times)
                VALUES (?, ?, ?, ?, 1) ON DUPLICATE KEY UPDATE times = times + 1""", first, last, 2, this::engagement);
        batch(
                "INSERT INTO refills (prescription_id, patient_id, organization_id, due_on) VALUES (?, ?, ?, ?)",
                first,
                first + (last - first) / 5,
                1,
                this::refill);
        jdbc.update("""
                UPDATE patients p JOIN (SELECT patient_id, MAX(IF(status = 'completed', starts_on, NULL)) AS last_visit,
                        SUM(status = 'completed') AS kept, SUM(status = 'no_show') AS missed,
                        SUM(status = 'cancelled') AS cancelled
                    FROM visits WHERE patient_id BETWEEN ? AND ? GROUP BY patient_id) c ON c.patient_id = p.patient_id
                SET p.last_visit = c.last_visit, p.visit_count = c.kept, p.no_show_count = c.missed,
                    p.cancelled_count = c.cancelled""", first, last);
    }

    private void batch(String sql, long first, long last, int each, Row row) {
        if (last < first) {
            return;
        }
        var ids = LongStream.range(first * each, (last + 1) * each).boxed().toList();
        jdbc.batchUpdate(sql, ids, CHUNK, (statement, id) -> row.set(statement, id, id / each));
    }

    private void patient(PreparedStatement row, long id, long patient) throws SQLException {
        row.setLong(1, patient);
        row.setLong(2, organization);
        row.setObject(3, YearMonth.from(today.minusDays(random.nextInt(33_000))).atEndOfMonth());
        row.setString(4, LANGUAGES[random.nextInt(LANGUAGES.length)]);
        row.setString(5, "State " + random.nextInt(50));
        if (random.nextInt(10) == 0) {
            row.setObject(6, today.minusDays(random.nextInt(60)));
        } else {
            row.setNull(6, Types.DATE);
        }
        for (var i = 7; i <= 10; i++) {
            row.setBoolean(i, random.nextBoolean());
        }
    }

    private void visit(PreparedStatement row, long id, long patient) throws SQLException {
        var status = STATUSES[random.nextInt(STATUSES.length)];
        row.setLong(1, id);
        row.setLong(2, patient);
        row.setLong(3, organization);
        row.setLong(4, random.nextInt(200));
        row.setString(5, status);
        row.setObject(
                6, status.equals("booked") ? today.plusDays(random.nextInt(90)) : today.minusDays(random.nextInt(730)));
    }

    private void engagement(PreparedStatement row, long id, long patient) throws SQLException {
        row.setLong(1, patient);
        row.setLong(2, organization);
        row.setString(3, KINDS[random.nextInt(KINDS.length)]);
        row.setObject(4, today.minusDays(random.nextInt(365)));
    }

    private void refill(PreparedStatement row, long id, long patient) throws SQLException {
        row.setLong(1, id);
        row.setLong(2, patient);
        row.setLong(3, organization);
        row.setObject(4, today.plusDays(random.nextInt(-30, 60)));
    }

    @FunctionalInterface
    private interface Row {
        void set(PreparedStatement statement, long id, long patient) throws SQLException;
    }
}
