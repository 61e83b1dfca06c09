package com.ovhi.outreach.optimizer.engagement;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.InsightLearned;
import com.ovhi.outreach.common.testing.RestingConsumers;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** After it was away for a while, what is believed is what would have been believed all along. */
@ServiceTest(schema = "ovhi_optimizer")
class OutageServiceTests extends RunningOptimizer {

    private final BindingsLifecycleController bindings;

    OutageServiceTests(
            SettableClock clock,
            TestKafka kafka,
            TestTokens tokens,
            Engagement engagement,
            Learning learning,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            BindingsLifecycleController bindings,
            @LocalServerPort int port) {
        super(clock, kafka, tokens, engagement, learning, jdbc, transactions, port);
        this.bindings = bindings;
    }

    @Test
    void catchesUpAfterAnHourOfRest() {
        var events = eveningPerson();
        publish(preference(1, List.of(NEW_YORK)));
        events.forEach(this::publish);
        var before = awaitInsight(18);
        forget();

        var consumers = RestingConsumers.of(bindings, "engagementEvents-in-0", "visitEvents-in-0");
        publish(preference(1, List.of(NEW_YORK)));
        events.forEach(this::publish);
        assertThat(counts()).isEmpty();
        consumers.wake();

        eventually(() -> assertThat(insights().getLast())
                .usingRecursiveComparison()
                .ignoringFields("version")
                .isEqualTo(before));
        assertThat(insights()).extracting(InsightLearned::version).endsWith(before.version());
    }

    private void forget() {
        for (var table : List.of("engagement_jobs", "engagement_patients")) {
            transactions.executeWithoutResult(_ -> jdbc.sql("DELETE FROM " + table + " WHERE patient_id = ?")
                    .param(patient)
                    .update());
        }
    }
}
