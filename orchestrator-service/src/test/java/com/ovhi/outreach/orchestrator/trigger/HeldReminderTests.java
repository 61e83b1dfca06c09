package com.ovhi.outreach.orchestrator.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reminders whose time has come and of which it is known, when their day changes, that they were not sent yet. */
@ServiceTest(schema = "ovhi_orchestrator")
class HeldReminderTests extends RemindersPastTheirTime {

    HeldReminderTests(
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
    void areAskedForAgainAtOnceWhenTheSchedulerIsKnownToHoldThem() {
        var visit = book(MORNING);
        var late = pastItsTime();
        heldForHours(late);

        book(AFTERNOON);
        awaitCancelled(late);
        await().untilAsserted(() -> assertThat(waiting()).containsExactly("appointment/" + visit));

        report(late, DeliveryState.NOT_SENT, FailureClass.REFUSED, "cancelled");
        settled();
        assertThat(waiting()).containsExactly("appointment/" + visit);
    }

    /** A worker has had it before, so it does not count as waiting; and the scheduler has it for later. */
    @Test
    void areAskedForAgainWhenAnAttemptOfThemHadFailedBefore() {
        var visit = book(MORNING);
        var late = pastItsTime();
        report(late, DeliveryState.UNKNOWN, null, "timeout");
        report(late, DeliveryState.NOT_SENT, FailureClass.RETRY, "not-found-at-provider");
        heldForHours(late);

        book(AFTERNOON);
        awaitCancelled(late);
        report(late, DeliveryState.NOT_SENT, FailureClass.REFUSED, "cancelled");

        await().untilAsserted(() -> assertThat(waiting()).containsExactly("appointment/" + visit));
    }

    @Test
    void areAskedForAgainWhenTheyWereNotEvenDecided() {
        Neighbours.unknown(patient);
        var visit = book(MORNING);
        await().untilAsserted(() -> assertThat(undecided()).isEqualTo(3));
        clock.set(DUE.plusSeconds(3_600));
        book(AFTERNOON);
        await().untilAsserted(() -> assertThat(undecided()).isEqualTo(5));

        Neighbours.prefers(clinic.preferences(patient, true));

        await().untilAsserted(() -> assertThat(undecided()).isZero());
        assertThat(waiting()).containsExactly("appointment/" + visit);
    }
}
