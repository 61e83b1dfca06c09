package com.ovhi.outreach.local.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.local.check.evidence.SuiteConnection;
import com.ovhi.outreach.local.check.evidence.SuiteDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** STOP, refused, START, allowed: the way a compliance officer walks it, to the audit trail at its end. */
@ExtendWith(SharedSuite.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OptOutJourneyTests {

    private static final long PATIENT = 9_501;
    private static final String PHONE = "+16025559501";

    /** What waited for the patient; it may be called off before or after the ledger has the opt-out. */
    private static final String CALLED_OFF = "send cancelled opted-out";

    private final RunningSuite suite;
    private final SuiteDatabase database;

    OptOutJourneyTests(RunningSuite suite) throws IOException {
        this.suite = suite;
        database = new SuiteDatabase(
                SuiteConnection.of(suite.folder()).orElseThrow().database());
    }

    @BeforeAll
    void register() {
        suite.publish("ovhi.patient.v1", Long.toString(PATIENT), "patient.registered", """
                {"patient_id":%d,"organization_id":11,"given_name":"Journey","family_name":"Traveller",
                 "birth_date":"1980-01-01","sex":"F","language":"en","timezone":"America/Phoenix",
                 "address":{"city":"Tucson","state":"Arizona","postal_code":"85705"},
                 "telecom":[{"system":"phone","use":"mobile","value":"%s"}]}""".formatted(PATIENT, PHONE));
        await().atMost(RunningSuite.PATIENCE).until(() -> gateAllows() && enabled());
        suite.allowMessagesADay(10);
    }

    @AfterAll
    void stop() {
        database.close();
    }

    @Test
    void stopIsObeyedUntilStartAndTheTrailSaysSo() {
        delivered("before-stop", 1);
        var waiting = scheduled("waits-a-while", suite.now().plus(Duration.ofMinutes(10)));

        suite.patientWrites("sms", PHONE, "STOP");
        await().atMost(RunningSuite.PATIENCE).until(() -> !gateAllows() && !enabled());

        var refused = suite.schedule(reminder(null), "after-stop");
        assertThat(refused.status()).as(refused.body()).isEqualTo(422);
        assertThat(refused.slug()).isEqualTo("contact-not-allowed");
        suite.advance(Duration.ofMinutes(11));
        suite.awaitStatus(waiting, "cancelled");
        assertThat(suite.accepted("twilio", PHONE)).hasSize(1);

        suite.patientWrites("sms", PHONE, "START");
        await().atMost(RunningSuite.PATIENCE).until(() -> gateAllows() && enabled());

        delivered("after-start", 2);
        await().atMost(RunningSuite.PATIENCE)
                .untilAsserted(() -> assertThat(trail())
                        .extracting(OptOutJourneyTests::told)
                        .contains(CALLED_OFF)
                        .filteredOn(each -> !each.equals(CALLED_OFF))
                        .containsExactly(
                                "send scheduled",
                                "send accepted",
                                "send scheduled",
                                "receive stop",
                                "opt_out sms reply",
                                "send refused contact-not-allowed",
                                "receive start",
                                "opt_in sms reply",
                                "send scheduled",
                                "send accepted"));
        print(trail());
        var verdict = suite.post(SuiteService.PREFERENCE, "/api/v1/audit/verification", "application/json", "");
        assertThat(verdict.status()).as(verdict.body()).isEqualTo(200);
        assertThat(verdict.json().path("intact").asBoolean()).as(verdict.body()).isTrue();
        assertThat(verdict.json().path("entries").asLong()).isGreaterThanOrEqualTo(11);
    }

    private void delivered(String key, int messages) {
        var job = scheduled(key, null);
        suite.awaitAccepted("twilio", PHONE, messages);
        suite.awaitStatus(job, "delivered");
    }

    private String scheduled(String key, @Nullable Instant sendAt) {
        var answer = suite.schedule(reminder(sendAt), key);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("job_id").asString();
    }

    private static String reminder(@Nullable Instant sendAt) {
        return """
                {"patient_id":"%d","purpose":"appt_reminder","preferred_channel":"sms",%s"variables":{
                 "clinic_name":"Arizona Community Clinics","clinic_phone":"+16025550000",
                 "visit_date":"Wed Mar 4","visit_time":"9:30 AM"}}""".formatted(PATIENT, sendAt == null ? "" : "\"send_at\":\"" + sendAt + "\",");
    }

    private boolean enabled() {
        return suite.get(SuiteService.ORCHESTRATOR, "/api/v1/patients/" + PATIENT + "/comm-context")
                .json()
                .at("/preferences/channels/sms/enabled")
                .asBoolean(false);
    }

    /** What the gate in channel-workers reads. */
    private boolean gateAllows() throws SQLException {
        return database.count("SELECT COUNT(*) FROM ovhi_channel.send_permissions WHERE channel = 'sms'"
                        + " AND transactional = 1 AND suppression <> 'all' AND patient_id = " + PATIENT)
                == 1;
    }

    /** What happened to the patient, in order, without who looked at them and what their profile said. */
    private List<JsonNode> trail() {
        var page = suite.get(SuiteService.PREFERENCE, "/api/v1/audit?limit=500&patient_id=" + PATIENT);
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        return StreamSupport.stream(page.json().path("entries").spliterator(), false)
                .filter(entry -> !List.of("access", "preference_change")
                        .contains(entry.path("action").asString()))
                .toList();
    }

    private static String told(JsonNode entry) {
        var details = entry.path("details");
        var words = switch (entry.path("action").asString()) {
            case "send" ->
                Stream.of(
                        details.path("outcome").asString(details.path("step").asString("")),
                        details.path("reason").asString(""));
            case "receive" -> Stream.of(details.path("intent").asString());
            default ->
                Stream.of(
                        details.path("channel").asString(),
                        details.path("source").asString());
        };
        return Stream.concat(Stream.of(entry.path("action").asString()), words.filter(word -> !word.isEmpty()))
                .reduce((all, word) -> all + " " + word)
                .orElseThrow();
    }

    private static void print(List<JsonNode> trail) {
        System.out.printf("%n%5s  %-30s %-10s %-24s %s%n", "seq", "occurred", "action", "by", "details");
        trail.forEach(entry -> System.out.printf(
                "%5d  %-30s %-10s %-24s %s%n",
                entry.path("seq").asLong(),
                entry.path("occurred_at").asString(),
                entry.path("action").asString(),
                entry.path("user_id").asString(),
                entry.path("details")));
    }
}
