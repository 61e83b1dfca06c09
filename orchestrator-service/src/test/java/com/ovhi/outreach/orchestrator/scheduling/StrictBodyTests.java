package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.RunningOrchestrator;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a caller has not meant is not done, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class StrictBodyTests extends RunningOrchestrator {

    private static final String BULK = "/api/v1/comm/schedule/bulk";
    private static final String REVIEWS = "/api/v1/comm/dlq/reviews";

    private final JdbcClient jdbc;
    private Clinic clinic;
    private long patient;

    StrictBodyTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, port);
        this.jdbc = jdbc;
        clinic = clinic();
    }

    @BeforeEach
    void openClinic() {
        clinic = clinic().open();
        patient = clinic.patient();
    }

    @Test
    void rehearsesWhenTheBodySaysSo() {
        var reply = schedule(clinic, "rehearsal-in-body", reminder(clinic, patient, ", \"dry_run\": true"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().at("/dry_run").asBoolean()).isTrue();
        assertThat(jobs()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ", \"expires_att\": \"2026-03-05T10:00:00Z\"",
                ", \"notBefore\": \"2026-03-05T10:00:00Z\"",
                ", \"purpose\": \"urgent\"",
                ", \"occasion\": {\"about\": \"appointment/1\", \"versoin\": 1}"
            })
    void refusesFieldsItDoesNotKnowOrKnowsAlready(String more) {
        assertThat(schedule(clinic, "strict-body-1", reminder(clinic, patient, more))
                        .status())
                .isEqualTo(400);
        assertThat(jobs()).isZero();
    }

    @Test
    void refusesThemInBulkAsWell() {
        var misspelt = item("strict-bulk-1", ", \"expires_att\": \"2026-03-05T10:00:00Z\"");
        var rehearsal = item("strict-bulk-2", ", \"dry_run\": true");
        var good = item("strict-bulk-3", "");

        var reply = bulk(BULK, "\"requests\": [" + misspelt + "," + rehearsal + "," + good + "]");

        assertThat(reply.json().at("/results").findValuesAsString("status")).containsExactly("400", "400", "202");
        await().untilAsserted(() -> assertThat(jobs()).isEqualTo(1));
    }

    /** One value, and many that are each in order: nothing of them is kept, repeated in the answer, or holds up the others. */
    @Test
    void refusesVariablesOfAHundredKilobytes() {
        var one = "Canary".repeat(17_000);
        var large =
                reminder(clinic, patient, "").replace("\"clinic_name\": ", "\"x\": \"" + one + "\", \"clinic_name\": ");
        var item = item("large-bulk-1", "").replace("\"clinic_name\": ", "\"x\": \"" + one + "\", \"clinic_name\": ");

        var alone = schedule(clinic, "large-body-1", large);
        var amongOthers = bulk(BULK, "\"requests\": [" + item + "," + item("large-bulk-2", "") + "]");

        assertThat(alone.status()).isEqualTo(400);
        assertThat(alone.problem()).isEqualTo("invalid-request");
        assertThat(alone.body()).doesNotContain("Canary");
        assertThat(amongOthers.json().at("/results").findValuesAsString("status"))
                .containsExactly("400", "202");
        assertThat(amongOthers.body()).doesNotContain("Canary");
        await().untilAsserted(() -> assertThat(jobs()).isEqualTo(1));
    }

    @Test
    void rehearsesNothingInBulk() {
        var requests = "\"requests\": [" + item("strict-bulk-4", "") + "]";

        assertThat(bulk(BULK + "?dry_run=true", requests).status()).isEqualTo(400);
        assertThat(bulk(BULK, "\"dry_run\": true, " + requests).status()).isEqualTo(400);
        assertThat(bulk(BULK, requests + ", " + requests).status()).isEqualTo(400);
        assertThat(jdbc.sql("SELECT COUNT(*) FROM idempotency_keys WHERE organization_id = ?")
                        .param(clinic.id())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"action\": \"discard\", \"reason\": \"other\", \"id\": [5]}",
                "{\"action\": \"discard\", \"reason\": \"other\"}",
                "{\"action\": \"retry\", \"all\": false}",
                "{\"action\": \"retry\", \"all\": true, \"channel\": \"sms\"}"
            })
    void reviewsEverythingOnlyWhenToldTo(String review) {
        assertThat(post(REVIEWS, tokens.bearer(clinic.id(), "ops"), null, review)
                        .status())
                .isEqualTo(400);
        assertThat(post(REVIEWS, tokens.bearer(clinic.id(), "ops"), null, "{\"action\": \"retry\", \"all\": true}")
                        .status())
                .isEqualTo(200);
    }

    private Reply bulk(String uri, String members) {
        return post(uri, core(clinic), null, "{" + members + "}");
    }

    private String item(String key, String more) {
        return reminder(clinic, patient, more + ", \"idempotency_key\": \"" + key + "\"");
    }

    private int jobs() {
        return jdbc.sql("SELECT COUNT(*) FROM comm_jobs WHERE organization_id = ?")
                .param(clinic.id())
                .query(Integer.class)
                .single();
    }
}
