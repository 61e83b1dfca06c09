package com.ovhi.outreach.scheduler.queue;

import static com.ovhi.outreach.scheduler.window.Windows.routine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContactMoved;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.Topics;
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
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whoever made a job hears when it leaves at another time, and why. */
@ServiceTest(schema = "ovhi_scheduler")
class ToldMoveTests {

    private static final String NEW_YORK = "America/New_York";

    /** Tuesday 10:00 in New York. */
    private static final Instant TUESDAY = Instant.parse("2026-03-03T15:00:00Z");

    private final SettableClock clock;
    private final TestKafka kafka;
    private final QueueDriver queue;

    ToldMoveTests(SettableClock clock, TestKafka kafka, JdbcClient jdbc) {
        this.clock = clock;
        this.kafka = kafka;
        queue = new QueueDriver(kafka, jdbc);
    }

    @BeforeEach
    void itIsMondayMorning() {
        clock.set(SettableClock.START);
    }

    @Test
    void ofAJobThatMovesEarlier() {
        var job = queue.schedule(queue.contact(771_951, TUESDAY, TUESDAY.plus(Duration.ofHours(3)), routine(NEW_YORK)));
        queue.awaitRow(job, "waiting", 1);

        preferences(771_951, "Pacific/Honolulu", "08:00");

        assertThat(told(job))
                .isEqualTo(new ContactMoved(
                        job,
                        Samples.ORGANIZATION,
                        771_951,
                        Instant.parse("2026-03-03T05:15:00Z"),
                        "replanned",
                        SettableClock.START));
    }

    /** It is the last half hour of the evening, and tomorrow the patient rests until it is too late. */
    @Test
    void longEnoughBeforeAJobThatMovesEarlierLeaves() {
        clock.set(Instant.parse("2026-03-03T00:20:00Z"));
        var job = queue.schedule(queue.contact(771_953, TUESDAY, TUESDAY.plus(Duration.ofHours(3)), routine(NEW_YORK)));
        queue.awaitRow(job, "waiting", 1);

        preferences(771_953, NEW_YORK, "14:00");

        assertThat(told(job).dueAt()).isEqualTo("2026-03-03T00:22:00Z");
    }

    @Test
    void ofAJobThatIsHeldUntilItsWindowOpens() {
        clock.set(Instant.parse("2026-03-03T03:00:00Z"));
        var job = queue.schedule(
                queue.contact(771_952, clock.instant(), clock.instant().plus(Duration.ofDays(2)), routine(NEW_YORK)));

        assertThat(told(job))
                .extracting("dueAt", "reason")
                .containsExactly(Instant.parse("2026-03-03T14:00:00Z"), "window-closed");
    }

    @Test
    void onceForEachReasonOfAJobThatIsTurnedBackAgainAndAgain() {
        var job = dispatched();

        for (var round = 1; round <= 8; round++) {
            var reason = round <= 5 ? FailureClass.PARKED : FailureClass.THROTTLE;
            queue.report(job, round, DeliveryState.NOT_SENT, reason, 70_000L, clock.instant());
            clock.set(queue.awaitRow(job, "waiting", round + 1).dueAt());
            queue.awaitRow(job, "dispatched", round + 1);
        }
        assertThat(queue.row(job).reason()).isNull();

        withdrawn(job, 9);
        assertThat(all(job))
                .extracting(ContactMoved::dueAt, ContactMoved::reason)
                .containsExactly(
                        Tuple.tuple(SettableClock.START.plusSeconds(140), "test-parked"),
                        Tuple.tuple(SettableClock.START.plusSeconds(420), "test-throttle"));
    }

    @Test
    void notOfThoseThatLeaveInTime() {
        var jobs = Stream.generate(this::dispatched).limit(5).toList();
        queue.report(jobs.getFirst(), 1, DeliveryState.NOT_SENT, FailureClass.RETRY, clock.instant());
        clock.set(queue.awaitRow(jobs.getFirst(), "waiting", 2).dueAt());
        queue.awaitRow(jobs.getFirst(), "dispatched", 2);

        withdrawn(jobs.getFirst(), 2);
        assertThat(jobs).allSatisfy(job -> assertThat(all(job)).isEmpty());
    }

    private UUID dispatched() {
        var job = queue.schedule(
                queue.contact(clock.instant(), clock.instant().plus(Duration.ofDays(1)), routine(NEW_YORK)));
        queue.awaitRow(job, "dispatched", 1);
        return job;
    }

    /** Its end comes after everything else that was said of it. */
    private void withdrawn(UUID job, int attempt) {
        queue.withdraw(job);
        await().until(() -> queue.row(job).cancelled());
        queue.report(job, attempt, DeliveryState.NOT_SENT, FailureClass.PARKED, clock.instant());
        kafka.await(
                Topics.DELIVERY,
                DeliveryReported.class,
                each -> job.equals(each.jobId()) && "cancelled".equals(each.failureCode()));
    }

    private ContactMoved told(UUID job) {
        return kafka.await(
                Topics.DELIVERY, ContactMoved.class, each -> each.jobId().equals(job));
    }

    private List<ContactMoved> all(UUID job) {
        return kafka.events(Topics.DELIVERY, ContactMoved.class).stream()
                .filter(each -> each.jobId().equals(job))
                .toList();
    }

    private void preferences(long patient, String zone, String quietEnd) {
        kafka.publish(
                Topics.PREFERENCE,
                Long.toString(patient),
                new PreferenceChanged(
                        patient,
                        Samples.ORGANIZATION,
                        9,
                        List.of(zone),
                        "en",
                        LocalTime.parse("20:00"),
                        LocalTime.parse(quietEnd),
                        null,
                        Map.of(),
                        clock.instant()));
    }
}
