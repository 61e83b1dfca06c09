package com.ovhi.outreach.optimizer.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.optimizer.model.Champions.Models;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Models grow old: when nobody uses them any more, and when they do although their facts are of long ago. */
@ServiceTest(schema = "ovhi_optimizer")
class ModelAgeServiceTests extends TrainedOrganization {

    private final ModelGauges gauges;

    ModelAgeServiceTests(
            SettableClock clock,
            Training training,
            Champions champions,
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            MeterRegistry meters,
            TestTokens tokens,
            ModelGauges gauges,
            @LocalServerPort int port) {
        super(clock, training, champions, jdbc, transactions, meters, tokens, port);
        this.gauges = gauges;
    }

    /** Half a year of even traffic: what is kept for the judgement must not make the model look old. */
    @Test
    void usesWhatItHasLearnedOfALongTime() {
        nightOwls(clock.instant(), 0.6, 178);

        training.train(organization);

        assertThat(state("hour")).isEqualTo("champion better");
        assertThat(inUse().hours()).isNotSameAs(Models.defaults().hours());
        assertThat(report("hour").at("/stale").asBoolean()).isFalse();
        // Two weeks are kept; what they lack of a thousand messages, before.
        assertThat(report("hour").at("/examples").asInt()).isBetween(178 * 60 - 1_010, 178 * 60 - 1_000);
    }

    @Test
    void measuresNobodyAgainstAModelThatIsNotUsed() {
        nightOwls(clock.instant(), 0.6);
        training.train(organization);
        training.train(organization);
        assertThat(report("hour").at("/report/champion").isObject()).isTrue();

        execute("UPDATE trained_models SET trained_to = '2025-01-01' WHERE organization_id = " + organization);
        training.train(organization);

        assertThat(state("hour")).isEqualTo("champion better");
        assertThat(report("hour").at("/report/champion").isObject()).isFalse();
    }

    @Test
    void retiresAModelThatIsStaleIfThereIsNothingToLearn() {
        nightOwls(clock.instant(), 0.6);
        training.train(organization);

        clock.advance(Champions.FRESH.plusDays(20));
        training.train(organization);

        assertThat(state("hour")).isEqualTo("retired stale");
    }

    @Test
    void goesBackToTheDefaultWhenAModelIsStale() {
        nightOwls(clock.instant(), 0.6);
        training.train(organization);

        clock.advance(Champions.FRESH.plusDays(20));

        assertThat(inUse().hours()).isSameAs(Models.defaults().hours());
        gauges.look();
        assertThat(gauge("stale")).isPositive();
    }

    /** It uses none of its models and trains none, so that nothing would ever end the alert. */
    @Test
    void watchesNoModelOfWhoHasSwitchedOff() {
        nightOwls(clock.instant(), 0.6);
        training.train(organization);
        execute("UPDATE trained_models SET unfair = 1000, drift = 1000 WHERE state = 'champion' AND model = 'hour'"
                + " AND organization_id = " + organization);
        gauges.look();
        assertThat(gauge("unfair")).isGreaterThanOrEqualTo(1_000);
        assertThat(gauge("drift")).isGreaterThanOrEqualTo(1_000);

        execute("INSERT INTO optimizer_settings (organization_id, enabled) VALUES (" + organization + ", FALSE)");
        gauges.look();

        assertThat(gauge("unfair")).isLessThan(1_000);
        assertThat(gauge("drift")).isLessThan(1_000);
    }

    private double gauge(String name) {
        return meters.get("outreach.model." + name).tag("model", "hour").gauge().value();
    }
}
