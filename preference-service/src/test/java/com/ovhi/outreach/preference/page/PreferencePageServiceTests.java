package com.ovhi.outreach.preference.page;

import static com.ovhi.outreach.preference.Api.channel;
import static com.ovhi.outreach.preference.Patients.ORGANIZATION;
import static com.ovhi.outreach.preference.Patients.aPatient;
import static com.ovhi.outreach.preference.Patients.again;
import static com.ovhi.outreach.preference.Patients.freshPhone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.preference.Api;
import com.ovhi.outreach.preference.page.html.PageLanguage;
import com.ovhi.outreach.preference.page.html.Wording;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

@ServiceTest(schema = "ovhi_preference")
class PreferencePageServiceTests {

    private final TestKafka kafka;
    private final TestTokens tokens;
    private final SettableClock clock;
    private final JdbcTemplate jdbc;
    private final Api api;
    private final int port;
    private final String phone = freshPhone();
    private final String email = phone.substring(1) + "@example.org";
    private long patient;

    PreferencePageServiceTests(
            TestKafka kafka, TestTokens tokens, SettableClock clock, JdbcTemplate jdbc, @LocalServerPort int port) {
        this.kafka = kafka;
        this.tokens = tokens;
        this.clock = clock;
        this.jdbc = jdbc;
        this.port = port;
        api = new Api(port, tokens);
    }

    @BeforeEach
    void registerPatient() {
        clock.advance(Duration.ofMinutes(10));
        patient = aPatient().withPhone(phone).withEmail(email).register(kafka, clock.instant());
        api.awaitChannel(patient, Channel.SMS, null);
        api.awaitChannel(patient, Channel.EMAIL, null);
    }

    @Test
    void showsWhatHoldsInThePatientsLanguageWithMaskedAddresses() {
        var page = visit().get();

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains(
                        "<html lang=\"es\" dir=\"ltr\">", "Sus preferencias de mensajes", "••• " + phone.substring(10))
                .doesNotContain(phone, email, "<script");
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(PageVisit.form(page))
                .containsEntry("care_sms", "on")
                .containsEntry("care_email", "on")
                .doesNotContainKeys("marketing_sms", "care_whatsapp")
                .containsEntry("language", "es")
                .containsEntry("quiet_start", "22:00");
    }

    @Test
    void savesWhatWasChosenAndNothingElse() {
        var visit = visit();
        var form = PageVisit.form(visit.get());
        form.remove("care_sms");
        form.put("marketing_email", "on");
        form.put("quiet_start", "20:30");
        form.put("language", "ko");

        var answer = visit.post(form);

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue("?done=saved");
        var effective =
                api.awaitEffective(patient, each -> assertThat(each.language()).isEqualTo("ko"));
        assertThat(channel(effective, Channel.SMS).reason()).isEqualTo("opted-out");
        assertThat(channel(effective, Channel.EMAIL).enabled()).isTrue();
        assertThat(channel(effective, Channel.EMAIL).marketingOptIn()).isTrue();
        assertThat(effective.quietStart()).hasToString("20:30");
        assertThat(effective.quietEnd()).hasToString("08:00");
        var line = jdbc.queryForMap(
                "SELECT * FROM consent_ledger WHERE patient_id = ? AND channel = 'email' AND action = 'grant'",
                patient);
        assertThat(line)
                .containsEntry("actor", "patient")
                .containsEntry("origin", "preference-page")
                .containsEntry("consent_class", "marketing")
                .containsEntry("language", "es");
        assertThat(jdbc.queryForObject(
                        "SELECT wording FROM consent_wordings WHERE organization_id = ? AND version = ? AND language = 'es'",
                        String.class,
                        ORGANIZATION,
                        line.get("wording_version")))
                .as("what the patient read when they ticked the box")
                .contains(Wording.in(PageLanguage.ES).plain("marketing"))
                .contains(Wording.in(PageLanguage.ES).plain("channel.email"));
        assertThat(visit.get().body()).contains("<html lang=\"ko\"");
    }

    @Test
    void changesNothingWhenNothingWasChosen() {
        var visit = visit();
        var page = visit.get();
        var version = api.awaitEffective(patient, each -> {}).version();

        assertThat(visit.post(PageVisit.form(page)).statusCode()).isEqualTo(303);

        var after = api.awaitEffective(patient, each -> {});
        assertThat(after.version()).isEqualTo(version);
        assertThat(after.language()).isEqualTo("es-MX");
    }

    @Test
    void stopsEverythingAndAllowsItAgain() {
        var visit = visit();
        var form = PageVisit.form(visit.get());
        form.put("action", "stop-all");
        form.put("version", "0");

        assertThat(visit.post(form).headers().firstValue("Location")).hasValue("?done=stopped");
        api.awaitChannel(patient, Channel.SMS, "opted-out");
        api.awaitChannel(patient, Channel.EMAIL, "opted-out");

        var version = api.awaitEffective(patient, each -> {}).version();
        again(patient)
                .withPhone(phone)
                .withEmail(email)
                .wantingMarketingBy(Channel.SMS)
                .register(kafka, clock.instant());
        api.awaitEffective(patient, each -> assertThat(each.version()).isGreaterThan(version));
        clock.advance(Duration.ofMinutes(1));
        var reopened = PageVisit.form(visit.get());
        assertThat(reopened).doesNotContainKeys("care_sms", "care_email");
        reopened.put("care_sms", "on");
        assertThat(visit.post(reopened).statusCode()).isEqualTo(303);
        api.awaitChannel(patient, Channel.SMS, null);
        api.awaitChannel(patient, Channel.EMAIL, "opted-out");
    }

    @Test
    void refusesChoicesMadeOnAnOldPage() {
        var visit = visit();
        var form = PageVisit.form(visit.get());
        assertThat(api.post(
                                "/preferences/" + patient + "/opt-out",
                                api.staff(ORGANIZATION),
                                "application/json",
                                "{\"channel\":\"email\"}")
                        .status())
                .isEqualTo(200);
        form.remove("care_sms");

        var answer = visit.post(form);

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("role=\"alert\"");
        assertThat(PageVisit.form(answer)).containsKey("care_sms").doesNotContainKey("care_email");
        api.awaitChannel(patient, Channel.SMS, null);
    }

    @Test
    void refusesWhatOurOwnFormDoesNotSend() {
        var visit = visit();
        var good = PageVisit.form(visit.get());

        assertThat(visit.post(changed(good, "seal", "0".repeat(64))).statusCode())
                .isEqualTo(403);
        assertThat(visit.post(changed(good, "version", "x")).statusCode()).isEqualTo(400);
        assertThat(visit.post(changed(good, "quiet_start", "25:00")).statusCode())
                .isEqualTo(400);
        assertThat(visit.post(changed(good, "quiet_start", "")).statusCode()).isEqualTo(422);
        assertThat(visit.post(changed(good, "quiet_start", "08:00")).statusCode())
                .isEqualTo(422);
        assertThat(visit.post(Map.of()).statusCode()).isEqualTo(403);
        var hostile = visit.post(changed(good, "language", "\"><script>"));
        assertThat(hostile.statusCode()).isEqualTo(303);
        assertThat(visit.get().body()).doesNotContain("<script>");
        api.awaitChannel(patient, Channel.SMS, null);
    }

    @Test
    void answersEveryDeadLinkAlike() {
        var unknown = new PageVisit(port, "/preferences/" + "A".repeat(43)).get();
        var malformed = new PageVisit(port, "/preferences/abc").get();
        var revoked = visit();
        var id = jdbc.queryForObject("SELECT id FROM page_links WHERE patient_id = ?", String.class, patient);
        assertThat(revoke(id, 17)).isEqualTo(404);
        assertThat(revoked.get().statusCode()).isEqualTo(200);
        assertThat(revoke(id, ORGANIZATION)).isEqualTo(204);
        var expired = visit();
        var form = PageVisit.form(expired.get());
        clock.advance(Duration.ofHours(73));

        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(malformed.body()).isEqualTo(unknown.body());
        assertThat(revoked.get().body()).isEqualTo(unknown.body());
        assertThat(expired.get().body()).isEqualTo(unknown.body());
        assertThat(expired.post(form).statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("<html lang=\"fr\"");
    }

    @Test
    void makesLinksOnlyForOnesOwnPatients() {
        var path = "/preferences/" + patient + "/page-links";

        assertThat(api.post(path, api.staff(17), "application/json", "").status())
                .isEqualTo(404);
        assertThat(api.post(path, tokens.bearer(ORGANIZATION, "ops"), "application/json", "")
                        .status())
                .isEqualTo(403);
        assertThat(api.post(path, null, "application/json", "").status()).isEqualTo(401);
        assertThat(api.post(path + "?organization_id=" + ORGANIZATION, tokens.service(), "application/json", "")
                        .status())
                .isEqualTo(201);
        assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM page_links WHERE patient_id = ?", Integer.class, patient))
                .isEqualTo(1);
    }

    @Test
    void auditsLinksLooksAndChanges() {
        var visit = visit();
        var form = PageVisit.form(visit.get());
        form.remove("care_sms");
        assertThat(visit.post(form).statusCode()).isEqualTo(303);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(jdbc.queryForList("""
                        SELECT CONCAT(user_id, ' ', action, ' ', COALESCE(JSON_VALUE(details, '$.what'), ''))
                        FROM comm_audit_log WHERE patient_id = ?""", String.class, patient))
                        .contains(
                                "test-caller access preference-page-link",
                                "patient access preference-page",
                                "patient opt_out "));
    }

    private static Map<String, String> changed(Map<String, String> form, String name, String value) {
        var changed = new java.util.LinkedHashMap<>(form);
        changed.put(name, value);
        return changed;
    }

    private int revoke(@Nullable String link, long organization) {
        return new PageVisit(port, "/api/v1/preferences/" + patient + "/page-links/" + link)
                .delete(api.staff(organization))
                .statusCode();
    }

    private PageVisit visit() {
        var minted =
                api.post("/preferences/" + patient + "/page-links", api.staff(ORGANIZATION), "application/json", "");
        assertThat(minted.status()).isEqualTo(201);
        assertThat(minted.header("Cache-Control")).isEqualTo("no-store");
        return new PageVisit(
                port, URI.create(minted.json().path("url").asString()).getPath());
    }
}
