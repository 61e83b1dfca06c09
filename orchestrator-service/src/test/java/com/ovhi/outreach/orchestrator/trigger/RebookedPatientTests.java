package com.ovhi.outreach.orchestrator.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who has booked again after a missed visit is offered nothing, however late the offer is decided. Against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class RebookedPatientTests extends EventFlow {

    private static final String AT_ONCE = "2026-03-02T16:00:00Z";
    private static final String TWO_DAYS_LATER = "2026-03-04T15:00:00Z";

    RebookedPatientTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            FieldCipher cipher,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, cipher, port);
    }

    @Test
    void areOfferedNothingThatWasUndecidedWhenTheyBooked() {
        Neighbours.unknown(patient);
        clinic.close("appointment.no_show", Clinic.number(), 1, patient);
        await().untilAsserted(() -> assertThat(undecided()).isEqualTo(2));
        clinic.book("appointment.booked", Clinic.number(), 1, patient, VISIT);
        settle();

        Neighbours.prefers(clinic.preferences(patient, true));

        await().untilAsserted(() ->
                assertThat(offers()).as("that they have missed one").contains(AT_ONCE));
        awaitRefusal("subject-superseded");
        assertThat(offers()).containsExactly(AT_ONCE);
    }

    @Test
    void areOfferedNothingElsewhereThatCouldNotBeSent() {
        clinic.close("appointment.no_show", Clinic.number(), 1, patient);
        await().untilAsserted(() -> assertThat(offers()).containsExactlyInAnyOrder(AT_ONCE, TWO_DAYS_LATER));
        Neighbours.broken(patient);
        deliveries.report(offer(TWO_DAYS_LATER), DeliveryState.EXHAUSTED, FailureClass.RETRY, "smtp", 6);
        await().untilAsserted(() ->
                assertThat(waiting("replan/%/" + offer(TWO_DAYS_LATER))).isOne());
        clinic.book("appointment.booked", Clinic.number(), 1, patient, VISIT);
        settle();

        Neighbours.prefers(clinic.preferences(patient, true));

        awaitRefusal("subject-superseded");
        assertThat(offers()).containsExactlyInAnyOrder(AT_ONCE, TWO_DAYS_LATER);
    }

    @Test
    void areOfferedOneWhenTheyHaveNotBooked() {
        Neighbours.unknown(patient);
        clinic.close("appointment.no_show", Clinic.number(), 1, patient);
        await().untilAsserted(() -> assertThat(undecided()).isEqualTo(2));

        Neighbours.prefers(clinic.preferences(patient, true));

        await().untilAsserted(() -> assertThat(offers()).containsExactlyInAnyOrder(AT_ONCE, TWO_DAYS_LATER));
    }

    /** When what is said of a missed visit is due. */
    private List<String> offers() {
        return contacts().stream()
                .filter(each -> each.purpose() == Purpose.NO_SHOW)
                .map(each -> each.dueAt().toString())
                .toList();
    }

    private UUID offer(String dueAt) {
        return contacts().stream()
                .filter(each -> each.purpose() == Purpose.NO_SHOW
                        && each.dueAt().toString().equals(dueAt))
                .map(ContactDue::jobId)
                .findFirst()
                .orElseThrow();
    }

    /** How many requests wait for preference-service to know the patient. */
    private int undecided() {
        return jdbc.sql("SELECT COUNT(*) FROM waiting_events WHERE awaited = ? AND state = 'waiting'")
                .param("patient/" + clinic.id() + "/" + patient)
                .query(Integer.class)
                .single();
    }

    private int waiting(String event) {
        return jdbc.sql("SELECT COUNT(*) FROM waiting_events WHERE event_id LIKE ? AND state = 'waiting'")
                .param(event)
                .query(Integer.class)
                .single();
    }
}
