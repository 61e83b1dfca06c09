package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Which rows news of campaigns hold, and in which order, against real servers. */
@ServiceTest(schema = "ovhi_segment")
class HeldRowsServiceTests extends RunningCampaigns {

    /** A step that counts from when the one before has left. */
    private static final String THEN =
            AT_ONCE + ", {\"purpose\": \"rx_refill\", \"offset\": \"P2D\", \"from\": \"previous\"}";

    private final LockWaits waits = new LockWaits();
    private final JobOutcomes jobs;
    private final Outcomes outcomes;

    HeldRowsServiceTests(CampaignKit kit, JobOutcomes jobs, Outcomes outcomes, @LocalServerPort int port) {
        super(kit, port);
        this.jobs = jobs;
        this.outcomes = outcomes;
    }

    /**
     * A campaign that goes on after a pause holds the steps it asks for again, then where patients stand: who tells something of
     * a step must not hold the one and wait for the other.
     */
    @ParameterizedTest
    @EnumSource(News.class)
    void whoWaitsForAStepDoesNotHoldWhereItsPatientStands(News news) throws ExecutionException, InterruptedException {
        insert(organization, 1);
        var campaign = started(1, THEN, "");
        var patient = requests(campaign, 1).getFirst().patientId();
        var job = UUID.randomUUID();
        news(requests(campaign, 1).getFirst(), job, Milestone.SCHEDULED, null);
        await().until(() ->
                count("SELECT COUNT(job_id) FROM step_executions WHERE campaign_id = :campaign", campaign) == 1);

        var telling = Objects.requireNonNull(transactions.execute(_ -> {
            jdbc.sql("SELECT id FROM step_executions WHERE campaign_id = ? FOR UPDATE")
                    .param(campaign)
                    .query(String.class)
                    .single();
            var teller = CompletableFuture.runAsync(
                    () -> transactions.executeWithoutResult(_ -> tell(news, campaign, patient, job)));
            await().pollInterval(LockWaits.SEEN_EVERY).until(waits::any);
            assertThatCode(() -> jdbc.sql("SELECT state FROM enrolments WHERE campaign_id = ? FOR UPDATE NOWAIT")
                            .param(campaign)
                            .query(String.class)
                            .single())
                    .doesNotThrowAnyException();
            return teller;
        }));

        telling.get();
    }

    private void tell(News news, long campaign, long patient, UUID job) {
        switch (news) {
            case SENT -> jobs.changed(List.of(sent(campaign, patient, job)));
            case STOPPED ->
                outcomes.reply(
                        new ReplyUnderstood(
                                UUID.randomUUID(),
                                organization,
                                patient,
                                Channel.SMS,
                                "hash",
                                Intent.STOP,
                                "en",
                                1,
                                "test",
                                job,
                                clock.instant()),
                        organization,
                        patient);
            case REPORTED ->
                outcomes.objected(new DeliveryReported(
                        job,
                        organization,
                        patient,
                        Channel.EMAIL,
                        1,
                        DeliveryState.COMPLAINED,
                        null,
                        null,
                        null,
                        null,
                        false,
                        clock.instant()));
        }
    }

    private JobChanged sent(long campaign, long patient, UUID job) {
        return JobChanged.builder(
                        job,
                        organization,
                        patient,
                        Purpose.RX_REFILL,
                        Channel.SMS,
                        Milestone.SENT,
                        JobStatus.SENT,
                        clock.instant(),
                        clock.instant())
                .campaignId(campaign)
                .build();
    }

    private enum News {
        SENT,
        STOPPED,
        REPORTED
    }
}
