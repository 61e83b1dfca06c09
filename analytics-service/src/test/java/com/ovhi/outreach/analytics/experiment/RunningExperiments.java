package com.ovhi.outreach.analytics.experiment;

import static com.ovhi.outreach.analytics.ClinicEvents.MORNING;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.analytics.AnalyticsDriver;
import com.ovhi.outreach.common.contract.ExperimentExposed;
import com.ovhi.outreach.common.contract.Wording;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Experiments of one organisation: who meets them, what is sent and answered, and what is read of it. */
abstract class RunningExperiments {

    static final Map<String, Integer> HALVES = Map.of("a", 50, "b", 50);
    static final Map<String, Integer> WITH_HOLDOUT = Map.of("a", 50, ExperimentExposed.HOLDOUT, 50);

    final AnalyticsDriver analytics;
    final SettableClock clock;

    RunningExperiments(
            TestKafka kafka,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            TestTokens tokens,
            SettableClock clock,
            int port) {
        analytics = new AnalyticsDriver(kafka, jdbc, transactions, tokens, port);
        this.clock = clock;
    }

    @AfterEach
    final void windBack() {
        clock.set(SettableClock.START);
    }

    final long experiment(int number) {
        return analytics.organization * 100 + number;
    }

    final long patient(int number) {
        return analytics.organization * 10_000 + number;
    }

    final void expose(long experiment, long patient, String variant, Map<String, Integer> weights, Instant at) {
        analytics.publish(analytics.exposed(experiment, patient, variant, weights, at));
    }

    final void sent(long experiment, long patient, String variant, boolean confirmed) {
        var job = Ids.next();
        var wording = new Wording(12, 1, "en", 2);
        for (var milestone : List.of(Milestone.SCHEDULED, Milestone.SENT)) {
            analytics.publish(analytics.campaignStep(
                    job, patient, milestone, variant, experiment, wording, MORNING.plusSeconds(60)));
        }
        if (confirmed) {
            analytics.publish(analytics.reply(job, Intent.CONFIRM));
        }
    }

    final void awaitExposures(long experiment, int count) {
        await().until(() -> analytics
                        .jdbc
                        .sql("SELECT COUNT(*) FROM exposures WHERE experiment_id = ?")
                        .param(experiment)
                        .query(Integer.class)
                        .single()
                == count);
    }

    final JsonNode readOut(long experiment) {
        return analytics.body("/api/v1/analytics/experiments/" + experiment);
    }

    static JsonNode outcome(JsonNode readOut, int variant, String metric) {
        return readOut.get("variants")
                .get(variant)
                .get("outcomes")
                .valueStream()
                .filter(each -> each.get("metric").asString().equals(metric))
                .findFirst()
                .orElseThrow();
    }
}
