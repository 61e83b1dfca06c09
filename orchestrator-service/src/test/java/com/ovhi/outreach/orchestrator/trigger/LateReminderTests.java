package com.ovhi.outreach.orchestrator.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Days that change when the time of their last reminder has come and nobody knows yet whether it was sent. */
@ServiceTest(schema = "ovhi_orchestrator")
class LateReminderTests extends RemindersPastTheirTime {

    LateReminderTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            SettableClock clock,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, clock, port);
    }

    @Test
    void remindOnceOfWhatTheDayHasBecomeWhenNothingWasSent() {
        var visit = book(MORNING);
        var late = pastItsTime();
        book(AFTERNOON);
        awaitCancelled(late);
        assertThat(waiting()).as("reminders that may be told twice").isEmpty();

        report(late, DeliveryState.NOT_SENT, FailureClass.REFUSED, "cancelled");
        report(late, DeliveryState.NOT_SENT, FailureClass.REFUSED, "cancelled");

        await().untilAsserted(() -> assertThat(waiting()).containsExactly("appointment/" + visit));
        settled();
        assertThat(waiting()).containsExactly("appointment/" + visit);
    }

    @Test
    void remindOfWhatIsLeftOfTheDay() {
        var early = book(MORNING);
        awaitWaiting(2);
        var second = book(SOON_AFTER);
        await().untilAsserted(() ->
                assertThat(statuses()).filteredOn("cancelled"::equals).hasSize(2));
        awaitWaiting(2);
        var late = pastItsTime();

        clinic.close("appointment.cancelled", early, 2, patient);
        awaitCancelled(late);
        assertThat(waiting()).as("reminders that may be told twice").isEmpty();
        report(late, DeliveryState.NOT_SENT, FailureClass.REFUSED, "cancelled");

        await().untilAsserted(() -> assertThat(waiting()).containsExactly("appointment/" + second));
    }

    @Test
    void tellNobodyTwiceWhoWasToldAfterAll() {
        book(MORNING);
        var late = pastItsTime();
        book(AFTERNOON);
        awaitCancelled(late);

        report(late, DeliveryState.NOT_SENT, FailureClass.RETRY, "an-older-attempt");
        report(late, DeliveryState.ACCEPTED, null, null);

        awaitJob(late, Milestone.SENT);
        settled();
        assertThat(waiting()).isEmpty();
    }

    @Test
    void tellNobodyWhoWantsNoReminderAnyMore() {
        book(MORNING);
        var late = pastItsTime();
        book(AFTERNOON);
        awaitCancelled(late);

        assertThat(cancel(late).at("/cancellation")).isEqualTo("asked-for");
        report(late, DeliveryState.NOT_SENT, FailureClass.REFUSED, "cancelled");

        await().untilAsserted(() -> assertThat(get("/api/v1/comm/jobs/" + late, core(clinic))
                        .json()
                        .at("/milestones")
                        .has("failed"))
                .isTrue());
        settled();
        assertThat(waiting()).isEmpty();
    }

    /** What a newer plan has asked for is not asked for again, whatever becomes of what an older one had asked for. */
    @Test
    void remindOnceWhenTheDayChangesAgainMeanwhile() {
        var visit = book(MORNING);
        var late = pastItsTime();
        book(AFTERNOON);
        awaitCancelled(late);
        book("2026-03-12T16:00:00-04:00");
        settled();

        report(late, DeliveryState.NOT_SENT, FailureClass.REFUSED, "cancelled");
        await().untilAsserted(() -> assertThat(waiting()).containsExactly("appointment/" + visit));

        var again = reminders("queued").getFirst();
        book(EVENING);
        awaitCancelled(again);
        report(again, DeliveryState.NOT_SENT, FailureClass.REFUSED, "cancelled");

        await().untilAsserted(() -> assertThat(waiting()).containsExactly("appointment/" + visit));
    }

    /** What a plan in between has asked for was sent, though the newest has asked for nothing. */
    @Test
    void tellNobodyTwiceWhoWasToldByAPlanInBetween() {
        var visit = book(MORNING);
        var late = pastItsTime();
        book(AFTERNOON);
        awaitCancelled(late);
        report(late, DeliveryState.NOT_SENT, FailureClass.REFUSED, "cancelled");
        await().untilAsserted(() -> assertThat(waiting()).containsExactly("appointment/" + visit));
        var between = reminders("queued").getFirst();
        report(between, DeliveryState.ACCEPTED, null, null);
        awaitJob(between, Milestone.SENT);
        book(EVENING);
        settled();

        report(late, DeliveryState.NOT_SENT, FailureClass.REFUSED, "cancelled");
        settled();

        assertThat(waiting()).isEmpty();
    }
}
