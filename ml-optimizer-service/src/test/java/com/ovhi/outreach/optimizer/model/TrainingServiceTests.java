package com.ovhi.outreach.optimizer.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.optimizer.hour.HourEvidence;
import com.ovhi.outreach.optimizer.hour.HourModel;
import com.ovhi.outreach.optimizer.model.Champions.Models;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** From facts in the database to models in use, and back to the default when they are worth nothing. */
@ServiceTest(schema = "ovhi_optimizer")
class TrainingServiceTests {

    private static final AtomicLong NEXT = new AtomicLong(500);

    private final long organization = NEXT.incrementAndGet();
    private final SettableClock clock;
    private final Training training;
    private final Champions champions;
    private final Switches switches;
    private final TrainingTurns turns;
    private final ModelUpkeep upkeep;
    private final ModelGauges gauges;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final MeterRegistry meters;
    private final TestTokens tokens;
    private final RestTestClient http;

    TrainingServiceTests(
            SettableClock clock,
            Training training,
            Champions champions,
            Switches switches,
            TrainingTurns turns,
            ModelUpkeep upkeep,
            ModelGauges gauges,
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            MeterRegistry meters,
            TestTokens tokens,
            @LocalServerPort int port) {
        this.clock = clock;
        this.training = training;
        this.champions = champions;
        this.switches = switches;
        this.turns = turns;
        this.upkeep = upkeep;
        this.gauges = gauges;
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

    @Test
    void goesByTheDefaultsUntilItKnowsBetter() {
        training.train(organization);

        assertThat(inUse()).isSameAs(Models.defaults());
        assertThat(versions()).isEmpty();
    }

    @Test
    void promotesAModelThatForecastsBetter() {
        nightOwls(clock.instant(), 0.6);

        training.train(organization);

        assertThat(state("hour")).isEqualTo("champion better");
        var learned = inUse().hours();
        assertThat(learned).isNotSameAs(Models.defaults().hours());
        assertThat(evening(learned)).isGreaterThan(2 * evening(HourModel.defaults()));
        var report = report("hour");
        assertThat(report.at("/report/challenger/log_loss").asDouble())
                .isLessThan(report.at("/report/defaults/log_loss").asDouble());
        assertThat(report.at("/report/groups").has("language=en")).isTrue();
        assertThat(report.at("/sound").asBoolean()).isTrue();
    }

    @Test
    void trainsTheSameFromTheSameFacts() {
        nightOwls(clock.instant(), 0.6);

        training.train(organization);
        training.train(organization);

        assertThat(query(
                        "SELECT COUNT(DISTINCT parameters) FROM trained_models WHERE model = 'hour' AND organization_id = "
                                + organization))
                .isEqualTo("1");
    }

    /** Poisoned: somebody, or a broken disk, changed what was written. */
    @Test
    void doesNotUseAModelThatWasTamperedWith() {
        nightOwls(clock.instant(), 0.6);
        training.train(organization);
        assertThat(inUse().hours()).isNotSameAs(Models.defaults().hours());
        var before = fallbacks("corrupt");

        execute(
                "UPDATE trained_models SET parameters = REPLACE(parameters, '\"concentration\":', '\"concentration\":4')"
                        + " WHERE model = 'hour' AND organization_id = " + organization);

        assertThat(inUse().hours()).isSameAs(Models.defaults().hours());
        assertThat(fallbacks("corrupt")).isGreaterThan(before);
        assertThat(report("hour").at("/sound").asBoolean()).isFalse();
    }

    /** Written as it should be, but nonsense. */
    @Test
    void doesNotUseAModelThatIsNonsense() {
        for (var nonsense :
                List.of("", "null", "[]", "{\"concentration\": 1e300}", "\0\1\2", "{\"concentration\":3}")) {
            execute("DELETE FROM trained_models WHERE organization_id = " + organization);
            transactions.executeWithoutResult(_ -> jdbc.update(
                    "INSERT INTO trained_models (organization_id, model, version, state, why, parameters, checksum,"
                            + " trained_from, trained_to, examples, report, created_at)"
                            + " VALUES (?, 'hour', 1, 'champion', 'better', ?, ?, ?, ?, 1, '{}', ?)",
                    organization,
                    nonsense,
                    TrainedModel.checksum(organization, ModelKind.HOUR, 1, nonsense),
                    Timestamp.from(clock.instant()),
                    Timestamp.from(clock.instant()),
                    Timestamp.from(clock.instant())));

            assertThat(inUse().hours()).as(nonsense).isSameAs(Models.defaults().hours());
        }
    }

    @Test
    void goesBackToTheDefaultWhenAModelIsStale() {
        nightOwls(clock.instant(), 0.6);
        training.train(organization);

        clock.advance(Champions.FRESH.plusDays(20));

        assertThat(inUse().hours()).isSameAs(Models.defaults().hours());
        gauges.look();
        assertThat(meters.get("outreach.model.stale")
                        .tag("model", "hour")
                        .gauge()
                        .value())
                .isPositive();
    }

    /** Habits change: what was learned is wrong by now, so it is retired, whether or not anything better is found. */
    @Test
    void retiresAModelThatIsWorseByNow() {
        nightOwls(clock.instant(), 0.6);
        training.train(organization);
        assertThat(state("channel")).isEqualTo("champion better");

        clock.advance(Duration.ofDays(40));
        nightOwls(clock.instant(), 0.02);
        training.train(organization);

        assertThat(query("SELECT CONCAT(state, ' ', why) FROM trained_models WHERE model = 'channel' AND version = 1"
                        + " AND organization_id = " + organization))
                .isIn("retired succeeded", "retired worse-than-default", "retired drifted");
    }

    @Test
    void learnsNothingForWhoHasSwitchedItOff() {
        nightOwls(clock.instant(), 0.6);
        training.train(organization);
        transactions.executeWithoutResult(
                _ -> switches.turn(organization, false, 0, new Viewer("ops", false, null, null)));

        assertThat(inUse().enabled()).isFalse();
        assertThat(inUse().hours()).isSameAs(Models.defaults().hours());
        turns.enrol();
        execute("UPDATE optimizer_settings SET train_at = '2026-01-01' WHERE organization_id = " + organization);
        upkeep.train();
        assertThat(query("SELECT train_at FROM optimizer_settings WHERE organization_id = " + organization))
                .startsWith("2026-01-01");
    }

    @Test
    void showsModelsToTheirOrganisationOnly() {
        nightOwls(clock.instant(), 0.6);
        training.train(organization);

        assertThat(models(tokens.bearer(organization + 1_000, "ops"), 200)).isEmpty();
        models(tokens.bearer(organization, "core-system"), 403);
        assertThat(models(tokens.bearer(organization, "clinic-staff"), 200)).isNotEmpty();
    }

    /** The night: only messages from eight to ten in the evening are answered. */
    private void nightOwls(Instant until, double answers) {
        var random = new SplittableRandom(organization);
        var rows = new ArrayList<Object[]>();
        var patients = new ArrayList<Object[]>();
        for (var patient = organization * 10_000; patient < organization * 10_000 + 60; patient++) {
            patients.add(new Object[] {patient, organization, patient % 2 == 0 ? "en-US" : "es"});
            for (var day = 2; day < 22; day++) {
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

    private static double evening(HourModel model) {
        return model.belief(HourModel.ORGANIZATION, HourEvidence.of(List.of()), false).best().subList(20, 23).stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    private Models inUse() {
        return Objects.requireNonNull(transactions.execute(_ -> champions.of(Set.of(organization), clock.instant())))
                .of(organization);
    }

    private double fallbacks(String cause) {
        return meters.find("outreach.model.fallback").tag("cause", cause).counters().stream()
                .mapToDouble(each -> each.count())
                .sum();
    }

    private List<String> versions() {
        return Objects.requireNonNull(transactions.execute(_ -> jdbc.queryForList(
                "SELECT model FROM trained_models WHERE organization_id = " + organization, String.class)));
    }

    private String state(String model) {
        return query("SELECT CONCAT(state, ' ', why) FROM trained_models WHERE model = '" + model
                + "' AND organization_id = " + organization + " ORDER BY version DESC LIMIT 1");
    }

    private String query(String sql) {
        return String.valueOf(Objects.requireNonNull(transactions.execute(_ -> jdbc.queryForList(sql, String.class)))
                .getFirst());
    }

    private void execute(String sql) {
        transactions.executeWithoutResult(_ -> jdbc.update(sql));
    }

    private JsonNode report(String model) {
        for (var each : models(tokens.bearer(organization, "ops"), 200)) {
            if (each.at("/model").asString().equals(model)) {
                return each;
            }
        }
        throw new AssertionError("No report of " + model);
    }

    private JsonNode models(String bearer, int status) {
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
