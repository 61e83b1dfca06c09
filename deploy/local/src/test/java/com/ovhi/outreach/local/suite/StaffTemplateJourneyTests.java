package com.ovhi.outreach.local.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A question by WhatsApp that nobody read for a day: staff answer by a template, which is all that Meta takes then. */
@ExtendWith(SharedSuite.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StaffTemplateJourneyTests {

    private static final long PATIENT = 9_811;
    private static final String PHONE = "+16025559811";

    /** The window of free text, and a minute: the same time of the next day. */
    private static final Duration A_DAY = Duration.ofHours(24).plusMinutes(1);

    private final RunningSuite suite;

    StaffTemplateJourneyTests(RunningSuite suite) {
        this.suite = suite;
    }

    @BeforeAll
    void register() {
        suite.publish("ovhi.patient.v1", Long.toString(PATIENT), "patient.registered", """
                {"patient_id":%d,"organization_id":11,"given_name":"Journey","family_name":"Asker",
                 "birth_date":"1980-01-01","sex":"F","language":"en","timezone":"America/Phoenix",
                 "address":{"city":"Tucson","state":"Arizona","postal_code":"85705"},
                 "telecom":[{"system":"whatsapp","use":"mobile","value":"%s"}]}""".formatted(PATIENT, PHONE));
        await().atMost(RunningSuite.PATIENCE)
                .until(() -> suite.get(SuiteService.ORCHESTRATOR, "/api/v1/patients/" + PATIENT + "/comm-context")
                        .json()
                        .at("/preferences/channels/whatsapp/enabled")
                        .asBoolean(false));
    }

    @Test
    void whatIsReadTooLateIsAnsweredByATemplate() {
        suite.patientWrites("whatsapp", PHONE, "Where can I park when I come to see you?");
        await().atMost(RunningSuite.PATIENCE).until(() -> !inbox().path("items").isEmpty());
        var item = inbox().at("/items/0/id").asString();
        suite.advance(A_DAY);

        // A service looks at the clock now and then: what was claimed before it did is a day old afterwards, and given
        // back.
        await().atMost(RunningSuite.PATIENCE).untilAsserted(() -> {
            claim(item);
            var text = post(item, "/answer", "{\"text\": \"Behind the house.\"}");
            assertThat(text.status()).as(text.body()).isEqualTo(409);
            assertThat(text.slug()).isEqualTo("window-closed");
        });
        claim(item);
        var template = post(item, "/answer", "{\"template\": \"new-message\"}");
        assertThat(template.status()).as(template.body()).isEqualTo(202);

        await().atMost(RunningSuite.PATIENCE)
                .untilAsserted(
                        () -> assertThat(inbox().at("/items/0/answer/state").asString(""))
                                .as(inbox().toString())
                                .isEqualTo("accepted"));
        assertThat(suite.accepted("whatsapp", PHONE))
                .filteredOn(each -> each.at("/details/type").asString("").equals("template"))
                .as("what Meta took: %s", suite.accepted("whatsapp", PHONE))
                .hasSize(1);
    }

    private void claim(String item) {
        assertThat(post(item, "/claim", "").status()).isEqualTo(200);
    }

    private RunningSuite.Answer post(String item, String path, String json) {
        return suite.post(
                SuiteService.REPLY,
                "/api/v1/inbox/" + item + path,
                "application/json",
                json,
                "Idempotency-Key",
                "journey-" + path.substring(1) + "-" + json.length());
    }

    private JsonNode inbox() {
        var inbox = suite.get(SuiteService.REPLY, "/api/v1/inbox?patient=" + PATIENT);
        assertThat(inbox.status()).as(inbox.body()).isEqualTo(200);
        return inbox.json();
    }
}
