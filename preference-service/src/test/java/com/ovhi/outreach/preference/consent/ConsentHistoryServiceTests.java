package com.ovhi.outreach.preference.consent;

import static com.ovhi.outreach.preference.Patients.ORGANIZATION;
import static com.ovhi.outreach.preference.Patients.aPatient;
import static com.ovhi.outreach.preference.Patients.freshPhone;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.preference.Api;
import com.ovhi.outreach.preference.Api.Answer;
import com.ovhi.outreach.preference.Patients;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServiceTest(schema = "ovhi_preference")
class ConsentHistoryServiceTests {

    private final TestKafka kafka;
    private final SettableClock clock;
    private final Api api;
    private final String staff;
    private final String compliance;
    private final String phone = freshPhone();
    private String path = "";
    private long patient;

    ConsentHistoryServiceTests(TestKafka kafka, TestTokens tokens, SettableClock clock, @LocalServerPort int port) {
        this.kafka = kafka;
        this.clock = clock;
        api = new Api(port, tokens);
        staff = api.staff(ORGANIZATION);
        compliance = tokens.bearer(ORGANIZATION, "compliance");
    }

    @BeforeEach
    void registerPatient() {
        patient = aPatient().withPhone(phone).register(kafka);
        path = "/preferences/" + patient;
        api.awaitChannel(patient, Channel.SMS, null);
        clock.advance(Duration.ofMinutes(10));
    }

    @Test
    void answersForThePastAsForThePresent() {
        var before = clock.instant();
        clock.advance(Duration.ofMinutes(1));
        optIn("\"class\":\"marketing\",\"evidence_ref\":\"form/1\",\"wording_version\":\"2026-01\"");
        var granted = clock.instant();
        clock.advance(Duration.ofMinutes(1));
        optOut("\"class\":\"marketing\"");
        var revoked = clock.instant();

        assertState(before, "unsaid", false);
        assertState(granted, "granted", true);
        assertState(revoked, "revoked", false);
        var now = api.get(path + "/consent?channel=sms&class=marketing", staff).json();
        assertThat(now.path("state").asString()).isEqualTo("revoked");
        assertThat(now.path("decided_by").path("action").asString()).isEqualTo("revoke");
        assertThat(now.path("sentence").asString()).isNotEmpty();
        assertThat(api.get(path + "/consent?channel=sms&class=transactional&at=" + granted, staff)
                        .json()
                        .path("permitted")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void tellsWhatWasKnownFromWhatWasSo() {
        var then = clock.instant();
        clock.advance(Duration.ofHours(1));
        optOut("\"effective_at\":\"" + then + "\"");
        var path = this.path + "/consent?channel=sms&class=transactional&at=" + then.plusSeconds(60);

        assertThat(api.get(path, compliance).json().path("state").asString()).isEqualTo("revoked");
        assertThat(api.get(path + "&known_at=" + then.plusSeconds(60), compliance)
                        .json()
                        .path("state")
                        .asString())
                .isEqualTo("unsaid");
    }

    @Test
    void keepsWhatThePatientWasShown() {
        var answer = optIn("""
                "class":"marketing","source":"front-desk","evidence_ref":"form/1","wording_version":"2026-02",
                "wording":"Acepto recibir mensajes.","language":"es-mx\"""");
        assertThat(answer.status()).isEqualTo(200);

        var line =
                api.get(path + "/consents", compliance).json().path("entries").get(0);
        assertThat(line.path("wording").asString()).isEqualTo("Acepto recibir mensajes.");
        assertThat(line.path("wording_version").asString()).isEqualTo("2026-02");
        assertThat(line.path("language").asString()).isEqualTo("es-MX");
        assertThat(line.path("recorded_at").asString()).isNotEmpty();
        var other = optIn("""
                "class":"marketing","evidence_ref":"form/2","wording_version":"2026-02","wording":"Another text.",
                "language":"es-MX\"""");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.problem()).isEqualTo("wording-differs");
        assertThat(api.get(path + "/consents", compliance)
                        .json()
                        .path("entries")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void keepsToTheAddressThatWasMeant() {
        optOut("\"address\":\"" + freshPhone() + "\"");
        api.awaitChannel(patient, Channel.SMS, null);

        optOut("\"address\":\"" + phone + "\"");
        api.awaitChannel(patient, Channel.SMS, "opted-out");
        clock.advance(Duration.ofMinutes(1));
        optIn("\"address\":\"" + phone + "\"");

        api.awaitChannel(patient, Channel.SMS, null);
        var lines = api.get(path + "/consents", compliance);
        assertThat(lines.body()).doesNotContain(phone);
        assertThat(lines.json().path("entries").get(2).path("address_hash").asString())
                .matches("[0-9a-f]{32}");
    }

    @Test
    void judgesThePastByTheAddressOfThatTime() {
        var next = freshPhone();
        optOut("\"class\":\"transactional\",\"address\":\"" + phone + "\"");
        clock.advance(Duration.ofMinutes(1));
        optOut("\"class\":\"marketing\",\"address\":\"" + next + "\"");
        var atFirst = clock.instant();
        clock.advance(Duration.ofMinutes(1));
        Patients.again(patient).withPhone(next).register(kafka, clock.instant());
        api.awaitChannel(patient, Channel.SMS, null);
        var afterwards = clock.instant();
        clock.advance(Duration.ofMinutes(1));
        Patients.again(patient).register(kafka, clock.instant());
        api.awaitChannel(patient, Channel.SMS, "no-address");
        var inTheEnd = clock.instant();

        assertThat(stateAt(atFirst, "transactional")).isEqualTo("revoked");
        assertThat(stateAt(atFirst, "marketing")).isEqualTo("unsaid");
        assertThat(stateAt(afterwards, "transactional")).isEqualTo("unsaid");
        assertThat(stateAt(afterwards, "marketing")).isEqualTo("revoked");
        assertThat(stateAt(inTheEnd, "transactional")).isEqualTo("unsaid");
        assertThat(stateAt(inTheEnd, "marketing")).isEqualTo("unsaid");
        assertThat(stateAt(afterwards + "&known_at=" + atFirst, "transactional"))
                .as("that the number would change was not known")
                .isEqualTo("revoked");
    }

    @Test
    void showsTheHistoryPageByPage() {
        optOut("\"class\":\"all\"");
        clock.advance(Duration.ofMinutes(1));
        optIn("\"class\":\"transactional\"");

        var first = api.get(path + "/consents?limit=2", compliance).json();
        assertThat(first.path("entries").size()).isEqualTo(2);
        var second = api.get(
                        path + "/consents?limit=2&after=" + first.path("next").asLong(), compliance)
                .json();
        assertThat(second.path("entries").size()).isEqualTo(1);
        assertThat(second.path("entries").get(0).path("action").asString()).isEqualTo("grant");
        assertThat(second.path("next").isNull()).isTrue();
        assertThat(api.get(path + "/consents?class=marketing&channel=sms", compliance)
                        .json()
                        .path("entries")
                        .size())
                .isEqualTo(1);
        assertThat(api.get(path + "/consents?channel=email", compliance)
                        .json()
                        .path("entries")
                        .size())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"class\":\"marketing\"|422|proof-missing",
                "\"class\":\"all\",\"evidence_ref\":\"form/1\"|422|proof-missing",
                "\"effective_at\":\"2099-01-01T00:00:00Z\"|422|in-the-future",
                "\"address\":\"12\"|422|invalid-address",
                "\"wording\":\"text\"|400|invalid-request",
                "\"wording\":\"yes\\u0007\",\"wording_version\":\"1\"|400|invalid-request",
                "\"wording\":\"yes\\u202Eon\",\"wording_version\":\"1\"|400|invalid-request",
                "\"wording\":\"yes\\u0085no\",\"wording_version\":\"1\"|400|invalid-request",
                "\"wording\":\"yes\\u200Bno\",\"wording_version\":\"1\"|400|invalid-request",
                "\"wording\":\"yes\\u2028no\",\"wording_version\":\"1\"|400|invalid-request",
                "\"language\":\"zz\"|400|invalid-request"
            })
    void refusesConsentThatProvesNothing(String body, int status, String problem) {
        var answer = optIn(body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo(problem);
        assertThat(api.get(path + "/consents", compliance)
                        .json()
                        .path("entries")
                        .size())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "consent?channel=fax&class=marketing, invalid-channel",
        "consent?channel=sms&class=some, invalid-class",
        "consents?limit=501, invalid-limit",
        "consents?channel=fax, invalid-channel"
    })
    void refusesQuestionsThatMakeNoSense(String question, String problem) {
        var answer = api.get(path + "/" + question, compliance);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo(problem);
        assertThat(api.get(path + "/consent?channel=sms&class=marketing&at=yesterday", compliance)
                        .status())
                .isEqualTo(400);
    }

    private void assertState(Instant at, String state, boolean permitted) {
        var answer = api.get(path + "/consent?channel=sms&class=marketing&at=" + at, compliance)
                .json();
        assertThat(answer.path("state").asString()).isEqualTo(state);
        assertThat(answer.path("permitted").asBoolean()).isEqualTo(permitted);
    }

    private String stateAt(Object at, String consentClass) {
        return api.get(path + "/consent?channel=sms&class=" + consentClass + "&at=" + at, compliance)
                .json()
                .path("state")
                .asString();
    }

    private Answer optIn(String members) {
        return api.post(path + "/opt-in", staff, "application/json", "{\"channel\":\"sms\"," + members + "}");
    }

    private Answer optOut(String members) {
        return api.post(path + "/opt-out", staff, "application/json", "{\"channel\":\"sms\"," + members + "}");
    }
}
