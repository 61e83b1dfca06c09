package com.ovhi.outreach.preference.editing;

import static com.ovhi.outreach.preference.Api.channel;
import static com.ovhi.outreach.preference.Patients.AT;
import static com.ovhi.outreach.preference.Patients.ORGANIZATION;
import static com.ovhi.outreach.preference.Patients.aPatient;
import static com.ovhi.outreach.preference.Patients.again;
import static com.ovhi.outreach.preference.Patients.freshPhone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.preference.Api;
import java.time.Duration;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServiceTest(schema = "ovhi_preference")
class PreferenceApiServiceTests {

    private final TestKafka kafka;
    private final TestTokens tokens;
    private final SettableClock clock;
    private final Api api;
    private final String staff;
    private long patient;
    private String path = "";

    PreferenceApiServiceTests(TestKafka kafka, TestTokens tokens, SettableClock clock, @LocalServerPort int port) {
        this.kafka = kafka;
        this.tokens = tokens;
        this.clock = clock;
        api = new Api(port, tokens);
        staff = api.staff(ORGANIZATION);
    }

    @BeforeEach
    void registerPatient() {
        patient = aPatient().withPhone(freshPhone()).register(kafka);
        path = "/preferences/" + patient;
        api.awaitChannel(patient, Channel.SMS, null);
        clock.advance(Duration.ofMinutes(1));
    }

    @Test
    void tellsTheSchedulerOnlyOfHoursOfWorkThatThePatientStated() {
        api.patch(path, staff, "{\"work_start\":\"07:00\",\"work_end\":\"15:00\"}", "*");

        var told = kafka.await(
                Topics.PREFERENCE,
                PreferenceChanged.class,
                each -> each.patientId() == patient && each.workStart() != null);
        assertThat(told.workStart()).hasToString("07:00");
        assertThat(told.workEnd()).hasToString("15:00");
        var effective = api.awaitEffective(
                patient, each -> assertThat(each.stated("work_hours")).isTrue());
        assertThat(effective.stated("quiet_hours")).isFalse();
    }

    @Test
    void changesOnlyWhatIsSaid() {
        var answer = api.patch(path, staff, """
                {"language":"fr","quiet_start":"21:00","quiet_end":"07:30","email_address":"new@example.org",
                "allow_sms":false,"best_hour":11}""", "*");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("timezone").asString()).isEqualTo("America/New_York");
        assertThat(answer.json().path("decided_by").path("quiet_hours").asString())
                .isEqualTo("patient");
        assertThat(answer.json().path("decided_by").path("work_hours").asString())
                .isEqualTo("global");
        var effective = api.awaitChannel(patient, Channel.EMAIL, null);
        assertThat(effective.language()).isEqualTo("fr");
        assertThat(effective.quietEnd()).hasToString("07:30");
        assertThat(effective.bestHour()).isEqualTo(11);
        assertThat(channel(effective, Channel.SMS).reason()).isEqualTo("not-allowed");
        assertThat(effective.version()).isEqualTo(2);

        again(patient).withPhone(freshPhone()).withEmail("older@example.org").register(kafka, AT);
        var cleared = api.patch(path, staff, "{\"language\":null,\"email_address\":null}", "*");
        assertThat(cleared.json().path("language").isNull()).isTrue();
        assertThat(cleared.json().path("decided_by").path("language").asString())
                .isNotEqualTo("patient");
        assertThat(channel(api.awaitChannel(patient, Channel.EMAIL, "no-address"), Channel.SMS)
                        .reason())
                .isEqualTo("not-allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"timezone\":\"Mars/Olympus\"}",
                "{\"language\":\"not a language\"}",
                "{\"best_hour\":24}",
                "{\"best_hour\":-1}",
                "{\"quiet_start\":\"22:00\"}",
                "{\"quiet_end\":\"22:00\"}",
                "{\"quiet_start\":\"22:00\",\"quiet_end\":\"22:00\"}",
                "{\"quiet_start\":\"25:00\",\"quiet_end\":\"08:00\"}",
                "{\"allow_sms\":\"perhaps\"}",
                "not json"
            })
    void refusesWhatMakesNoSense(String body) {
        var answer = api.put(path, staff, body, "*");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("Olympus");
        assertThat(api.awaitChannel(patient, Channel.SMS, null).version()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"sms_number, 12", "email_address, nobody", "whatsapp_number, abc"})
    void refusesAnAddressNothingCanBeSentTo(String field, String value) {
        var answer = api.put(path, staff, "{\"" + field + "\":\"" + value + "\"}", "*");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("invalid-address");
    }

    @Test
    void refusesAChangeOfWhatHasChangedMeanwhile() {
        var seen = api.get(path, staff).header("ETag");
        assertThat(seen).isEqualTo("\"1\"");
        assertThat(api.put(path, staff, "{\"best_hour\":9}", seen).status()).isEqualTo(200);

        var answer = api.put(path, staff, "{\"best_hour\":10}", seen);

        assertThat(answer.status()).isEqualTo(412);
        assertThat(answer.problem()).isEqualTo("changed-meanwhile");
        assertThat(api.get(path, staff).json().path("best_hour").asInt()).isEqualTo(9);
    }

    @Test
    void knowsNoPatientOfAnotherOrganization() {
        var missing = api.get("/preferences/999999999", staff);
        var foreign = api.get(path, api.staff(99));

        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.json().path("detail")).isEqualTo(missing.json().path("detail"));
        assertThat(foreign.problem()).isEqualTo(missing.problem()).isEqualTo("unknown-patient");
        assertThat(api.put(path, api.staff(99), "{\"best_hour\":9}", "*").status())
                .isEqualTo(404);
        assertThat(api.get(path + "/effective", api.staff(99)).status()).isEqualTo(404);
        assertThat(api.get(path + "/effective?organization_id=16", api.staff(99))
                        .status())
                .isEqualTo(404);
        assertThat(api.effective(patient, 99).status()).isEqualTo(404);
    }

    @Test
    void givesServicesManyAtOnceAndNobodyElseAny() {
        var asked = """
                {"requests": [{"organization_id": %d, "patient_id": %d}, {"organization_id": 99, "patient_id": %d},
                              {"organization_id": %d, "patient_id": 999999999}]}""".formatted(ORGANIZATION, patient, patient, ORGANIZATION);

        // The first time from the database, the second time from the cache.
        for (var time = 0; time < 2; time++) {
            var answers = api.post("/preferences/effective/batch", api.service(), "application/json", asked)
                    .json()
                    .path("answers");

            assertThat(answers.path(0).path("answer"))
                    .isEqualTo(api.effective(patient, ORGANIZATION).json());
            assertThat(answers.path(1).at("/problem/slug").asString()).isEqualTo("unknown-patient");
            assertThat(answers.path(2).at("/problem/status").asInt()).isEqualTo(404);
        }
        assertThat(api.post("/preferences/effective/batch", staff, "application/json", asked)
                        .status())
                .isEqualTo(403);
        assertThat(api.post("/preferences/effective/batch", api.service(), "application/json", "{}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void givesAddressesToServicesOnly() {
        var forStaff =
                api.get(path + "/effective", staff).json().path("channels").path("sms");

        assertThat(forStaff.path("enabled").asBoolean()).isTrue();
        assertThat(forStaff.path("address").isNull()).isTrue();
        assertThat(api.effective(patient, ORGANIZATION)
                        .json()
                        .path("channels")
                        .path("sms")
                        .path("address")
                        .asString())
                .startsWith("+1");
    }

    @ParameterizedTest
    @CsvSource({
        "/preferences/1, campaign-manager",
        "/preferences/1/effective, ops",
        "/preferences/1/consents, core-system",
        "/preferences/1/consent?channel=sms&class=marketing, core-system",
        "/preferences/1/explanation, campaign-manager",
        "/suppressions, ops",
        "/consent-imports, clinic-staff",
        "/preference-defaults/organization/16, campaign-manager",
        "/audit, clinic-staff"
    })
    void refusesOtherRoles(String url, String role) {
        assertThat(api.get(url, tokens.bearer(ORGANIZATION, role)).status()).isEqualTo(403);
        assertThat(api.get(url, null).status()).isEqualTo(401);
    }

    @Test
    void showsComplianceWhoDidWhatPageByPage() {
        api.get(path, staff);
        api.patch(path, staff, "{\"best_hour\":9}", "*");
        var compliance = tokens.bearer(ORGANIZATION, "compliance");
        var url = "/audit?patient_id=" + patient;

        await().untilAsserted(() -> assertThat(api.get(url + "&action=preference_change", compliance)
                        .json()
                        .path("entries")
                        .size())
                .isEqualTo(2));
        var first = api.get(url + "&limit=1", compliance).json();
        assertThat(first.path("entries").get(0).path("user_id").asString()).isEqualTo("ovhi-core");
        var second = api.get(url + "&limit=1&after=" + first.path("next").asString(), compliance)
                .json();
        assertThat(second.path("entries").get(0).path("action").asString()).isEqualTo("access");
        assertThat(second.path("entries").get(0).path("ip_address").asString()).isEqualTo("127.0.0.1");
        assertThat(api.get(url, tokens.bearer(99, "compliance"))
                        .json()
                        .path("entries")
                        .size())
                .isZero();
        assertThat(api.get(url + "&action=nothing", compliance).status()).isEqualTo(400);
        assertThat(api.get(url + "&limit=0", compliance).status()).isEqualTo(400);
    }

    @Test
    void replacesEverythingThatCanBeSaid() {
        api.patch(path, staff, "{\"best_hour\":9,\"email_address\":\"new@example.org\"}", "*");

        var answer = api.put(path, staff, "{\"language\":\"PT-br\",\"allow_whatsapp\":false}", "\"2\"");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"3\"");
        assertThat(answer.json().path("language").asString()).isEqualTo("pt-BR");
        assertThat(answer.json().path("timezone").isNull()).isTrue();
        assertThat(answer.json().path("best_hour").isNull()).isTrue();
        assertThat(answer.json().path("email_address").isNull()).isTrue();
        assertThat(channel(api.awaitChannel(patient, Channel.SMS, "no-address"), Channel.EMAIL)
                        .reason())
                .isEqualTo("no-address");
    }

    @ParameterizedTest
    @CsvSource({
        ", 428, if-match-missing",
        "'\"7\"', 412, changed-meanwhile",
        "'W/\"1\"', 412, changed-meanwhile",
        "seven, 400, invalid-if-match"
    })
    void wantsToKnowWhichVersionWasSeen(@Nullable String ifMatch, int status, String problem) {
        var put = api.put(path, staff, "{\"best_hour\":9}", ifMatch);
        var patch = api.patch(path, staff, "{\"best_hour\":9}", ifMatch);

        assertThat(put.status()).isEqualTo(patch.status()).isEqualTo(status);
        assertThat(put.problem()).isEqualTo(patch.problem()).isEqualTo(problem);
        assertThat(api.patch(path, staff, "{\"best_hour\":9}", "\"7\", \"1\"").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"marketing_opt_in_sms\":true}', 400, not-editable",
        "'{\"best_hour\":9,\"organization_id\":3}', 400, not-editable",
        "'{\"best_hour\":\"nine\"}', 400, unreadable-request",
        "'{\"best_hour\":\"9\"}', 400, unreadable-request",
        "'{\"allow_sms\":1}', 400, unreadable-request",
        "'{\"best_hour\":{\"a\":1}}', 400, unreadable-request",
        "'{\"quiet_start\":\"22:00\"}', 400, invalid-request",
        "'{\"timezone\":\"SystemV/AST4\"}', 400, invalid-request",
        "'{\"language\":\"zz-MX\"}', 400, invalid-request",
        "'[]', 400, unreadable-request"
    })
    void refusesAPatchAndSaysWhere(String patch, int status, String problem) {
        var answer = api.patch(path, staff, patch, "*");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo(problem);
        assertThat(answer.body()).doesNotContain("SystemV", "nine", "zz-MX");
        assertThat(api.get(path, staff).header("ETag")).isEqualTo("\"1\"");
    }

    @Test
    void takesBackWhatItGaveButNoConsentInPassing() {
        var given = api.get(path, staff);

        assertThat(api.put(path, staff, given.body(), given.header("ETag")).header("ETag"))
                .isEqualTo("\"1\"");
        var changed = given.body().replace("\"marketing_opt_in_sms\":false", "\"marketing_opt_in_sms\":true");
        assertThat(changed).isNotEqualTo(given.body());
        assertThat(api.put(path, staff, changed, "*").problem()).isEqualTo("consent-not-here");
    }

    @Test
    void saysTheSameAgainWithoutANewVersion() {
        assertThat(api.patch(path, staff, "{\"best_hour\":9}", "*").header("ETag"))
                .isEqualTo("\"2\"");

        assertThat(api.patch(path, staff, "{\"best_hour\":9}", "*").header("ETag"))
                .isEqualTo("\"2\"");
        assertThat(api.patch(path, staff, "{}", "*").header("ETag")).isEqualTo("\"2\"");
    }

    @Test
    void auditsTheNamesOfWhatChangedAndNoValue() {
        api.patch(
                path,
                staff,
                "{\"email_address\":\"canary@example.org\",\"quiet_start\":\"21:00\",\"quiet_end\":\"07:00\"}",
                "*");

        var audit = kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> Long.valueOf(patient).equals(each.patientId())
                        && "update".equals(each.details().get("cause")));

        assertThat(audit.details()).containsEntry("fields", "email_address,quiet_end,quiet_start");
        assertThat(audit.toString()).doesNotContain("canary", "21:00");
    }

    @Test
    void explainsEveryField() {
        var answer = api.get(path + "/explanation", staff);

        var fields = new LinkedHashMap<String, String>();
        answer.json()
                .path("fields")
                .forEach(each -> fields.put(
                        each.path("field").asString(),
                        each.path("level").asString() + " "
                                + each.path("reason").asString()));
        assertThat(fields)
                .hasSize(17)
                .containsEntry("unencrypted_email_accepted", "global not-accepted")
                .containsEntry("timezone", "patient said-by-patient")
                .containsEntry("language", "patient said-by-patient")
                .containsEntry("quiet_start", "global default-for-all")
                .containsEntry("best_hour", "global nobody-said")
                .containsEntry("allow_sms", "global default-for-all")
                .containsEntry("allow_email", "patient no-address")
                .containsEntry("marketing_opt_in_sms", "patient no-consent")
                .containsEntry("sms_number", "patient said-by-patient");
        assertThat(answer.body()).doesNotContain("+1212555");
        assertThat(answer.json().path("zones").get(0).path("source").asString()).isEqualTo("patient");
        assertThat(api.get(path + "/explanation", api.staff(99)).problem()).isEqualTo("unknown-patient");
    }
}
