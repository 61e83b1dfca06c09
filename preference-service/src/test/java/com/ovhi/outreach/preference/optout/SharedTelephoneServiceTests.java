package com.ovhi.outreach.preference.optout;

import static com.ovhi.outreach.preference.Api.channel;
import static com.ovhi.outreach.preference.Patients.AT;
import static com.ovhi.outreach.preference.Patients.ORGANIZATION;
import static com.ovhi.outreach.preference.Patients.aPatient;
import static com.ovhi.outreach.preference.Patients.again;
import static com.ovhi.outreach.preference.Patients.freshPhone;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.phi.EmailAddress;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.preference.Api;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** A mother and her child have one telephone. Nobody can tell which of them writes from it. */
@ServiceTest(schema = "ovhi_preference")
class SharedTelephoneServiceTests {

    private static final String OPTED_OUT = "opted-out";

    private final TestKafka kafka;
    private final Api api;
    private final AddressHash hashes;
    private final FieldCipher cipher;
    private final JdbcTemplate jdbc;
    private final String phone = freshPhone();
    private final String email = phone.substring(1) + "@example.org";
    private final String hash;
    private final long mother;
    private final long child;

    SharedTelephoneServiceTests(
            TestKafka kafka,
            TestTokens tokens,
            AddressHash hashes,
            FieldCipher cipher,
            SettableClock clock,
            JdbcTemplate jdbc,
            @LocalServerPort int port) {
        this.kafka = kafka;
        this.hashes = hashes;
        this.cipher = cipher;
        this.jdbc = jdbc;
        api = new Api(port, tokens);
        hash = hashes.of(new PhoneNumber(phone));
        clock.advance(Duration.ofMinutes(10));
        mother =
                aPatient().withPhone(phone).withWhatsApp(phone).withEmail(email).register(kafka);
        child = aPatient().withPhone(phone).withEmail(email).register(kafka);
        api.awaitChannel(mother, Channel.SMS, null);
        api.awaitChannel(child, Channel.SMS, null);
    }

    @Test
    void closesTheTelephoneForBothAndNothingElse() {
        reply(Intent.STOP, AT.plusSeconds(60));

        for (var patient : new long[] {mother, child}) {
            var effective = api.awaitChannel(patient, Channel.SMS, OPTED_OUT);
            assertThat(channel(effective, Channel.EMAIL).enabled()).isTrue();
            assertThat(scopes(patient)).containsExactly(hash, hash);
        }
        assertThat(channel(api.awaitChannel(mother, Channel.SMS, OPTED_OUT), Channel.WHATSAPP)
                        .enabled())
                .isTrue();
    }

    @Test
    void doesNotFollowAPatientToTheirNextTelephoneButWaitsForThemOnTheOld() {
        reply(Intent.STOP, AT.plusSeconds(60));
        api.awaitChannel(mother, Channel.SMS, OPTED_OUT);
        api.awaitChannel(child, Channel.SMS, OPTED_OUT);

        move(mother, freshPhone(), AT.plusSeconds(70));
        api.awaitChannel(mother, Channel.SMS, null);
        api.awaitChannel(child, Channel.SMS, OPTED_OUT);

        move(mother, phone, AT.plusSeconds(80));
        api.awaitChannel(mother, Channel.SMS, OPTED_OUT);
        var newcomer = aPatient().withPhone(phone).register(kafka);
        api.awaitChannel(newcomer, Channel.SMS, "suppressed-stop");
    }

    @Test
    void leavesARefusalOfThePatientsOwnInPlaceOnEveryTelephone() {
        assertThat(api.post(
                                "/preferences/" + child + "/opt-out",
                                api.staff(ORGANIZATION),
                                "application/json",
                                "{\"channel\":\"sms\",\"source\":\"front-desk\"}")
                        .status())
                .isEqualTo(200);
        reply(Intent.STOP, AT.plusSeconds(60));
        api.awaitChannel(mother, Channel.SMS, OPTED_OUT);
        reply(Intent.START, AT.plusSeconds(90));
        api.awaitChannel(mother, Channel.SMS, null);
        api.awaitChannel(child, Channel.SMS, OPTED_OUT);

        move(child, freshPhone(), AT.plusSeconds(100));

        api.awaitEffective(child, each -> {
            assertThat(channel(each, Channel.SMS).addressHash()).isNotEqualTo(hash);
            assertThat(channel(each, Channel.SMS).reason()).isEqualTo(OPTED_OUT);
        });
    }

    @Test
    void opensTheTelephoneForBothByALaterStartFromIt() {
        reply(Intent.STOP, AT.plusSeconds(60));
        api.awaitChannel(mother, Channel.SMS, OPTED_OUT);
        api.awaitChannel(child, Channel.SMS, OPTED_OUT);

        reply(Intent.START, AT.plusSeconds(90));

        api.awaitChannel(mother, Channel.SMS, null);
        api.awaitChannel(child, Channel.SMS, null);
    }

    @Test
    void opensNothingForWhoeverHadRefusedBeforeTheyShared() {
        var own = freshPhone();
        var alone = aPatient().withPhone(own).register(kafka);
        api.awaitChannel(alone, Channel.SMS, null);
        reply(own, Intent.STOP, AT.plusSeconds(60));
        api.awaitChannel(alone, Channel.SMS, OPTED_OUT);
        move(alone, phone, AT.plusSeconds(70));
        api.awaitEffective(
                alone,
                each -> assertThat(channel(each, Channel.SMS).addressHash()).isEqualTo(hash));

        reply(Intent.STOP, AT.plusSeconds(80));
        api.awaitChannel(mother, Channel.SMS, OPTED_OUT);
        reply(Intent.START, AT.plusSeconds(90));

        api.awaitChannel(mother, Channel.SMS, null);
        api.awaitChannel(alone, Channel.SMS, OPTED_OUT);
    }

    @Test
    void takesAnUnsubscribeLinkForItsOwnPatientsRefusalAndClosesTheMailboxForTheOther() {
        var emailHash = hashes.of(new EmailAddress(email));

        var done = api.post(
                "/unsubscribe/" + token(mother, emailHash),
                null,
                "application/x-www-form-urlencoded",
                "List-Unsubscribe=One-Click");

        assertThat(done.status()).isEqualTo(200);
        api.awaitChannel(mother, Channel.EMAIL, OPTED_OUT);
        api.awaitChannel(child, Channel.EMAIL, OPTED_OUT);
        assertThat(scopes(mother)).hasSize(2).containsOnlyNulls();
        assertThat(scopes(child)).containsExactly(emailHash, emailHash);
    }

    private void move(long patient, String to, Instant at) {
        again(patient).withPhone(to).withEmail(email).register(kafka, at);
    }

    /** Of the lines of a patient's ledger. */
    private List<@Nullable String> scopes(long patient) {
        return jdbc.queryForList(
                "SELECT address_hash FROM consent_ledger WHERE patient_id = ? AND action = 'revoke'",
                String.class,
                patient);
    }

    private void reply(Intent intent, Instant at) {
        reply(phone, intent, at);
    }

    private void reply(String from, Intent intent, Instant at) {
        var speaker = hashes.of(new PhoneNumber(from));
        kafka.publish(
                Topics.REPLY,
                speaker,
                new ReplyUnderstood(Ids.next(), null, null, Channel.SMS, speaker, intent, "en", 1, "exact", null, at));
    }

    private String token(long patient, String emailHash) {
        var content = new LinkedHashMap<String, Object>(Map.of(
                "patient_id", patient,
                "organization_id", ORGANIZATION,
                "channel", "email",
                "address_hash", emailHash));
        return cipher.seal(ContractJson.writeText(content), "unsubscribe").ciphertext();
    }
}
