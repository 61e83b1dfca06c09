package com.ovhi.outreach.local.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is known of a patient decides when a message is planned, through all services that take part. */
@ExtendWith(SharedSuite.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SendTimeJourneyTests {

    private final RunningSuite suite;

    SendTimeJourneyTests(RunningSuite suite) {
        this.suite = suite;
    }

    @BeforeAll
    void openOnSundays() {
        suite.put(SuiteService.SCHEDULER, "/api/v1/organization-hours", """
                {"marketing":{"sunday":"10:00-18:00","monday":"10:00-18:00"}}""");
    }

    @Test
    void theLawOfTheHomeStateCountsOrElseThatOfEveryStateThePatientMayBeIn() {
        register(9_601, "\"address\":{\"city\":\"Dallas\",\"state\":\"TX\"},");
        register(9_602, "");

        assertThat(planned(9_601, "campaign_education"))
                .as("Texas, Sunday from noon")
                .isBetween(Instant.parse("2026-03-08T17:00:00Z"), Instant.parse("2026-03-08T17:10:00Z"));
        assertThat(planned(9_602, "campaign_education"))
                .as("perhaps Alabama, not on Sunday")
                .isBetween(Instant.parse("2026-03-09T15:00:00Z"), Instant.parse("2026-03-09T15:10:00Z"));
    }

    @Test
    void hoursOfWorkCountOnlyWhenThePatientStatedThem() {
        register(9_603, "");
        var monday = Instant.parse("2026-03-02T18:00:00Z");
        assertThat(planned(9_603, "rx_refill", monday)).isBefore("2026-03-02T18:11:00Z");

        register(9_604, "");
        suite.patch(SuiteService.PREFERENCE, "/api/v1/preferences/9604", """
                {"work_start":"09:00","work_end":"17:00"}""");

        await().atMost(RunningSuite.PATIENCE)
                .untilAsserted(() -> assertThat(planned(9_604, "rx_refill", monday))
                        .isBetween(Instant.parse("2026-03-02T23:00:00Z"), Instant.parse("2026-03-03T01:45:00Z")));
    }

    private Instant planned(long patient, String purpose) {
        return planned(patient, purpose, Instant.parse("2026-03-08T15:00:00Z"));
    }

    private Instant planned(long patient, String purpose, Instant sendAt) {
        var answer = suite.post(
                SuiteService.ORCHESTRATOR,
                "/api/v1/comm/schedule?dry_run=true",
                "application/json",
                """
                {"patient_id":"%d","purpose":"%s","preferred_channel":"sms","send_at":"%s","variables":{
                 "clinic_name":"Arizona Community Clinics","clinic_phone":"+16025550000"}}""".formatted(patient, purpose, sendAt),
                "Idempotency-Key",
                "time-" + UUID.randomUUID());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        var planned = answer.json().path("scheduled_at").asString("");
        assertThat(planned).as(answer.body()).isNotEmpty();
        return Instant.parse(planned);
    }

    private void register(long patient, String address) {
        suite.publish("ovhi.patient.v1", Long.toString(patient), "patient.registered", """
                {"patient_id":%d,"organization_id":11,"given_name":"Journey","family_name":"Traveller",
                 "language":"en","timezone":"America/Chicago",%s
                 "telecom":[{"system":"phone","use":"mobile","value":"+1312555%d"}],
                 "preferences":{"marketing_opt_in":["sms"]}}""".formatted(
                        patient, address, patient));
        await().atMost(RunningSuite.PATIENCE)
                .untilAsserted(() -> assertThat(
                                suite.get(SuiteService.ORCHESTRATOR, "/api/v1/patients/" + patient + "/comm-context")
                                        .status())
                        .isEqualTo(200));
    }
}
