package com.ovhi.outreach.local.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A patient dies, or turns out to have two records, while visits are booked. */
@ExtendWith(SharedSuite.class)
class DepartureJourneyTests {

    private static final long DYING = 9_551;
    private static final long FORMER = 9_552;
    private static final long STAYING = 9_553;

    private final RunningSuite suite;

    DepartureJourneyTests(RunningSuite suite) {
        this.suite = suite;
    }

    @Test
    void nothingGoesOutToThePatientWhoDied() {
        register(DYING);
        book(DYING);
        suite.awaitAccepted("twilio", phone(DYING), 1);
        var soon = suite.schedule(
                notice(DYING, suite.now().plus(Duration.ofMinutes(10)).toString()), "dying-soon-1");
        assertThat(soon.status()).as(soon.body()).isEqualTo(201);

        suite.publish("ovhi.patient.v1", Long.toString(DYING), "patient.deceased", """
                {"patient_id":%d,"organization_id":11}""".formatted(DYING));

        await().atMost(RunningSuite.PATIENCE)
                .untilAsserted(
                        () -> assertThat(statuses(DYING)).contains("cancelled").doesNotContain("queued", "processing"));
        await().atMost(RunningSuite.PATIENCE).untilAsserted(() -> {
            var refused = suite.schedule(notice(DYING, suite.now().toString()), "dying-late-" + System.nanoTime());
            assertThat(refused.status()).as(refused.body()).isEqualTo(422);
            assertThat(refused.slug()).isEqualTo("contact-not-allowed");
        });
        suite.advance(Duration.ofMinutes(11));
        suite.publish("ovhi.patient.v1", Long.toString(DYING), "lab.result_ready", """
                {"result_id":70551,"patient_id":%d,"organization_id":11}""".formatted(DYING));
        await().during(Duration.ofSeconds(5))
                .atMost(RunningSuite.PATIENCE)
                .untilAsserted(
                        () -> assertThat(suite.accepted("twilio", phone(DYING))).hasSize(1));
    }

    @Test
    void theVisitsOfARecordThatIsGivenUpAreToldToTheOneThatStays() {
        register(FORMER);
        register(STAYING);
        book(FORMER);
        suite.awaitAccepted("twilio", phone(FORMER), 1);

        suite.publish("ovhi.patient.v1", Long.toString(FORMER), "patient.merged", """
                {"patient_id":%d,"organization_id":11,"into_patient_id":%d}""".formatted(FORMER, STAYING));

        await().atMost(RunningSuite.PATIENCE).untilAsserted(() -> {
            assertThat(statuses(FORMER)).doesNotContain("queued", "processing");
            assertThat(statuses(STAYING))
                    .as("the reminders, and no second confirmation")
                    .containsOnly("queued");
        });
    }

    private List<String> statuses(long patient) {
        var page = suite.get(SuiteService.ORCHESTRATOR, "/api/v1/comm/jobs?patient_id=" + patient);
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        return StreamSupport.stream(page.json().path("jobs").spliterator(), false)
                .map(job -> job.path("status").asString())
                .toList();
    }

    private void register(long patient) {
        suite.publish("ovhi.patient.v1", Long.toString(patient), "patient.registered", """
                {"patient_id":%d,"organization_id":11,"given_name":"Journey","family_name":"Traveller",
                 "birth_date":"1980-01-01","sex":"F","language":"en","timezone":"America/Phoenix",
                 "address":{"city":"Tucson","state":"Arizona","postal_code":"85705"},
                 "telecom":[{"system":"phone","use":"mobile","value":"%s"}]}""".formatted(
                        patient, phone(patient)));
        await().atMost(RunningSuite.PATIENCE)
                .untilAsserted(() -> assertThat(
                                suite.get(SuiteService.ORCHESTRATOR, "/api/v1/patients/" + patient + "/comm-context")
                                        .status())
                        .isEqualTo(200));
    }

    private void book(long patient) {
        suite.publish("ovhi.appointment.v1", Long.toString(patient), "appointment.booked", """
                {"appointment_id":%d,"version":1,"patient_id":%d,"organization_id":11,"provider_id":1001,
                 "location":{"name":"Tucson Clinic","phone":"+15205550101","timezone":"America/Phoenix"},
                 "start":"2026-03-20T09:30:00-07:00","duration_minutes":15,"service_type":"Check-up",
                 "sensitive":false,"expected_revenue_cents":10000}""".formatted(
                        50_000 + patient, patient));
    }

    private static String phone(long patient) {
        return "+1602555" + patient;
    }

    private static String notice(long patient, String sendAt) {
        return """
                {"patient_id":"%d","purpose":"lab_ready","preferred_channel":"sms","send_at":"%s","variables":{
                 "clinic_name":"Arizona Community Clinics","clinic_phone":"+16025550000"}}""".formatted(patient, sendAt);
    }
}
