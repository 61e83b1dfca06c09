package com.ovhi.outreach.optimizer.engagement;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What learning about many patients at once asks of the database, in transactions that are taken back. */
@ServiceTest(schema = "ovhi_optimizer")
class LearningStatementsServiceTests extends RunningOptimizer {

    private static final long FIRST = 700_000;
    private static final int PATIENTS = 20;
    /** Friday, ten in the evening in New York. */
    private static final Instant FRIDAY = Instant.parse("2026-02-28T03:00:00Z");
    /** Sunday, one in the morning in New York. */
    private static final Instant SUNDAY = Instant.parse("2026-03-01T06:00:00Z");

    LearningStatementsServiceTests(
            SettableClock clock,
            TestKafka kafka,
            TestTokens tokens,
            Engagement engagement,
            Learning learning,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            @LocalServerPort int port) {
        super(clock, kafka, tokens, engagement, learning, jdbc, transactions, port);
    }

    @Test
    void writesOfAllPatientsInAFewStatements() {
        transactions.executeWithoutResult(status -> {
            status.setRollbackOnly();
            place();
            engagement.noteJobs(sent(FRIDAY));
            engagement.noteJobs(sent(SUNDAY));

            var before = writes();
            learn();

            assertThat(writes() - before)
                    .as("hours of jobs, insights, and whose turn it is when")
                    .isEqualTo(3);
            assertThat(rows("SELECT local_hour AS h, weekend AS w, COUNT(*) AS n FROM engagement_jobs"
                            + " WHERE patient_id BETWEEN ? AND ? GROUP BY h, w ORDER BY h"))
                    .extracting(row -> row.get("h") + " " + row.get("w") + " " + row.get("n"))
                    .containsExactly("1 true " + PATIENTS, "22 false " + PATIENTS);
            assertThat(versions()).containsExactly("1 " + PATIENTS);
        });
    }

    /** What is no news changes nothing but whose turn it is when. */
    @Test
    void keepsAnInsightThatIsNoNewsAsItIs() {
        transactions.executeWithoutResult(status -> {
            status.setRollbackOnly();
            place();
            engagement.noteJobs(sent(FRIDAY));
            learn();
            var insights = insightsOfAll();

            clock.advance(Duration.ofMinutes(1));
            engagement.noteJobs(sent(SUNDAY.plus(Duration.ofHours(13))));
            engagement.noteJobs(sent(SettableClock.START));
            var before = writes();
            learn();

            assertThat(writes() - before)
                    .as("hours of jobs, and whose turn it is when")
                    .isEqualTo(2);
            assertThat(insightsOfAll()).isEqualTo(insights);
            assertThat(rows("SELECT learn_at FROM engagement_patients WHERE patient_id BETWEEN ? AND ?"
                            + " AND learn_at > '2026-03-02 15:01:00'"))
                    .hasSize(PATIENTS);
        });
    }

    /** Makes the patients known, and has it be nobody's turn: whom other tests have left behind would be learned about with them. */
    private void place() {
        jdbc.sql("UPDATE engagement_patients SET learn_at = NULL WHERE learn_at IS NOT NULL")
                .update();
        engagement.notePreferences(patients()
                .mapToObj(each -> new PreferenceChanged(
                        each,
                        ORGANIZATION,
                        1,
                        List.of(NEW_YORK),
                        "en",
                        null,
                        null,
                        null,
                        Map.of(),
                        SettableClock.START))
                .toList());
    }

    private static List<JobChanged> sent(Instant at) {
        return patients()
                .mapToObj(each -> JobChanged.builder(
                                Ids.next(),
                                ORGANIZATION,
                                each,
                                Purpose.APPT_REMINDER,
                                Channel.SMS,
                                Milestone.SENT,
                                JobStatus.SENT,
                                at,
                                at)
                        .build())
                .toList();
    }

    private static LongStream patients() {
        return LongStream.range(FIRST, FIRST + PATIENTS);
    }

    private void learn() {
        while (learning.learnDue()) {
            // more
        }
    }

    /** Statements of this transaction's connection that write something, so far. */
    private long writes() {
        return jdbc
                .sql("SHOW SESSION STATUS WHERE Variable_name IN ('Com_insert', 'Com_update', 'Com_update_multi')")
                .query((row, _) -> row.getLong("Value"))
                .list()
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private List<String> versions() {
        return rows("SELECT insight_version AS v, COUNT(*) AS n FROM engagement_patients"
                        + " WHERE patient_id BETWEEN ? AND ? GROUP BY v")
                .stream()
                .map(row -> row.get("v") + " " + row.get("n"))
                .toList();
    }

    private List<Map<String, @Nullable Object>> insightsOfAll() {
        return rows(
                "SELECT patient_id, best_hour, hour_confidence, CAST(hour_weights AS CHAR) AS weights, best_channel,"
                        + " channel_confidence, fatigue, no_show_risk, confidence, evidence, reason, insight_version, learned_at"
                        + " FROM engagement_patients WHERE patient_id BETWEEN ? AND ? ORDER BY patient_id");
    }

    private List<Map<String, @Nullable Object>> rows(String sql) {
        return jdbc.sql(sql).params(FIRST, FIRST + PATIENTS - 1).query().listOfRows();
    }
}
