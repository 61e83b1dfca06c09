package com.ovhi.outreach.preference.editing;

import static com.ovhi.outreach.preference.Patients.AT;
import static com.ovhi.outreach.preference.Patients.aPatient;
import static com.ovhi.outreach.preference.Patients.freshPhone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.InsightLearned;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.ovhi.ProviderUpdated;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.preference.Api;
import com.ovhi.outreach.preference.Patients;
import java.time.Duration;
import java.time.LocalTime;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ServiceTest(schema = "ovhi_preference")
class DefaultsServiceTests {

    private static final AtomicLong NEXT = new AtomicLong(52_000);

    private final TestKafka kafka;
    private final TestTokens tokens;
    private final Api api;
    private final long organization = NEXT.incrementAndGet();
    private final String path = "/preference-defaults/organization/" + organization;
    private final String staff;

    DefaultsServiceTests(TestKafka kafka, TestTokens tokens, @LocalServerPort int port) {
        this.kafka = kafka;
        this.tokens = tokens;
        api = new Api(port, tokens);
        staff = api.staff(organization);
    }

    @Test
    void bringWhatStaffSetToEveryPatientOfTheOrganization() {
        var patient = register();

        var answer = api.put(path, staff, """
                {"quiet_start":"20:00","quiet_end":"09:00","best_hour":10,"allow_sms":false}""", "\"0\"");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(answer.json().path("quiet_start").asString()).isEqualTo("20:00:00");
        kafka.await(
                Topics.PREFERENCE,
                PreferenceChanged.class,
                each -> each.patientId() == patient && LocalTime.of(20, 0).equals(each.quietStart()));
        var effective = awaitEffective(patient, "quiet_start", "20:00:00");
        assertThat(effective.path("best_hour").asInt()).isEqualTo(10);
        assertThat(effective.path("work_start").asString()).isEqualTo("09:00:00");
        assertThat(effective.path("channels").path("sms").path("reason").asString())
                .isEqualTo("not-allowed");
        var audit = kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> Long.toString(organization).equals(each.details().get("owner")));
        assertThat(audit.details())
                .containsEntry("fields", "allow_sms,best_hour,quiet_end,quiet_start")
                .containsEntry("level", "organization");
    }

    @Test
    void areToldWhereWhatWasLearnedHidesThem() {
        var patient = register();
        api.put(path, staff, "{\"best_hour\":10}", "\"0\"");
        kafka.publish(
                Topics.INSIGHT,
                Long.toString(patient),
                new InsightLearned(patient, organization, 1, 18, null, 0, 1, 12, AT));

        assertThat(awaitEffective(patient, "best_hour", "18")
                        .path("unlearned_best_hour")
                        .asInt())
                .isEqualTo(10);

        api.put(path, staff, "{\"best_hour\":11}", "*");
        awaitEffective(patient, "unlearned_best_hour", "11");
    }

    @Test
    void survivesWhatOvhiCoreSaysLater() {
        Patients.organization(kafka, organization, "America/Chicago", true, AT);
        await().untilAsserted(() -> assertThat(
                        api.get(path, staff).json().path("core_timezone").asString(""))
                .isEqualTo("America/Chicago"));
        api.put(path, staff, "{\"timezone\":\"America/Denver\",\"language\":\"es\"}", "*");

        Patients.organization(kafka, organization, "America/New_York", true, AT.plusSeconds(60));

        await().untilAsserted(() -> assertThat(
                        api.get(path, staff).json().path("core_timezone").asString(""))
                .isEqualTo("America/New_York"));
        var view = api.get(path, staff).json();
        assertThat(view.path("timezone").asString()).isEqualTo("America/Denver");
        assertThat(view.path("core_language").asString()).isEqualTo("en");
        var patient = aPatient()
                .in(organization)
                .withZone(null)
                .withEmail("somebody@example.org")
                .register(kafka);
        assertThat(awaitEffective(patient, "organization_id", Long.toString(organization))
                        .path("candidate_zones")
                        .get(0)
                        .asString())
                .isEqualTo("America/Denver");
    }

    @Test
    void comeFromTheProviderBeforeTheOrganization() {
        var provider = 900_000 + organization;
        provider(provider, organization);
        var patient = register();
        var url = "/preference-defaults/provider/" + provider;
        await().untilAsserted(() -> assertThat(api.get(url, staff).status()).isEqualTo(200));
        api.patch("/preferences/" + patient, staff, "{\"provider_id\":" + provider + ",\"language\":null}", "*");
        api.put(path, staff, "{\"best_hour\":10,\"language\":\"ru\"}", "*");

        assertThat(api.put(url, staff, "{\"best_hour\":15}", "*").status()).isEqualTo(200);

        var effective = awaitEffective(patient, "best_hour", "15");
        assertThat(effective.path("language").asString()).isEqualTo("ru");
        assertThat(api.get(url, api.staff(99)).problem()).isEqualTo("unknown-level");
        assertThat(api.put(url, api.staff(99), "{}", "*").problem()).isEqualTo("unknown-level");
        var foreign = aPatient().in(99).withPhone(freshPhone()).register(kafka);
        await().untilAsserted(
                        () -> assertThat(api.effective(foreign, 99).status()).isEqualTo(200));
        assertThat(api.patch("/preferences/" + foreign, api.staff(99), "{\"provider_id\":" + provider + "}", "*")
                        .problem())
                .isEqualTo("unknown-provider");
    }

    @Test
    void areChangedOnlyByWhoHasSeenThem() {
        assertThat(api.get(path, staff).header("ETag")).isEqualTo("\"0\"");
        assertThat(api.put(path, staff, "{\"best_hour\":9}", null).problem()).isEqualTo("if-match-missing");
        assertThat(api.put(path, staff, "{\"best_hour\":9}", "\"0\"").status()).isEqualTo(200);
        assertThat(api.put(path, staff, "{\"best_hour\":8}", "\"0\"").problem()).isEqualTo("changed-meanwhile");
        assertThat(api.put(path, staff, "{\"best_hour\":9}", "\"1\"").header("ETag"))
                .isEqualTo("\"1\"");
    }

    @Test
    void ofAllAreReadByStaffAndChangedByOpsAndComplianceOnly() {
        var all = "/preference-defaults/global/0";
        var same = """
                {"language":"en","quiet_start":"22:00","quiet_end":"08:00","work_start":"09:00","work_end":"17:00",
                "allow_email":true,"allow_sms":true,"allow_whatsapp":true}""";

        assertThat(api.get(all, staff).json().path("language").asString()).isEqualTo("en");
        assertThat(api.put(all, staff, same, "*").status()).isEqualTo(403);
        assertThat(api.put(all, tokens.bearer(organization, "ops"), same, "*").status())
                .isEqualTo(200);
        assertThat(api.put(all, tokens.bearer(organization, "compliance"), same, "*")
                        .status())
                .isEqualTo(200);
        assertThat(api.put(all, tokens.bearer(organization, "ops"), "{\"language\":\"en\"}", "*")
                        .problem())
                .isEqualTo("incomplete-defaults");
    }

    @ParameterizedTest
    @CsvSource({"global/1", "patient/1", "organization/98", "provider/987654321", "clinic/1"})
    void areUnknownWhereNobodySaysAnything(String level) {
        assertThat(api.get("/preference-defaults/" + level, staff).problem()).isEqualTo("unknown-level");
        assertThat(api.put("/preference-defaults/" + level, staff, "{}", "*").problem())
                .isEqualTo("unknown-level");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"timezone\":\"Mars/Olympus\"}",
                "{\"language\":\"zz\"}",
                "{\"best_hour\":24}",
                "{\"work_start\":\"09:00\",\"work_end\":\"09:00\"}",
                "{\"allow_sms\":\"yes\"}"
            })
    void refuseWhatMakesNoSense(String body) {
        assertThat(api.put(path, staff, body, "*").status()).isEqualTo(400);
    }

    private long register() {
        var patient = aPatient().in(organization).withPhone(freshPhone()).register(kafka);
        awaitEffective(patient, "organization_id", Long.toString(organization));
        return patient;
    }

    private JsonNode awaitEffective(long patient, String field, String value) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            var answer = api.effective(patient, organization);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path(field).asString("")).isEqualTo(value);
        });
        return api.effective(patient, organization).json();
    }

    private void provider(long id, long organization) {
        kafka.publish(
                Topics.OVHI_PROVIDER,
                Long.toString(id),
                new EventHeaders(UUID.randomUUID().toString(), "provider.updated", "ovhi-core", AT, null),
                new ProviderUpdated(id, organization, "Dr. Example", null));
    }
}
