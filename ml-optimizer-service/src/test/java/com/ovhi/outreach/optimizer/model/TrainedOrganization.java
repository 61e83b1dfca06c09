package com.ovhi.outreach.optimizer.model;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.optimizer.model.Champions.Models;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** An organisation of its own for each test, and what its patients did. */
class TrainedOrganization {

    private static final AtomicLong NEXT = new AtomicLong(500);

    final long organization = NEXT.incrementAndGet();
    final SettableClock clock;
    final Training training;
    final Champions champions;
    final JdbcTemplate jdbc;
    final TransactionTemplate transactions;
    final MeterRegistry meters;
    final TestTokens tokens;
    private final RestTestClient http;

    TrainedOrganization(
            SettableClock clock,
            Training training,
            Champions champions,
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            MeterRegistry meters,
            TestTokens tokens,
            int port) {
        this.clock = clock;
        this.training = training;
        this.champions = champions;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.meters = meters;
        this.tokens = tokens;
        http = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }

    @AfterEach
    void resetClock() {
        clock.set(SettableClock.START);
    }

    /** The night: only messages from eight to ten in the evening are answered. */
    void nightOwls(Instant until, double answers) {
        nightOwls(until, answers, 20);
    }

    void nightOwls(Instant until, double answers, int days) {
        var random = new SplittableRandom(organization);
        var rows = new ArrayList<Object[]>();
        var patients = new ArrayList<Object[]>();
        for (var patient = organization * 10_000; patient < organization * 10_000 + 60; patient++) {
            patients.add(new Object[] {patient, organization, patient % 2 == 0 ? "en-US" : "es"});
            for (var day = 2; day < 2 + days; day++) {
                var hour = 9 + random.nextInt(13);
                var at = until.minus(Duration.ofDays(day)).plusSeconds(random.nextInt(3_000));
                var answered = random.nextDouble() < (hour >= 20 ? answers : answers / 8);
                rows.add(new Object[] {
                    Ids.next().toString(),
                    patient,
                    organization,
                    Timestamp.from(at),
                    hour,
                    answered ? Timestamp.from(at.plusSeconds(600)) : null,
                    Timestamp.from(until)
                });
            }
        }
        transactions.executeWithoutResult(_ -> {
            jdbc.batchUpdate(
                    "INSERT INTO engagement_patients (patient_id, organization_id, language) VALUES (?, ?, ?)"
                            + " ON DUPLICATE KEY UPDATE patient_id = VALUES(patient_id)",
                    patients);
            jdbc.batchUpdate(
                    "INSERT INTO engagement_jobs (job_id, patient_id, organization_id, channel, purpose, sent_at, local_hour,"
                            + " weekend, responded_at, recorded_at) VALUES (?, ?, ?, 'sms', 'appt_reminder', ?, ?, FALSE, ?, ?)",
                    rows);
        });
    }

    Models inUse() {
        return Objects.requireNonNull(transactions.execute(_ -> champions.of(Set.of(organization), clock.instant())))
                .of(organization);
    }

    double fallbacks(String cause) {
        return meters.find("outreach.model.fallback").tag("cause", cause).counters().stream()
                .mapToDouble(each -> each.count())
                .sum();
    }

    String state(String model) {
        return query("SELECT CONCAT(state, ' ', why) FROM trained_models WHERE model = '" + model
                + "' AND organization_id = " + organization + " ORDER BY version DESC LIMIT 1");
    }

    String query(String sql) {
        return String.valueOf(Objects.requireNonNull(transactions.execute(_ -> jdbc.queryForList(sql, String.class)))
                .getFirst());
    }

    void execute(String sql) {
        transactions.executeWithoutResult(_ -> jdbc.update(sql));
    }

    JsonNode report(String model) {
        for (var each : models(tokens.bearer(organization, "ops"), 200)) {
            if (each.at("/model").asString().equals(model)) {
                return each;
            }
        }
        throw new AssertionError("No report of " + model);
    }

    JsonNode models(String bearer, int status) {
        var body = http.get()
                .uri("/api/v1/optimizer/models")
                .header("Authorization", bearer)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        return ContractJson.mapper().readTree(String.valueOf(body));
    }
}
