package com.ovhi.outreach.scheduler.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.SendWindow;
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
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An order says by which preferences it was judged, so that the send gate can tell when there are newer ones. */
@ServiceTest(schema = "ovhi_scheduler")
class JudgedByTests {

    private static final AtomicLong PATIENTS = new AtomicLong(884_100);
    private static final Instant NOW = SettableClock.START;
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private final SettableClock clock;
    private final TestKafka kafka;
    private final JdbcClient jdbc;
    private final QueueDriver queue;
    private final Reordering reordering;
    private final long patient = PATIENTS.incrementAndGet();

    JudgedByTests(SettableClock clock, TestKafka kafka, JdbcClient jdbc, Reordering reordering) {
        this.clock = clock;
        this.kafka = kafka;
        this.jdbc = jdbc;
        this.reordering = reordering;
        queue = new QueueDriver(kafka, jdbc);
    }

    @BeforeEach
    void itIsMondayMorning() {
        clock.set(NOW);
    }

    @Test
    void thoseItWasPlannedByIfNoNewerOnesAreKnown() {
        prefers(2, null);

        assertThat(versions(dispatched(window(3L, false)))).containsExactly(3L);
    }

    @Test
    void newerOnesThatAreKnownWhenItLeaves() {
        prefers(9, null);

        assertThat(versions(dispatched(window(3L, false)))).containsExactly(9L);
        assertThat(versions(dispatched(window(null, false)))).containsExactly(9L);
    }

    @Test
    void noneIfNoneAreKnownOrNoneCount() {
        assertThat(versions(dispatched(window(null, false)))).containsOnlyNulls();
        prefers(9, null);
        assertThat(versions(dispatched(window(3L, true))))
                .as("what passes quiet hours")
                .containsOnlyNulls();
    }

    @Test
    void theNewestOnesWhenItIsGivenAgain() {
        var job = dispatched(window(3L, false));
        prefers(4, null);
        clock.set(NOW.plus(Duration.ofMinutes(6)));

        reordering.work();

        await().untilAsserted(() -> assertThat(versions(job)).containsExactly(3L, 4L));
    }

    /** The worker was away; meanwhile the patient wants to rest from ten in the morning on. */
    @Test
    void whatIsTurnedBackForNewerOnesWaitsForTheHoursTheyAllow() {
        var job = dispatched(window(3L, false));
        prefers(4, LocalTime.of(10, 0));

        turnBack(job, 1);

        var row = queue.awaitRow(job, "waiting", 2);
        assertThat(row.retries()).isZero();
        assertThat(row.dueAt()).as("eight in New York, nine for the suite").isEqualTo("2026-03-03T14:00:00Z");
        clock.set(row.dueAt());
        queue.awaitRow(job, "dispatched", 2);
        await().untilAsserted(() -> assertThat(versions(job)).containsExactly(3L, 4L));
    }

    /** The gate has heard of it before: it is asked again after a pause, and for nothing but the same. */
    @Test
    void whatIsTurnedBackBeforeTheyAreKnownHereComesAgainAfterAPause() {
        var job = dispatched(window(3L, false));
        for (var round = 1; round <= 8; round++) {
            turnBack(job, round);
            var row = queue.awaitRow(job, "waiting", round + 1);
            assertThat(row.retries()).isZero();
            assertThat(row.dueAt()).isEqualTo(clock.instant().plus(PAUSE));
            clock.set(row.dueAt());
            queue.awaitRow(job, "dispatched", round + 1);
        }
        prefers(4, null);

        turnBack(job, 9);
        clock.set(queue.awaitRow(job, "waiting", 10).dueAt());

        queue.awaitRow(job, "dispatched", 10);
        await().untilAsserted(() -> assertThat(versions(job)).hasSize(10).endsWith(4L));
    }

    private void turnBack(UUID job, int attempt) {
        kafka.publish(
                Topics.DELIVERY,
                job.toString(),
                new DeliveryReported(
                        job,
                        Samples.ORGANIZATION,
                        patient,
                        Channel.SMS,
                        attempt,
                        DeliveryState.NOT_SENT,
                        null,
                        FailureClass.PARKED,
                        "preferences-changed",
                        PAUSE.toMillis(),
                        false,
                        clock.instant()));
    }

    private UUID dispatched(SendWindow window) {
        var job = queue.schedule(queue.contact(patient, NOW, NOW.plus(Duration.ofDays(1)), window));
        queue.awaitRow(job, "dispatched", 1);
        await().until(() -> queue.orders(job).size() == 1);
        return job;
    }

    private List<@Nullable Long> versions(UUID job) {
        return queue.orders(job).stream()
                .<@Nullable Long>map(DispatchOrdered::preferenceVersion)
                .toList();
    }

    /** The patient wants to rest from an hour on until eight; null for no rest at all. */
    private void prefers(long version, @Nullable LocalTime quietStart) {
        kafka.publish(
                Topics.PREFERENCE,
                Long.toString(patient),
                new PreferenceChanged(
                        patient,
                        Samples.ORGANIZATION,
                        version,
                        List.of("America/New_York"),
                        "en",
                        quietStart,
                        quietStart == null ? null : LocalTime.of(8, 0),
                        null,
                        Map.of(),
                        NOW));
        await().until(() -> jdbc.sql("SELECT COUNT(*) FROM patient_hours WHERE patient_id = ? AND version = ?")
                        .params(patient, version)
                        .query(Integer.class)
                        .single()
                == 1);
    }

    private static SendWindow window(@Nullable Long version, boolean urgent) {
        return new SendWindow(
                List.of("America/New_York"), LocalTime.of(22, 0), LocalTime.of(8, 0), false, urgent, version);
    }
}
