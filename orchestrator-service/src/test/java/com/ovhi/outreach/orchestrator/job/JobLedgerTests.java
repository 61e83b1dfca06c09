package com.ovhi.outreach.orchestrator.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.RunningOrchestrator;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Two transactions that see the same job, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class JobLedgerTests extends RunningOrchestrator {

    private static final Instant AT = SettableClock.START.plusSeconds(3);

    private final JobLedger jobs;
    private final Sightings sightings;
    private final JdbcClient jdbc;
    private final MeterRegistry meters;
    private final TransactionTemplate here;
    private final TransactionTemplate apart;
    private Clinic clinic;
    private long patient;

    JobLedgerTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JobLedger jobs,
            Sightings sightings,
            JdbcClient jdbc,
            MeterRegistry meters,
            PlatformTransactionManager transactions,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, port);
        this.jobs = jobs;
        this.sightings = sightings;
        this.jdbc = jdbc;
        this.meters = meters;
        here = new TransactionTemplate(transactions);
        apart = new TransactionTemplate(transactions);
        apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        clinic = clinic();
    }

    @BeforeEach
    void openClinic() {
        clinic = clinic().open();
        patient = clinic.patient();
    }

    @Test
    void keepsWhatWasReportedBetweenLookingAtAJobAndMovingIt() {
        var job = job(clinic, patient);

        here.executeWithoutResult(status -> {
            assertThat(jobs.subject(job)).isPresent();
            apart.executeWithoutResult(inner -> sightings.observe(job, delivered(job)));
            sightings.observe(job, Observation.of(Milestone.REPLIED, AT.plusSeconds(60)));
        });

        assertThat(row(job)).containsExactly("SM-" + job, AT, 1, "replied");
        assertThat(jdbc.sql("SELECT milestone FROM comm_job_milestones WHERE job_id = ?")
                        .param(job.toString())
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("scheduled", "processing", "sent", "delivered", "replied");
    }

    @Test
    void neverWritesOverWhatItHasNotSeen() {
        var job = job(clinic, patient);

        assertThatThrownBy(() -> here.executeWithoutResult(status -> {
                    jobs.failure(job);
                    apart.executeWithoutResult(inner -> sightings.observe(job, delivered(job)));
                    sightings.observe(job, Observation.of(Milestone.REPLIED, AT.plusSeconds(60)));
                }))
                .isInstanceOf(ConcurrencyFailureException.class);

        assertThat(row(job)).containsExactly("SM-" + job, AT, 1, "delivered");
    }

    @Test
    void countsNothingThatWasUndone() {
        var job = job(clinic, patient);
        var before = delivered();

        here.executeWithoutResult(status -> {
            sightings.observe(job, delivered(job));
            status.setRollbackOnly();
        });
        assertThat(delivered()).isEqualTo(before);

        here.executeWithoutResult(_ -> sightings.observe(job, delivered(job)));
        assertThat(delivered()).isEqualTo(before + 1);
    }

    private double delivered() {
        return meters.find("outreach.jobs").tag("milestone", "delivered").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static Observation delivered(UUID job) {
        return new Observation(
                List.of(Milestone.PROCESSING, Milestone.SENT, Milestone.DELIVERED), AT, 2, "SM-" + job, false, null);
    }

    private List<Object> row(UUID job) {
        return jdbc.sql("SELECT provider_message_id, sent_at, retry_count, status FROM comm_jobs WHERE id = ?")
                .param(job.toString())
                .query((row, n) -> List.<Object>of(
                        String.valueOf(row.getString("provider_message_id")),
                        row.getTimestamp("sent_at") == null
                                ? "none"
                                : row.getTimestamp("sent_at").toInstant(),
                        row.getInt("retry_count"),
                        row.getString("status")))
                .single();
    }
}
