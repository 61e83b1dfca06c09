package com.ovhi.outreach.orchestrator.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Duration;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Requests and events that are refused, unreadable or incomplete, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class RequestFlowTests extends EventFlow {

    private final FieldCipher cipher;

    RequestFlowTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            FieldCipher cipher,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, cipher, port);
        this.cipher = cipher;
    }

    @Test
    void writesDownWhyItRefuses() {
        Neighbours.prefers(clinic.preferences(patient, false));

        request(Purpose.RX_REFILL, "refused");

        awaitRefusal("contact-not-allowed");
        assertThat(jobs()).isZero();
    }

    @Test
    void neverLetsMarketingBeUrgent() {
        others.ask(others.of(clinic, patient, Purpose.CAMPAIGN_EDUCATION, "urgent")
                .urgent(true)
                .build());

        awaitRefusal("urgent-not-allowed");
    }

    @Test
    void contactsOncePerOccasionWhateverTheRequest() {
        request(Purpose.RX_REFILL, "same");
        request(Purpose.RX_REFILL, "same");

        awaitRefusal("duplicate-contact");
        assertThat(jobs()).isEqualTo(1);
    }

    @Test
    void putsCampaignsInTheBulkLane() {
        request(Purpose.CAMPAIGN_EDUCATION, "campaign");

        awaitJobs(1);
        assertThat(contacts())
                .extracting(ContactDue::lane, ContactDue::channel)
                .containsExactly(Tuple.tuple(Lane.BULK, Channel.EMAIL));
    }

    @Test
    void makesNoJobForAVersionThatIsGone() {
        var appointment = Clinic.number();
        clinic.close("appointment.cancelled", appointment, 2, patient);
        await().untilAsserted(() -> assertThat(jdbc.sql("SELECT version FROM appointments WHERE appointment_id = ?")
                        .param(appointment)
                        .query(Integer.class)
                        .list())
                .containsExactly(2));

        others.ask(others.of(clinic, patient, Purpose.APPT_REMINDER, "late")
                .subjectRef("appointment/" + appointment)
                .subjectVersion(1)
                .build());

        awaitRefusal("subject-superseded");
        assertThat(jobs()).isZero();
    }

    @Test
    void refusesRecordsAtOnceThatLackWhatTheyMustHave() {
        var appointment = Clinic.number();

        kafka.publish(Topics.OVHI_APPOINTMENT, key(), "appointment.booked", """
                {"appointment_id": %d, "version": 1, "patient_id": %d, "organization_id": %d, "provider_id": 1,
                 "location": {"name": "Site", "timezone": null}, "start": "%s",
                 "duration_minutes": 15, "sensitive": true}""".formatted(
                        appointment, patient, clinic.id(), VISIT));

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(letters(
                                Topics.deadLetters(Topics.OVHI_APPOINTMENT, "orchestrator-service.appointments")))
                        .containsExactly("incomplete-appointment-booked"));
    }

    @Test
    void movesPoisonToTheDeadLettersAndGoesOn() {
        var appointment = Clinic.number();

        kafka.publish(Topics.OVHI_APPOINTMENT, key(), "appointment.booked", "{\"appointment_id\": \"Canary\"}");
        kafka.publish(Topics.REQUEST, key(), "outreach.requested", "not JSON");
        clinic.book("appointment.booked", appointment, 1, patient, VISIT);

        awaitJobs(3);
        assertThat(letters(Topics.deadLetters(Topics.OVHI_APPOINTMENT, "orchestrator-service.appointments")))
                .containsExactly("unreadable-appointment-booked");
        assertThat(letters(Topics.deadLetters(Topics.REQUEST, "orchestrator-service.requests")))
                .containsExactly("unreadable-outreach-requested");
    }

    @Test
    void refusesVariablesThatWereSealedForAnotherRequest() {
        var foreign = cipher.seal("{}", "request|" + Ids.next());
        others.ask(others.of(clinic, patient, Purpose.RX_REFILL, "x")
                .variables(foreign)
                .build());

        await().untilAsserted(
                        () -> assertThat(letters(Topics.deadLetters(Topics.REQUEST, "orchestrator-service.requests")))
                                .containsExactly("UnreadableSecret"));
        assertThat(jobs()).isZero();
    }

    private void request(Purpose purpose, String occasion) {
        others.ask(others.of(clinic, patient, purpose, occasion).build());
    }

    private List<String> letters(String topic) {
        return kafka.records(topic).stream()
                .filter(each -> key().equals(each.key()))
                .map(each -> String.valueOf(each.header("dlt_code")))
                .toList();
    }
}
