package com.ovhi.outreach.orchestrator.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.ovhi.RefillDue;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A refill that is due on another day than was said, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class RefillDateTests extends OneClinic {

    RefillDateTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
    }

    private final long prescription = Clinic.number();

    @Test
    void noticesTheDateThatWasToldLast() {
        due("2026-03-20", 0);
        awaitNotices("2026-03-20 queued");

        due("2026-04-20", 1);

        awaitNotices("2026-03-20 cancelled", "2026-04-20 queued");
        assertThat(awaitCancelled().reason()).isEqualTo("refill-date-changed");
    }

    @Test
    void noticesADateThatIsTheRightOneAfterAll() {
        due("2026-03-20", 0);
        awaitNotices("2026-03-20 queued");
        due("2026-04-20", 1);
        awaitNotices("2026-03-20 cancelled", "2026-04-20 queued");

        due("2026-03-20", 2);

        awaitNotices("2026-03-20 cancelled", "2026-03-20 queued", "2026-04-20 cancelled");
        assertThat(refusals()).isEmpty();
    }

    @Test
    void makesNothingOfRequestsForADateThatIsGone() {
        Neighbours.broken(patient);
        due("2026-03-20", 0);
        await().untilAsserted(() -> assertThat(asked()).isEqualTo(1));
        due("2026-04-20", 1);
        await().untilAsserted(() -> assertThat(asked()).isEqualTo(2));

        Neighbours.prefers(clinic.preferences(patient, true));

        awaitNotices("2026-04-20 queued");
        await().untilAsserted(() -> assertThat(refusals()).containsExactly("subject-superseded"));
    }

    @Test
    void doesNotBelieveOlderNews() {
        due("2026-04-20", 5);
        awaitNotices("2026-04-20 queued");
        due("2026-03-20", 4);
        due("2026-04-20", 6);

        await().during(Duration.ofMillis(700))
                .untilAsserted(() -> assertThat(notices()).containsExactly("2026-04-20 queued"));
    }

    @Test
    void keepsWhatACallerHasAskedForTheSameDate() {
        var body = reminder(clinic, patient, """
                , "send_at": "2026-04-18T14:00:00Z",
                "occasion": {"about": "prescription/%d", "which": "2026-04-20"}""".formatted(prescription)).replace("appt_reminder", "rx_refill");
        assertThat(schedule(clinic, "refill-" + patient, body).status()).isEqualTo(201);

        due("2026-04-20", 1);

        await().untilAsserted(() -> assertThat(refusals()).containsExactly("duplicate-contact"));
        assertThat(notices()).containsExactly("2026-04-20 queued");
    }

    private void due(String date, int second) {
        kafka.publish(
                Topics.OVHI_PATIENT,
                Long.toString(patient),
                new EventHeaders(
                        Ids.next().toString(), "rx.refill_due", "core", SettableClock.START.plusSeconds(second), null),
                new RefillDue(prescription, patient, clinic.id(), LocalDate.parse(date)));
    }

    private int asked() {
        return jdbc.sql("SELECT COUNT(*) FROM refill_requests WHERE prescription_id = ?")
                .param(prescription)
                .query(Integer.class)
                .single();
    }

    private void awaitNotices(String... expected) {
        await().untilAsserted(() -> assertThat(notices()).containsExactly(expected));
    }

    private List<String> notices() {
        return jdbc.sql("""
                        SELECT slot.occasion_key, job.status
                        FROM comm_jobs job JOIN contact_slots slot ON slot.id = job.slot_id
                        WHERE job.subject_ref = ? ORDER BY slot.occasion_key, job.id""")
                .param("prescription/" + prescription)
                .query((row, n) ->
                        row.getString("occasion_key").replaceFirst("^.*/", "") + " " + row.getString("status"))
                .list();
    }

    private JobChanged awaitCancelled() {
        return kafka.await(
                Topics.JOB,
                JobChanged.class,
                each -> ("prescription/" + prescription).equals(each.subjectRef())
                        && each.milestone() == Milestone.CANCELLED);
    }
}
