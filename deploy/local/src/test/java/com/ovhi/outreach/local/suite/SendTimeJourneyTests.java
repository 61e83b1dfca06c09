package com.ovhi.outreach.local.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is known of a patient decides when a message is planned, through all services that take part. */
@ExtendWith(SharedSuite.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SendTimeJourneyTests {

    private static final ZoneId CHICAGO = ZoneId.of("America/Chicago");

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

        var sunday = next(DayOfWeek.SUNDAY, 10);
        assertThat(planned(9_601, "campaign_education", sunday))
                .as("Texas, Sunday from noon")
                .isBetween(
                        sunday.plusHours(2).toInstant(),
                        sunday.plusHours(2).plusMinutes(10).toInstant());
        assertThat(planned(9_602, "campaign_education", sunday))
                .as("perhaps Alabama, not on Sunday")
                .isBetween(
                        sunday.plusDays(1).toInstant(),
                        sunday.plusDays(1).plusMinutes(10).toInstant());
    }

    @Test
    void hoursOfWorkCountOnlyWhenThePatientStatedThem() {
        register(9_603, "");
        var wednesday = next(DayOfWeek.WEDNESDAY, 12);
        assertThat(planned(9_603, "rx_refill", wednesday))
                .isBefore(wednesday.plusMinutes(11).toInstant());

        register(9_604, "");
        suite.patch(SuiteService.PREFERENCE, "/api/v1/preferences/9604", """
                {"work_start":"09:00","work_end":"17:00"}""");

        await().atMost(RunningSuite.PATIENCE)
                .untilAsserted(() -> assertThat(planned(9_604, "rx_refill", wednesday))
                        .isBetween(
                                wednesday.plusHours(5).toInstant(),
                                wednesday.plusHours(7).plusMinutes(45).toInstant()));
    }

    /** Others of the suite move its clock. */
    private ZonedDateTime next(DayOfWeek day, int hour) {
        return suite.now().atZone(CHICAGO).with(TemporalAdjusters.next(day)).with(LocalTime.of(hour, 0));
    }

    private Instant planned(long patient, String purpose, ZonedDateTime sendAt) {
        var answer = suite.post(
                SuiteService.ORCHESTRATOR,
                "/api/v1/comm/schedule?dry_run=true",
                "application/json",
                """
                {"patient_id":"%d","purpose":"%s","preferred_channel":"sms","send_at":"%s","variables":{
                 "clinic_name":"Arizona Community Clinics","clinic_phone":"+16025550000"}}""".formatted(patient, purpose, sendAt.toInstant()),
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
