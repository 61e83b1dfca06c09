package com.ovhi.outreach.analytics.experiment;

import static com.ovhi.outreach.analytics.ClinicEvents.MORNING;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.analytics.ShowEverything;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Clocks that do not agree. */
@ServiceTest(schema = "ovhi_analytics")
@ShowEverything
class ClockSkewServiceTests extends RunningExperiments {

    private final Outcomes outcomes;
    private final ExperimentStore store;

    ClockSkewServiceTests(
            TestKafka kafka,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            TestTokens tokens,
            SettableClock clock,
            Outcomes outcomes,
            ExperimentStore store,
            @LocalServerPort int port) {
        super(kafka, jdbc, transactions, tokens, clock, port);
        this.outcomes = outcomes;
        this.store = store;
    }

    /** Who exposes and who sends have clocks of their own; what is further apart was another message. */
    @Test
    void aMessageThatSeemsToComeBeforeItsExposureCountsIfItIsMinutes() {
        var experiment = experiment(0);
        for (var patient = 1; patient <= 2; patient++) {
            expose(experiment, patient, "a", HALVES, MORNING);
            analytics.publish(analytics.campaignStep(
                    Ids.next(),
                    patient,
                    Milestone.SENT,
                    "a",
                    experiment,
                    null,
                    MORNING.minus(Duration.ofMinutes(2 + 2L * patient))));
        }
        analytics.awaitLedger(2);
        awaitExposures(experiment, 2);

        analytics.write(() -> assertThat(outcomes.all(store.find(experiment).orElseThrow()))
                .singleElement()
                .satisfies(arm -> assertThat(arm.messages().sum()).isEqualTo(1)));
    }
}
