package com.ovhi.outreach.local.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What patients are answered, from their telephone and back: through webhook, reply-parser and channel-workers. */
@ExtendWith(SharedSuite.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnswerJourneyTests {

    private static final String CLINIC = "Arizona Community Clinics";
    private static final long SPANISH = 9_801;
    private static final long ENGLISH = 9_802;
    private static final long RUSSIAN = 9_803;

    private final RunningSuite suite;

    AnswerJourneyTests(RunningSuite suite) {
        this.suite = suite;
    }

    @BeforeAll
    void register() {
        register(SPANISH, "es");
        register(ENGLISH, "en");
        register(RUSSIAN, "ru");
        await().atMost(RunningSuite.PATIENCE).until(() -> known(SPANISH) && known(ENGLISH) && known(RUSSIAN));
    }

    @Test
    void helpThenStopInSpanishAreAnsweredInSpanishAndOnce() {
        suite.patientWrites("sms", phone(SPANISH), "ayuda");
        var help = suite.awaitAccepted("twilio", phone(SPANISH), 1).getFirst();
        assertThat(text(help)).contains(CLINIC, "+16025550000", "citas", "STOP");

        suite.patientWrites("sms", phone(SPANISH), "ALTO");
        var stopped = suite.awaitAccepted("twilio", phone(SPANISH), 2).getLast();
        assertThat(text(stopped)).contains(CLINIC, "START").doesNotContain("STOP");
    }

    @Test
    void helpThenStopInRussianAreAnsweredInItsOwnScript() {
        suite.patientWrites("sms", phone(RUSSIAN), "Помощь");
        var help = suite.awaitAccepted("twilio", phone(RUSSIAN), 1).getFirst();
        assertThat(text(help)).contains(CLINIC, "автоматические сообщения", "STOP");

        suite.patientWrites("sms", phone(RUSSIAN), "прекратите мне писать!");
        var stopped = suite.awaitAccepted("twilio", phone(RUSSIAN), 2).getLast();
        assertThat(text(stopped)).contains(CLINIC, "не получите", "START");
        assertThat(suite.awaitAccepted("twilio", phone(RUSSIAN), 2)).hasSize(2);
    }

    @Test
    void anEmergencyIsAnsweredAtOnceAndLiesOnTopOfTheInbox() {
        suite.patientWrites("sms", phone(ENGLISH), "I can't breathe");

        var safety = suite.awaitAccepted("twilio", phone(ENGLISH), 1).getFirst();
        assertThat(text(safety)).contains("911", "988");
        var inbox = suite.get(SuiteService.REPLY, "/api/v1/inbox?limit=1");
        assertThat(inbox.status()).as(inbox.body()).isEqualTo(200);
        assertThat(inbox.json().at("/items/0/urgent").asBoolean()).isTrue();
        assertThat(inbox.json().at("/items/0/intent").asString()).isEqualTo("emergency");
        await().atMost(RunningSuite.PATIENCE)
                .untilAsserted(() -> assertThat(suite.get(SuiteService.REPLY, "/actuator/prometheus")
                                .body())
                        .containsPattern("(?m)^outreach_inbox_emergencies_unclaimed\\S* [1-9]"));
    }

    private void register(long patient, String language) {
        suite.publish("ovhi.patient.v1", Long.toString(patient), "patient.registered", """
                {"patient_id":%d,"organization_id":11,"given_name":"Journey","family_name":"Writer",
                 "birth_date":"1980-01-01","sex":"F","language":"%s","timezone":"America/Phoenix",
                 "address":{"city":"Tucson","state":"Arizona","postal_code":"85705"},
                 "telecom":[{"system":"phone","use":"mobile","value":"%s"}]}""".formatted(
                        patient, language, phone(patient)));
    }

    private boolean known(long patient) {
        return suite.get(SuiteService.ORCHESTRATOR, "/api/v1/patients/" + patient + "/comm-context")
                .json()
                .at("/preferences/channels/sms/enabled")
                .asBoolean(false);
    }

    private static String phone(long patient) {
        return "+1602555" + patient;
    }

    private static String text(JsonNode message) {
        return message.path("body").asString("");
    }
}
