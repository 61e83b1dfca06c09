package com.ovhi.outreach.preference.optout;

import static com.ovhi.outreach.preference.Api.channel;
import static com.ovhi.outreach.preference.Patients.AT;
import static com.ovhi.outreach.preference.Patients.ORGANIZATION;
import static com.ovhi.outreach.preference.Patients.aPatient;
import static com.ovhi.outreach.preference.Patients.again;
import static com.ovhi.outreach.preference.Patients.freshPhone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.EmailAddress;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.preference.Api;
import com.ovhi.outreach.preference.Api.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A patient was warned and wants e-mail that says more. */
@ServiceTest(schema = "ovhi_preference")
class UnencryptedEmailServiceTests {

    private static final String WARNED = """
            {"channel":"email","class":"unencrypted","source":"front-desk","evidence_ref":"form/9",
             "wording_version":"risk-2026-01","wording":"Others may read e-mail.","language":"en"}""";

    private final TestKafka kafka;
    private final Api api;
    private final SettableClock clock;
    private final AddressHash hashes;
    private final String phone = freshPhone();
    private final String email = phone.substring(1) + "@example.org";
    private final long patient;

    UnencryptedEmailServiceTests(
            TestKafka kafka, TestTokens tokens, SettableClock clock, AddressHash hashes, @LocalServerPort int port) {
        this.kafka = kafka;
        this.clock = clock;
        this.hashes = hashes;
        api = new Api(port, tokens);
        clock.advance(Duration.ofMinutes(10));
        patient = aPatient().withPhone(phone).withEmail(email).register(kafka);
        api.awaitEffective(patient, each -> {
            assertThat(channel(each, Channel.EMAIL).enabled()).isTrue();
            assertThat(each.unencryptedEmailAccepted()).isFalse();
        });
    }

    @Test
    void isRecordedWithWhoWhenAndTheWarning() {
        var answer = ask("opt-in", WARNED);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("unencrypted_accepted").asBoolean()).isTrue();
        assertThat(answer.json().path("marketing_opt_in").asBoolean())
                .as("is no consent to messages")
                .isFalse();
        api.awaitEffective(
                patient, each -> assertThat(each.unencryptedEmailAccepted()).isTrue());
        var line = api.get("/preferences/" + patient + "/consents", api.staff(ORGANIZATION))
                .json()
                .path("entries")
                .get(0);
        assertThat(line.path("class").asString()).isEqualTo("unencrypted");
        assertThat(line.path("actor").asString()).isEqualTo("test-caller");
        assertThat(line.path("wording_version").asString()).isEqualTo("risk-2026-01");
        assertThat(line.path("wording").asString()).isEqualTo("Others may read e-mail.");
        assertThat(line.path("address_hash").asString()).isEqualTo(hashes.of(new EmailAddress(email)));
        assertThat(line.path("effective_at").asString())
                .isEqualTo(clock.instant().toString());
        assertThat(api.get("/preferences/" + patient + "/explanation", api.staff(ORGANIZATION))
                        .body())
                .contains("unencrypted_email_accepted", "\"accepted\"");
    }

    @Test
    void endsWhenTakenBackAndLeavesMessagesAlone() {
        ask("opt-in", WARNED);
        clock.advance(Duration.ofMinutes(1));

        var answer = ask("opt-out", "{\"channel\":\"email\",\"class\":\"unencrypted\"}");

        assertThat(answer.json().path("enabled").asBoolean()).isTrue();
        assertThat(answer.json().path("unencrypted_accepted").asBoolean()).isFalse();
        api.awaitEffective(
                patient, each -> assertThat(each.unencryptedEmailAccepted()).isFalse());
        await().untilAsserted(() -> assertThat(kafka.events(Topics.PREFERENCE, PreferenceChanged.class).stream()
                        .filter(each -> each.patientId() == patient)
                        .map(PreferenceChanged::unencryptedEmailAccepted))
                .as("everybody is told, so that e-mails that wait are worded anew")
                .endsWith(true, false));
    }

    @Test
    void isAboutOneMailboxAndNotTheNext() {
        ask("opt-in", WARNED);
        api.awaitEffective(
                patient, each -> assertThat(each.unencryptedEmailAccepted()).isTrue());

        again(patient).withPhone(phone).withEmail("new." + email).register(kafka, AT.plusSeconds(60));

        api.awaitEffective(patient, each -> {
            assertThat(channel(each, Channel.EMAIL).address()).isEqualTo("new." + email);
            assertThat(each.unencryptedEmailAccepted()).isFalse();
        });
    }

    @Test
    void outlivesARefusalOfMessagesButNeverGrantsThem() {
        ask("opt-out", "{\"channel\":\"email\"}");
        clock.advance(Duration.ofMinutes(1));

        var answer = ask("opt-in", WARNED);

        assertThat(answer.json().path("enabled").asBoolean()).isFalse();
        assertThat(answer.json().path("reason").asString()).isEqualTo("opted-out");
        assertThat(answer.json().path("unencrypted_accepted").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "{'channel':'email','class':'unencrypted'}|422|proof-missing",
                "{'channel':'email','class':'unencrypted','source':'front-desk'}|422|proof-missing",
                "{'channel':'email','class':'unencrypted','wording_version':'1'}|422|proof-missing",
                "{'channel':'sms','class':'unencrypted','source':'desk','wording_version':'1'}|400|invalid-request"
            })
    void refusesAnAcceptanceWithoutAWarningOrOfAnotherChannel(String body, int status, String problem) {
        var answer = ask("opt-in", body.replace('\'', '"'));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo(problem);
    }

    @Test
    void needsAMailbox() {
        var without = aPatient().withPhone(freshPhone()).register(kafka);
        api.awaitChannel(without, Channel.SMS, null);

        var answer =
                api.post("/preferences/" + without + "/opt-in", api.staff(ORGANIZATION), "application/json", WARNED);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("no-address");
    }

    private Answer ask(String call, String body) {
        return api.post("/preferences/" + patient + "/" + call, api.staff(ORGANIZATION), "application/json", body);
    }
}
