package com.ovhi.outreach.scheduler.retry;

import static com.ovhi.outreach.scheduler.window.Windows.routine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.InsightLearned;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.scheduler.QueueDriver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the workers report decides whether a job comes back, and after how long. */
@ServiceTest(schema = "ovhi_scheduler")
class FeedbackTests {

    private static final Duration DAY = Duration.ofDays(1);

    private final SettableClock clock;
    private final TestKafka kafka;
    private final JdbcClient jdbc;
    private final QueueDriver queue;

    FeedbackTests(SettableClock clock, TestKafka kafka, JdbcClient jdbc) {
        this.clock = clock;
        this.kafka = kafka;
        this.jdbc = jdbc;
        queue = new QueueDriver(kafka, jdbc);
    }

    @BeforeEach
    void itIsMondayMorning() {
        clock.set(SettableClock.START);
    }

    @Test
    void fiveRetriesFollowTheLadderAndThenAPersonMustLook() {
        var job = dispatched();

        for (var retry = 1; retry <= 5; retry++) {
            var failedAt = clock.instant();
            queue.report(job, retry, DeliveryState.NOT_SENT, FailureClass.RETRY, failedAt);
            var due = queue.awaitRow(job, "waiting", retry + 1).dueAt();
            var step = 1_000L << (retry - 1);
            assertThat(Duration.between(failedAt, due).toMillis()).isBetween(step * 8 / 10, step * 12 / 10);
            clock.set(due);
            queue.awaitRow(job, "dispatched", retry + 1);
        }
        queue.report(job, 6, DeliveryState.NOT_SENT, FailureClass.RETRY, clock.instant());

        var end = queue.awaitEnd(job, DeliveryState.EXHAUSTED);
        assertThat(end.attempt()).isEqualTo(6);
        assertThat(end.failureCode()).isEqualTo("test-retry");
        assertThat(queue.awaitRow(job, "ended", 6).reason()).isEqualTo("exhausted");
        assertThat(queue.orders(job)).hasSize(6);
        assertThat(queue.row(job).content()).as("its message").isNull();
    }

    @Test
    void aParkedJobComesBackWithoutHavingBurntAnAttempt() {
        var job = dispatched();

        for (var round = 1; round <= 6; round++) {
            queue.report(job, round, DeliveryState.NOT_SENT, FailureClass.PARKED, clock.instant());
            var row = queue.awaitRow(job, "waiting", round + 1);
            assertThat(row.retries()).isZero();
            assertThat(row.dueAt()).isEqualTo(clock.instant().plusSeconds(5));
            clock.set(row.dueAt());
            queue.awaitRow(job, "dispatched", round + 1);
        }
    }

    @Test
    void aCircuitThatStaysOpenIsToldOnceAndTheJobWaitsOn() {
        var job = dispatched();

        for (var round = 1; round <= 5; round++) {
            queue.reportCircuitOpen(job, round, 300_000L, clock.instant());
            var row = queue.awaitRow(job, "waiting", round + 1);
            assertThat(row.retries()).isZero();
            clock.set(row.dueAt());
            queue.awaitRow(job, "dispatched", round + 1);
        }

        var told = kafka.events(Topics.DELIVERY, DeliveryReported.class).stream()
                .filter(each -> job.equals(each.jobId()) && "circuit-patience".equals(each.failureCode()))
                .toList();
        assertThat(told).singleElement().satisfies(report -> {
            assertThat(report.state()).isEqualTo(DeliveryState.NOT_SENT);
            assertThat(report.failureClass()).isEqualTo(FailureClass.PARKED);
            assertThat(report.attempt())
                    .as("open since the first, fifteen minutes later")
                    .isEqualTo(4);
        });
        assertThat(queue.row(job).state()).isEqualTo("dispatched");
    }

    @Test
    void aJobThatIsParkedTooLongExpires() {
        var job = queue.schedule(
                queue.contact(clock.instant(), clock.instant().plusSeconds(600), routine("America/New_York")));
        queue.awaitRow(job, "dispatched", 1);

        queue.reportCircuitOpen(job, 1, 700_000L, clock.instant());
        var lastTry = queue.awaitRow(job, "waiting", 2).dueAt();
        assertThat(lastTry).as("what a worker wants is no end").isEqualTo(SettableClock.START.plusSeconds(595));
        clock.set(lastTry);
        queue.awaitRow(job, "dispatched", 2);
        queue.reportCircuitOpen(job, 2, 700_000L, clock.instant());

        assertThat(queue.awaitEnd(job, DeliveryState.EXPIRED).failureCode()).isEqualTo("expired");
    }

    @Test
    void aProviderThatAsksForPatienceGetsIt() {
        var job = dispatched();

        queue.report(job, 1, DeliveryState.NOT_SENT, FailureClass.THROTTLE, 90_000L, clock.instant());

        assertThat(queue.awaitRow(job, "waiting", 2).dueAt()).isEqualTo(SettableClock.START.plusSeconds(90));
    }

    @Test
    void aProviderThatIsTooBusyForLongUsesUpNoRetries() {
        var job = dispatched();

        for (var attempt = 1; attempt <= 8; attempt++) {
            queue.report(job, attempt, DeliveryState.NOT_SENT, FailureClass.THROTTLE, 1_000L, clock.instant());
            queue.awaitRow(job, "waiting", attempt + 1);
            clock.set(clock.instant().plusSeconds(2));
            queue.awaitRow(job, "dispatched", attempt + 1);
        }

        assertThat(queue.row(job).retries()).isZero();
    }

    @Test
    void aRetryThatWouldComeAfterTheWindowWaitsForTheNext() {
        var lastMinute = Instant.parse("2026-03-03T00:44:00Z");
        clock.set(lastMinute);
        var job = dispatched();

        queue.report(job, 1, DeliveryState.NOT_SENT, FailureClass.THROTTLE, 120_000L, lastMinute);

        assertThat(queue.awaitRow(job, "waiting", 2).dueAt()).isEqualTo(Instant.parse("2026-03-03T14:00:00Z"));
    }

    @Test
    void aBusyProviderIsAskedOnceMoreJustBeforeAJobExpires() {
        var job = queue.schedule(
                queue.contact(SettableClock.START, SettableClock.START.plusSeconds(30), routine("America/New_York")));
        queue.awaitRow(job, "dispatched", 1);

        queue.report(job, 1, DeliveryState.NOT_SENT, FailureClass.THROTTLE, 60_000L, clock.instant());

        assertThat(queue.awaitRow(job, "waiting", 2).dueAt()).isEqualTo(SettableClock.START.plusSeconds(25));
    }

    @Test
    void aRetryThatWouldComeTooLateExpires() {
        var job = queue.schedule(
                queue.contact(SettableClock.START, SettableClock.START.plusSeconds(30), routine("America/New_York")));
        queue.awaitRow(job, "dispatched", 1);

        queue.report(job, 1, DeliveryState.NOT_SENT, FailureClass.RETRY, 60_000L, clock.instant());

        assertThat(queue.awaitEnd(job, DeliveryState.EXPIRED).failureCode()).isEqualTo("expired");
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureClass.class,
            names = {"PERM_ADDR", "PERM_MSG", "CONFIG", "OPTOUT", "WINDOW", "REFUSED"})
    void aPermanentFailureEndsTheJob(FailureClass failure) {
        var job = dispatched();

        queue.report(job, 1, DeliveryState.NOT_SENT, failure, clock.instant());

        var row = queue.awaitRow(job, "ended", 1);
        assertThat(row.reason()).isEqualTo("test-" + failure.code());
        assertThat(row.content()).isNull();
    }

    @Test
    void anAcceptedJobIsForgotten() {
        var job = dispatched();

        queue.report(job, 1, DeliveryState.PROCESSING, null, clock.instant());
        queue.report(job, 1, DeliveryState.ACCEPTED, null, clock.instant());

        assertThat(queue.awaitRow(job, "ended", 1).content()).isNull();
    }

    @Test
    void anUnknownOutcomeIsNeverRetriedBeforeItIsKnown() {
        var job = dispatched();

        queue.report(job, 1, DeliveryState.UNKNOWN, null, clock.instant());

        queue.awaitReason(job, "under-review");
        clock.advance(Duration.ofHours(1));
        await().during(Duration.ofMillis(400))
                .until(() -> "dispatched".equals(queue.row(job).state()));
        queue.report(job, 1, DeliveryState.NOT_SENT, FailureClass.RETRY, clock.instant());
        queue.awaitRow(job, "waiting", 2);
    }

    @Test
    void aReportThatArrivesTwiceCountsOnce() {
        var job = dispatched();
        queue.report(job, 1, DeliveryState.NOT_SENT, FailureClass.RETRY, clock.instant());
        clock.set(queue.awaitRow(job, "waiting", 2).dueAt());
        queue.awaitRow(job, "dispatched", 2);

        queue.report(job, 1, DeliveryState.NOT_SENT, FailureClass.RETRY, clock.instant());
        queue.report(job, 2, DeliveryState.UNKNOWN, null, clock.instant());

        queue.awaitReason(job, "under-review");
        assertThat(queue.row(job).attempt()).isEqualTo(2);
        assertThat(queue.row(job).retries()).isEqualTo(1);
    }

    @Test
    void aJobTheProviderTurnsOutToHaveIsNotTriedAgain() {
        var job = dispatched();
        queue.report(job, 1, DeliveryState.NOT_SENT, FailureClass.RETRY, clock.instant());
        queue.awaitRow(job, "waiting", 2);

        queue.report(job, 1, DeliveryState.DELIVERED, null, clock.instant());

        queue.awaitRow(job, "ended", 2);
        assertThat(queue.orders(job)).hasSize(1);
    }

    @Test
    void aJobWithdrawnOnItsWayDoesNotComeBack() {
        var job = dispatched();
        queue.withdraw(job);
        await().until(() -> queue.row(job).cancelled());

        queue.report(job, 1, DeliveryState.NOT_SENT, FailureClass.RETRY, clock.instant());

        assertThat(queue.awaitRow(job, "ended", 1).reason()).isEqualTo("cancelled");
        var heldBack = kafka.await(
                Topics.DELIVERY,
                DeliveryReported.class,
                each -> job.equals(each.jobId()) && each.failureClass() == FailureClass.REFUSED);
        assertThat(heldBack.state()).isEqualTo(DeliveryState.NOT_SENT);
        assertThat(heldBack.failureCode()).isEqualTo("cancelled");
    }

    @Test
    void whatIsSaidOfAnswersChangesNoQueue() {
        assertThat(DeliveryFeedback.matters(delivered(1))).isTrue();
        assertThat(DeliveryFeedback.matters(delivered(DeliveryReported.ANSWER))).isFalse();
    }

    private static DeliveryReported delivered(int attempt) {
        return new DeliveryReported(
                Samples.JOB,
                null,
                null,
                Channel.SMS,
                attempt,
                DeliveryState.DELIVERED,
                "SM1",
                null,
                null,
                null,
                false,
                SettableClock.START);
    }

    @Test
    void theNewestInsightIsKept() {
        insight(2, 17);
        insight(1, 9);
        insight(3, 18);

        await().untilAsserted(() -> assertThat(bestHours()).containsExactly(18));
    }

    private void insight(long version, int hour) {
        kafka.publish(
                Topics.INSIGHT,
                "4711",
                new InsightLearned(
                        4711, Samples.ORGANIZATION, version, hour, Channel.SMS, 0.1, 0.8, 12, SettableClock.START));
    }

    private List<Integer> bestHours() {
        return jdbc.sql("SELECT best_hour FROM best_hours WHERE patient_id = 4711 AND version = 3")
                .query((row, _) -> row.getInt("best_hour"))
                .list();
    }

    private UUID dispatched() {
        var now = clock.instant();
        var job = queue.schedule(queue.contact(now, now.plus(DAY), routine("America/New_York")));
        queue.awaitRow(job, "dispatched", 1);
        return job;
    }
}
