package com.ovhi.outreach.optimizer.engagement;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * When a patient's turn comes. Each test is a transaction that is taken back: what the service does meanwhile by itself neither sees
 * nor learns anything of it.
 */
@ServiceTest(schema = "ovhi_optimizer")
class SettlingServiceTests extends RunningOptimizer {

    private static final Duration SETTLE = Duration.ofSeconds(60);
    private static final Instant START = SettableClock.START;

    private final Engagement settling;

    SettlingServiceTests(
            SettableClock clock,
            TestKafka kafka,
            TestTokens tokens,
            Engagement engagement,
            Learning learning,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            Patients patients,
            EngagementLog log,
            @LocalServerPort int port) {
        super(clock, kafka, tokens, engagement, learning, jdbc, transactions, port);
        settling = new Engagement(patients, log, new LearningProperties(SETTLE), clock);
    }

    @Test
    void learnsOnceOfWhatComesInPieces() {
        takenBack(() -> {
            settling.notePreferences(List.of(preference(1, List.of(NEW_YORK))));
            learn();
            assertThat(learnAt()).isNull();

            var job = Ids.next();
            settling.noteJobs(List.of(job(Milestone.SENT, job, NINE)));
            clock.advance(Duration.ofSeconds(59));
            settling.noteJobs(List.of(job(Milestone.REPLIED, job, NINE.plusSeconds(59))));
            learn();
            assertThat(learnAt()).as("put off by nothing that came later").isEqualTo(START.plus(SETTLE));
            assertThat(counts()).isEmpty();

            clock.advance(Duration.ofSeconds(1));
            learn();
            assertThat(counts()).hasSize(1);
            assertThat(learnAt()).isNotEqualTo(START.plus(SETTLE));
        });
    }

    @Test
    void isInTimeForWhoseTurnComesSooner() {
        takenBack(() -> {
            settling.noteJobs(List.of(job(Milestone.SENT, Ids.next(), NINE)));
            var sooner = START.plusSeconds(5);
            jdbc.sql("UPDATE engagement_patients SET learn_at = ? WHERE patient_id = ?")
                    .params(Timestamp.from(sooner), patient)
                    .update();

            settling.noteJobs(List.of(job(Milestone.CLICKED, Ids.next(), NINE)));

            assertThat(learnAt()).isEqualTo(sooner);
        });
    }

    @Test
    void learnsAtOnceOfAPatientWhoHasMoved() {
        takenBack(() -> {
            settling.noteJobs(List.of(job(Milestone.SENT, Ids.next(), NINE)));
            assertThat(learnAt()).isEqualTo(START.plus(SETTLE));

            settling.notePreferences(List.of(preference(1, List.of(NEW_YORK))));

            assertThat(learnAt()).isEqualTo(START);
        });
    }

    private void takenBack(Runnable test) {
        transactions.executeWithoutResult(status -> {
            status.setRollbackOnly();
            test.run();
        });
    }

    private void learn() {
        while (learning.learnDue()) {
            // more
        }
    }

    private @Nullable Instant learnAt() {
        return jdbc.sql("SELECT learn_at FROM engagement_patients WHERE patient_id = ?")
                .param(patient)
                .query((row, _) -> {
                    var at = row.getTimestamp("learn_at");
                    return at == null ? Instant.MAX : at.toInstant();
                })
                .optional()
                .filter(at -> !at.equals(Instant.MAX))
                .orElse(null);
    }
}
