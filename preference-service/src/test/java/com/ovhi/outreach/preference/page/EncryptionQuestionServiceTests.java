package com.ovhi.outreach.preference.page;

import static com.ovhi.outreach.preference.Api.channel;
import static com.ovhi.outreach.preference.Patients.ORGANIZATION;
import static com.ovhi.outreach.preference.Patients.aPatient;
import static com.ovhi.outreach.preference.Patients.freshPhone;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.api.EffectivePreferences;
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

/** What the page asks about unencrypted e-mail, and what it keeps of the answer. */
@ServiceTest(schema = "ovhi_preference")
class EncryptionQuestionServiceTests {

    private final TestKafka kafka;
    private final SettableClock clock;
    private final JdbcTemplate jdbc;
    private final Api api;
    private final int port;
    private final String phone = freshPhone();
    private final String email = phone.substring(1) + "@example.org";
    private long patient;

    EncryptionQuestionServiceTests(
            TestKafka kafka, TestTokens tokens, SettableClock clock, JdbcTemplate jdbc, @LocalServerPort int port) {
        this.kafka = kafka;
        this.clock = clock;
        this.jdbc = jdbc;
        this.port = port;
        api = new Api(port, tokens);
    }

    @BeforeEach
    void registerPatient() {
        clock.advance(Duration.ofMinutes(10));
        patient = aPatient().withEmail(email).register(kafka, clock.instant());
        api.awaitChannel(patient, Channel.EMAIL, null);
    }

    @Test
    void keepsWithWhichWarningUnencryptedEmailWasAcceptedAndTakesItBack() {
        var visit = visit();
        var form = PageVisit.form(visit.get());
        assertThat(form).doesNotContainKey("unencrypted_email");
        form.put("unencrypted_email", "on");

        assertThat(visit.post(form).statusCode()).isEqualTo(303);

        awaitUnencrypted(true);
        var line = unencryptedLine("grant");
        assertThat(line)
                .containsEntry("channel", "email")
                .containsEntry("actor", "patient")
                .containsEntry("origin", "preference-page")
                .containsEntry("language", "es");
        assertThat(line.get("address_hash"))
                .as("for this mailbox only")
                .isEqualTo(jdbc.queryForObject(
                        "SELECT email_hash FROM patient_comm_prefs WHERE patient_id = ?", String.class, patient));
        assertThat(jdbc.queryForObject(
                        "SELECT wording FROM consent_wordings WHERE organization_id = ? AND version = ? AND language = 'es'",
                        String.class,
                        ORGANIZATION,
                        line.get("wording_version")))
                .as("the warning they read")
                .contains(Wording.in(PageLanguage.ES).plain("unencrypted.warning"))
                .contains(Wording.in(PageLanguage.ES).plain("unencrypted"));
        clock.advance(Duration.ofMinutes(1));
        var accepted = PageVisit.form(visit.get());
        assertThat(accepted).containsEntry("unencrypted_email", "on");

        accepted.remove("unencrypted_email");
        assertThat(visit.post(accepted).statusCode()).isEqualTo(303);

        var after = awaitUnencrypted(false);
        assertThat(unencryptedLine("revoke")).containsEntry("actor", "patient");
        assertThat(channel(after, Channel.EMAIL).enabled()).as("messages go on").isTrue();
    }

    @Test
    void asksNothingAboutEmailThatCannotBeSent() {
        clock.advance(Duration.ofMinutes(1));
        assertThat(api.post(
                                "/preferences/" + patient + "/opt-in",
                                api.staff(ORGANIZATION),
                                "application/json",
                                "{\"channel\":\"email\",\"class\":\"unencrypted\",\"source\":\"front-desk\","
                                        + "\"wording_version\":\"2026-01\"}")
                        .status())
                .isEqualTo(200);
        assertThat(api.post(
                                "/suppressions",
                                api.staff(ORGANIZATION),
                                "application/json",
                                "{\"channel\":\"email\",\"address\":\"" + email + "\",\"reason\":\"bounce\"}")
                        .status())
                .isEqualTo(201);
        var visit = visit();
        var page = visit.get();
        assertThat(page.body()).doesNotContain("unencrypted_email");

        assertThat(visit.post(PageVisit.form(page)).statusCode()).isEqualTo(303);

        awaitUnencrypted(true);
    }

    private EffectivePreferences awaitUnencrypted(boolean accepted) {
        return api.awaitEffective(
                patient,
                each -> assertThat(Boolean.TRUE.equals(each.unencryptedEmailAccepted()))
                        .isEqualTo(accepted));
    }

    private Map<String, @Nullable Object> unencryptedLine(String action) {
        return jdbc.queryForMap(
                "SELECT * FROM consent_ledger WHERE patient_id = ? AND consent_class = 'unencrypted' AND action = ?",
                patient,
                action);
    }

    private PageVisit visit() {
        var minted =
                api.post("/preferences/" + patient + "/page-links", api.staff(ORGANIZATION), "application/json", "");
        assertThat(minted.status()).isEqualTo(201);
        return new PageVisit(
                port, URI.create(minted.json().path("url").asString()).getPath());
    }
}
