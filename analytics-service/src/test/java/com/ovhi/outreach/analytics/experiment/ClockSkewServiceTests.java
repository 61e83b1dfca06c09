package com.ovhi.outreach.analytics.experiment;

import static com.ovhi.outreach.analytics.ClinicEvents.MORNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.analytics.AnalyticsDriver;
import com.ovhi.outreach.analytics.ShowEverything;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Clocks that do not agree. */
@ServiceTest(schema = "ovhi_analytics")
@ShowEverything
class ClockSkewServiceTests {

    private final AnalyticsDriver analytics;
    private final Outcomes outcomes;
    private final ExperimentStore store;

    ClockSkewServiceTests(
            TestKafka kafka,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            TestTokens tokens,
            Outcomes outcomes,
            ExperimentStore store,
            @LocalServerPort int port) {
        analytics = new AnalyticsDriver(kafka, jdbc, transactions, tokens, port);
        this.outcomes = outcomes;
        this.store = store;
    }

    /** Who exposes and who sends have clocks of their own; what is further apart was another message. */
    @Test
    void aMessageThatSeemsToComeBeforeItsExposureCountsIfItIsMinutes() {
        var experiment = analytics.organization * 100;
        for (var patient = 1; patient <= 2; patient++) {
            analytics.publish(analytics.exposed(experiment, patient, "a", Map.of("a", 1, "b", 1), MORNING));
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
        await().until(() -> analytics
                        .jdbc
                        .sql("SELECT COUNT(*) FROM exposures WHERE experiment_id = ?")
                        .param(experiment)
                        .query(Integer.class)
                        .single()
                == 2);

        analytics.write(() -> assertThat(outcomes.all(store.find(experiment).orElseThrow()))
                .singleElement()
                .satisfies(arm -> assertThat(arm.messages().sum()).isEqualTo(1)));
    }
}
