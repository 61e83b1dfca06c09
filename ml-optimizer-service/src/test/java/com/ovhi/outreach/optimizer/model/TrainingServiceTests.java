package com.ovhi.outreach.optimizer.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.optimizer.hour.HourEvidence;
import com.ovhi.outreach.optimizer.hour.HourModel;
import com.ovhi.outreach.optimizer.model.Champions.Models;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** From facts in the database to models in use, and back to the default when they are worth nothing. */
@ServiceTest(schema = "ovhi_optimizer")
class TrainingServiceTests extends TrainedOrganization {

    private final FactReader facts;
    private final Switches switches;
    private final TrainingTurns turns;
    private final ModelUpkeep upkeep;
    private final ModelGauges gauges;

    TrainingServiceTests(
            SettableClock clock,
            Training training,
            Champions champions,
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            MeterRegistry meters,
            TestTokens tokens,
            FactReader facts,
            Switches switches,
            TrainingTurns turns,
            ModelUpkeep upkeep,
            ModelGauges gauges,
            @LocalServerPort int port) {
        super(clock, training, champions, jdbc, transactions, meters, tokens, port);
        this.facts = facts;
        this.switches = switches;
        this.turns = turns;
        this.upkeep = upkeep;
        this.gauges = gauges;
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

    /** An organisation with more visits than are read learns of the newest. */
    @Test
    void learnsOfTheNewestVisits() {
        transactions.executeWithoutResult(_ -> {
            jdbc.update(
                    "INSERT INTO engagement_patients (patient_id, organization_id) VALUES (?, ?)",
                    organization,
                    organization);
            for (var day = 1; day <= 5; day++) {
                jdbc.update(
                        "INSERT INTO engagement_visits (appointment_id, version, patient_id, organization_id, start_at, weekday,"
                                + " booked_at, state) VALUES (?, 1, ?, ?, ?, 1, ?, 'completed')",
                        organization * 10 + day,
                        organization,
                        organization,
                        Timestamp.from(clock.instant().minus(Duration.ofDays(day))),
                        Timestamp.from(clock.instant().minus(Duration.ofDays(30))));
            }
        });

        var visits = Objects.requireNonNull(transactions.execute(_ -> facts.visits(organization, clock.instant(), 2)));

        assertThat(visits)
                .extracting(each -> each.visit().start())
                .containsExactly(
                        clock.instant().minus(Duration.ofDays(2)),
                        clock.instant().minus(Duration.ofDays(1)));
    }

    /** Written by a version of the service that knows more. */
    @Test
    void passesOverAModelItDoesNotKnow() {
        nightOwls(clock.instant(), 0.6);
        training.train(organization);
        var before = fallbacks("corrupt");
        execute("INSERT INTO trained_models SELECT organization_id, 'mood', version, state, why, parameters, checksum,"
                + " trained_from, trained_to, examples, drift, unfair, report, created_at FROM trained_models"
                + " WHERE model = 'hour' AND version = 1 AND organization_id = " + organization);

        assertThat(inUse().hours()).isNotSameAs(Models.defaults().hours());
        assertThat(fallbacks("corrupt")).isGreaterThan(before);
        assertThat(report("hour").at("/sound").asBoolean()).isTrue();
        gauges.look();
        execute("DELETE FROM trained_models WHERE model = 'mood'");
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

    private static double evening(HourModel model) {
        return model.belief(HourModel.ORGANIZATION, HourEvidence.of(List.of()), false).best().subList(20, 23).stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    private List<String> versions() {
        return Objects.requireNonNull(transactions.execute(_ -> jdbc.queryForList(
                "SELECT model FROM trained_models WHERE organization_id = " + organization, String.class)));
    }
}
