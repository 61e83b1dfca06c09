package com.ovhi.outreach.orchestrator.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import com.ovhi.outreach.orchestrator.waiting.StillMissing;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two records of a clinic with the usual caps have visits on one day, which stays as it is when they are merged. Against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class MergedUnderCapsTests extends EndingRecords {

    private static final String LATER = "2026-03-12T10:30:00-04:00";

    /** Of both visits, the day before. */
    private static final String[] NEXT_REMINDERS = {"2026-03-11T13:30:00Z", "2026-03-11T14:30:00Z"};

    private static final List<String> LATER_REMINDERS = List.of("2026-03-09T14:30:00Z", "2026-03-11T14:30:00Z");

    MergedUnderCapsTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            SettableClock clock,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, clock, port);
    }

    @Override
    protected Clinic newClinic() {
        return usualClinic();
    }

    /** Also on another channel, when the first one fails. */
    @Test
    void whatIsDueIsToldBesideTheOther() {
        var stays = clinic.patient();
        book(patient, 1, MORNING);
        book(stays, 1, LATER);
        awaitReminders(patient, 2);
        awaitReminders(stays, 2);
        sendWhatIsDueBefore("2026-03-11T13:29:00Z");
        var due = reminder(patient, "1d");

        merge(patient, stays);

        var follows = deliveries.successor(due);
        assertThat(follows.patientId()).isEqualTo(stays);
        await().untilAsserted(() -> assertThat(reminders(stays)).containsExactly(NEXT_REMINDERS));
        assertThat(channels(stays)).containsExactly("sms", "sms");

        deliveries.report(follows.jobId(), DeliveryState.EXHAUSTED, FailureClass.RETRY, "30001", 6);

        await().untilAsserted(() -> assertThat(channels(stays)).containsExactly("email", "sms"));
        assertThat(reminders(stays)).containsExactly(NEXT_REMINDERS);
        assertThat(refusals()).isEmpty();
    }

    /** Of the reminders that wait for a patient, by the time when they are to be sent. */
    private List<String> channels(long of) {
        return jdbc.sql("""
                        SELECT channel FROM comm_jobs
                        WHERE patient_id = ? AND purpose = 'appt_reminder' AND status IN ('queued', 'processing')
                        ORDER BY scheduled_at""")
                .param(of)
                .query((row, _) -> row.getString("channel"))
                .list();
    }

    @Test
    void whatWasStillToBeDecidedIsToldBesideTheOther() {
        var stays = clinic.patient();
        book(stays, 1, LATER);
        awaitReminders(stays, 2);
        Neighbours.unknown(patient);
        book(patient, 1, MORNING);
        await().until(() -> jdbc.sql("SELECT COUNT(*) FROM waiting_events WHERE awaited = ? AND state = 'waiting'")
                        .param(StillMissing.patient(clinic.id(), patient).awaited())
                        .query(Integer.class)
                        .single()
                == 3);

        merge(patient, stays);

        await().untilAsserted(() ->
                assertThat(reminders(stays)).hasSize(4).containsAll(REMINDERS).containsAll(LATER_REMINDERS));
    }

    /** For the week of the other has no room left for those who would be asked for anew. */
    @Test
    void aDayOfTheFormerRecordAloneStaysAsItIs() {
        var stays = clinic.patient();
        book(patient, 1, MORNING);
        book(stays, 1, NEXT_DAY);
        awaitReminders(patient, 2);
        awaitReminders(stays, 3);
        var before = Stream.of(patient, stays)
                .flatMap(record -> reminders(record).stream())
                .sorted()
                .toList();

        merge(patient, stays);

        await().untilAsserted(() -> assertThat(stands(patient)).isEqualTo(stays));
        await().untilAsserted(() -> assertThat(reminders(patient)).isEmpty());
        await().untilAsserted(() -> assertThat(reminders(stays)).isEqualTo(before));
        assertThat(refusals()).isEmpty();
    }
}
