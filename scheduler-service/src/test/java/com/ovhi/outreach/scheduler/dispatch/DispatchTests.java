package com.ovhi.outreach.scheduler.dispatch;

import static com.ovhi.outreach.scheduler.window.Windows.marketing;
import static com.ovhi.outreach.scheduler.window.Windows.routine;
import static com.ovhi.outreach.scheduler.window.Windows.urgent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.scheduler.QueueDriver;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is due leaves, once, in time and in its window; what is not, does not. */
@ServiceTest(schema = "ovhi_scheduler")
class DispatchTests {

    private static final Duration DAY = Duration.ofDays(1);
    private static final SendWindow NEW_YORK = routine("America/New_York");

    private final SettableClock clock;
    private final TestKafka kafka;
    private final QueueDriver queue;
    private final Instant now = SettableClock.START;

    DispatchTests(SettableClock clock, TestKafka kafka, JdbcClient jdbc) {
        this.clock = clock;
        this.kafka = kafka;
        queue = new QueueDriver(kafka, jdbc);
    }

    @BeforeEach
    void itIsMondayMorning() {
        clock.set(now);
    }

    @Test
    void aJobDueNowLeavesWithinASecond() {
        var latencies = new ArrayList<Duration>();
        var contact = queue.contact(now, now.plus(DAY), NEW_YORK);
        for (var i = 0; i < 5; i++) {
            latencies.add(latency(queue.contact(now, now.plus(DAY), NEW_YORK)));
        }
        latencies.add(latency(contact));

        // The median: a busy machine may hold one of them up.
        assertThat(latencies.stream().sorted().toList().get(3)).isLessThan(Duration.ofSeconds(1));
        var order = kafka.await(
                Topics.dispatch(Channel.SMS, Lane.PRIORITY),
                DispatchOrdered.class,
                each -> each.jobId().equals(contact.jobId()));
        assertThat(order)
                .isEqualTo(new DispatchOrdered(
                        contact.jobId(),
                        contact.slotId(),
                        contact.organizationId(),
                        contact.patientId(),
                        contact.purpose(),
                        contact.channel(),
                        1,
                        Instant.parse("2026-03-03T00:45:00Z"),
                        false,
                        contact.content(),
                        contact.expiresAt()));
    }

    @Test
    void aJobLeavesWhenItsTimeComesAndNotBefore() {
        var job = queue.schedule(queue.contact(now.plusSeconds(600), now.plus(DAY), NEW_YORK));
        queue.awaitRow(job, "waiting", 1);

        clock.set(now.plusSeconds(599));
        await().during(Duration.ofMillis(400)).until(() -> waits(job));
        clock.set(now.plusSeconds(600));

        await().atMost(Duration.ofSeconds(1)).until(() -> !waits(job));
        assertThat(orders(job)).hasSize(1);
    }

    @Test
    void theDeadlineIsTheExpiryWhenThatIsEarlier() {
        var job = queue.schedule(queue.contact(now, now.plusSeconds(60), NEW_YORK));

        queue.awaitRow(job, "dispatched", 1);

        assertThat(orders(job)).extracting(DispatchOrdered::deadline).containsExactly(now.plusSeconds(60));
    }

    @Test
    void anUrgentJobLeavesAtNight() {
        var night = Instant.parse("2026-03-03T07:00:00Z");
        clock.set(night);

        var job = queue.schedule(queue.contact(night, night.plusSeconds(600), urgent("America/New_York")));

        queue.awaitRow(job, "dispatched", 1);
    }

    @Test
    void aJobWhoseWindowHasClosedWaitsForTheNext() {
        var evening = Instant.parse("2026-03-03T00:50:00Z");
        clock.set(evening);

        var job = queue.schedule(queue.contact(evening, evening.plus(DAY), NEW_YORK));

        queue.awaitReason(job, "window-closed");
        clock.set(Instant.parse("2026-03-03T14:00:00Z"));
        queue.awaitRow(job, "dispatched", 1);
        assertThat(orders(job))
                .extracting(DispatchOrdered::deadline)
                .containsExactly(Instant.parse("2026-03-04T00:45:00Z"));
    }

    @Test
    void aJobOfAPatientWhoHasMovedSinceLeavesByTheNewZone() {
        var contact = queue.contact(771_177, now.plusSeconds(600), now.plus(DAY), NEW_YORK);
        var job = queue.schedule(contact);
        queue.awaitRow(job, "waiting", 1);

        kafka.publish(
                Topics.PREFERENCE,
                Long.toString(contact.patientId()),
                new PreferenceChanged(
                        contact.patientId(),
                        contact.organizationId(),
                        9,
                        List.of("Pacific/Honolulu"),
                        "en",
                        LocalTime.of(22, 0),
                        LocalTime.of(8, 0),
                        null,
                        Map.of(),
                        now));
        queue.awaitReason(job, "replanned");
        clock.set(now.plusSeconds(600));

        await().during(Duration.ofMillis(400)).until(() -> waits(job));
        assertThat(queue.orders(job)).isEmpty();
        clock.set(queue.row(job).dueAt());
        queue.awaitRow(job, "dispatched", 1);
    }

    @Test
    void aJobThatCouldNotGetThroughBeforeTheWindowClosesWaits() {
        var lastSecond = Instant.parse("2026-03-03T00:44:59Z");
        clock.set(lastSecond);

        var job = queue.schedule(queue.contact(lastSecond, lastSecond.plus(DAY), NEW_YORK));

        queue.awaitReason(job, "window-closing");
        assertThat(queue.row(job).state()).isEqualTo("waiting");
    }

    @Test
    void aJobWithoutALaterChanceLeavesInTheLastSecond() {
        var lastSecond = Instant.parse("2026-03-03T00:44:59Z");
        clock.set(lastSecond);

        var job = queue.schedule(queue.contact(lastSecond, lastSecond.plusSeconds(3_600), NEW_YORK));

        queue.awaitRow(job, "dispatched", 1);
    }

    @Test
    void aJobThatNoWindowIsLeftForExpires() {
        var evening = Instant.parse("2026-03-03T00:50:00Z");
        clock.set(evening);

        var job = queue.schedule(queue.contact(evening, evening.plusSeconds(3_600), NEW_YORK));

        assertThat(queue.awaitEnd(job, DeliveryState.EXPIRED).failureCode()).isEqualTo("no-window");
        assertThat(queue.awaitRow(job, "ended", 1).content()).isNull();
        assertThat(queue.orders(job)).isEmpty();
    }

    @Test
    void aJobThatIsNotUsefulAnyMoreExpires() {
        var job = queue.schedule(queue.contact(now.minusSeconds(60), now, NEW_YORK));

        assertThat(queue.awaitEnd(job, DeliveryState.EXPIRED).failureCode()).isEqualTo("expired");
        assertThat(queue.orders(job)).isEmpty();
    }

    @Test
    void aCampaignTravelsInItsOwnLaneAndOnlyInMarketingHours() {
        var contact = queue.bulk(queue.contact(now, now.plus(DAY), marketing("America/New_York")));

        queue.schedule(contact);

        var order = kafka.await(
                Topics.dispatch(Channel.EMAIL, Lane.BULK),
                DispatchOrdered.class,
                each -> each.jobId().equals(contact.jobId()));
        assertThat(order.marketing()).isTrue();
        assertThat(order.deadline()).isEqualTo(Instant.parse("2026-03-02T22:45:00Z"));
    }

    @Test
    void aJobWithdrawnBeforeItsTimeNeverLeaves() {
        var job = queue.schedule(queue.contact(now.plusSeconds(600), now.plus(DAY), NEW_YORK));
        queue.awaitRow(job, "waiting", 1);

        queue.withdraw(job);

        assertThat(queue.awaitRow(job, "ended", 1).reason()).isEqualTo("cancelled");
        awaitHeldBack(job);
        clock.set(now.plusSeconds(700));
        await().during(Duration.ofMillis(400)).until(() -> queue.orders(job).isEmpty());
    }

    private void awaitHeldBack(UUID job) {
        var report = kafka.await(Topics.DELIVERY, DeliveryReported.class, each -> job.equals(each.jobId()));
        assertThat(report.state()).isEqualTo(DeliveryState.NOT_SENT);
        assertThat(report.failureClass()).isEqualTo(FailureClass.REFUSED);
        assertThat(report.failureCode()).isEqualTo("cancelled");
    }

    @Test
    void aJobWithdrawnBeforeItArrivesNeverLeaves() {
        var contact = queue.contact(now, now.plus(DAY), NEW_YORK);
        queue.withdraw(contact.jobId());

        queue.schedule(contact);

        assertThat(queue.awaitRow(contact.jobId(), "ended", 1).reason()).isEqualTo("cancelled");
        awaitHeldBack(contact.jobId());
        assertThat(queue.orders(contact.jobId())).isEmpty();
    }

    @Test
    void aJobThatArrivesTwiceLeavesOnce() {
        var contact = queue.contact(now, now.plus(DAY), NEW_YORK);

        queue.schedule(contact);
        queue.awaitRow(contact.jobId(), "dispatched", 1);
        queue.schedule(contact);
        queue.awaitRow(queue.schedule(queue.contact(now, now.plus(DAY), NEW_YORK)), "dispatched", 1);

        assertThat(orders(contact.jobId())).hasSize(1);
    }

    @Test
    void aJobThatCanNeverLeaveIsGivenBack() {
        var nowhere = queue.contact(now, now.plus(DAY), routine("America/Nowhere"));
        var never = queue.contact(Instant.EPOCH, now.plus(DAY), NEW_YORK);

        queue.schedule(nowhere);
        queue.schedule(never);

        assertThat(queue.awaitEnd(nowhere.jobId(), DeliveryState.EXHAUSTED).failureCode())
                .isEqualTo("unknown-zone");
        assertThat(queue.awaitEnd(never.jobId(), DeliveryState.EXHAUSTED).failureCode())
                .isEqualTo("time-out-of-range");
        assertThat(queue.find(nowhere.jobId())).isEmpty();
        assertThat(queue.find(never.jobId())).isEmpty();
    }

    /** From the event to the row that says it is dispatched. */
    private Duration latency(ContactDue contact) {
        var start = System.nanoTime();
        queue.schedule(contact);
        await().pollInterval(Duration.ofMillis(10))
                .until(() -> queue.find(contact.jobId())
                        .filter(row -> "dispatched".equals(row.state()))
                        .isPresent());
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private boolean waits(UUID job) {
        return "waiting".equals(queue.row(job).state());
    }

    private List<DispatchOrdered> orders(UUID job) {
        await().until(() -> !queue.orders(job).isEmpty());
        return queue.orders(job);
    }
}
