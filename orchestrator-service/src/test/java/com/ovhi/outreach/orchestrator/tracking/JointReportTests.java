package com.ovhi.outreach.orchestrator.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.CountedStatements;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reports that arrive together. */
@ServiceTest(schema = "ovhi_orchestrator")
class JointReportTests extends OneClinic {

    private static final int JOBS = 30;
    private static final String CONSUMER = "KafkaConsumerDestination{consumerDestinationName='outreach.delivery.v1'";

    JointReportTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
    }

    @Test
    void reportsThatArriveTogetherShareTheirStatements() {
        var jobs = IntStream.range(0, JOBS)
                .mapToObj(_ -> job(clinic, clinic.patient()))
                .toList();
        CountedStatements.forget();

        kafka.publishTogether(
                Topics.DELIVERY,
                jobs.stream()
                        .flatMap(job -> Stream.of(
                                reported(job, DeliveryState.PROCESSING, null, 1),
                                reported(job, DeliveryState.ACCEPTED, "SM-" + job, 2)))
                        .map(each -> Map.<String, Object>entry(String.valueOf(each.jobId()), each))
                        .toList());

        await().untilAsserted(() -> assertThat(sent()).isEqualTo(JOBS));
        var statements = CountedStatements.of(CONSUMER);
        var polls = statements.stream()
                .filter(sql -> sql.startsWith("INSERT INTO inbox"))
                .count();
        assertThat((long) statements.size())
                .as("inbox 1, jobs 4, message ids 1, events 1, waking 1, for each poll")
                .isLessThanOrEqualTo(8 * polls);
        assertThat(statements.size()).as("of %d reports", 2 * JOBS).isLessThan(3 * JOBS);
    }

    @Test
    void aReportFindsTheJobThatAnotherOneOfItsPollHasNamed() {
        var job = job(clinic, patient);
        var message = "SM-" + job;

        report(job, null, DeliveryState.DELIVERED, message, 3);
        report(job, job, DeliveryState.ACCEPTED, message, 2);

        assertThat(awaitJob(job, Milestone.DELIVERED).status().code()).isEqualTo("delivered");
    }

    @Test
    void reportsOfOneJobTakeEffectInAnyOrderAndOnce() {
        var job = job(clinic, patient);

        report(job, job, DeliveryState.DELIVERED, "SM-" + job, 3);
        report(job, job, DeliveryState.PROCESSING, null, 1);
        report(job, job, DeliveryState.DELIVERED, "SM-" + job, 3);
        report(job, job, DeliveryState.ACCEPTED, "SM-" + job, 2);

        awaitJob(job, Milestone.PROCESSING);
        awaitJob(job, Milestone.DELIVERED);
        await().untilAsserted(() -> assertThat(status(job)).isEqualTo("delivered"));
        assertThat(jdbc.sql("SELECT COUNT(*) FROM job_provider_messages WHERE job_id = ?")
                        .param(job.toString())
                        .query(Integer.class)
                        .single())
                .isOne();
    }

    private int sent() {
        return jdbc.sql("SELECT COUNT(*) FROM comm_jobs WHERE organization_id = ? AND status = 'sent'")
                .param(clinic.id())
                .query(Integer.class)
                .single();
    }

    /** @param key what the reporter orders its reports by */
    private void report(UUID key, @Nullable UUID job, DeliveryState state, @Nullable String message, int second) {
        kafka.publish(Topics.DELIVERY, key.toString(), reported(job, state, message, second));
    }

    private DeliveryReported reported(@Nullable UUID job, DeliveryState state, @Nullable String message, int second) {
        return new DeliveryReported(
                job,
                clinic.id(),
                null,
                Channel.SMS,
                job == null ? null : 1,
                state,
                message,
                null,
                null,
                null,
                false,
                SettableClock.START.plusSeconds(second));
    }
}
