package com.ovhi.outreach.preference.optout;

import static com.ovhi.outreach.preference.Api.channel;
import static com.ovhi.outreach.preference.Patients.AT;
import static com.ovhi.outreach.preference.Patients.ORGANIZATION;
import static com.ovhi.outreach.preference.Patients.aPatient;
import static com.ovhi.outreach.preference.Patients.again;
import static com.ovhi.outreach.preference.Patients.freshPhone;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
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
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Whoever is reached at an address says that they are not the patient. */
@ServiceTest(schema = "ovhi_preference")
class DisownedServiceTests {

    private final TestKafka kafka;
    private final Api api;
    private final String phone = freshPhone();
    private final String hash;
    private final String email = phone.substring(1) + "@example.org";
    private final String emailHash;

    DisownedServiceTests(
            TestKafka kafka, TestTokens tokens, AddressHash hashes, SettableClock clock, @LocalServerPort int port) {
        this.kafka = kafka;
        api = new Api(port, tokens);
        hash = hashes.of(new PhoneNumber(phone));
        emailHash = hashes.of(new EmailAddress(email));
        clock.advance(Duration.ofMinutes(10));
    }

    @Test
    void forgetsAnAddressThatIsNotThePatients() {
        var patient = aPatient().withPhone(phone).withEmail(email).register(kafka);
        var sibling = aPatient().withPhone(phone).register(kafka);
        api.awaitChannel(patient, Channel.SMS, null);
        api.awaitChannel(sibling, Channel.SMS, null);

        saysThatSomebodyElseIsThere(patient);

        var effective = api.awaitChannel(patient, Channel.SMS, "suppressed-wrong-person");
        assertThat(channel(effective, Channel.SMS).address()).isNull();
        assertThat(channel(effective, Channel.EMAIL).enabled()).isTrue();
        api.awaitChannel(sibling, Channel.SMS, null);
        again(patient).withPhone(phone).withZone("America/Chicago").register(kafka, AT.plusSeconds(5));
        api.awaitEffective(patient, each -> {
            assertThat(each.timezone()).isEqualTo("America/Chicago");
            assertThat(channel(each, Channel.SMS).reason()).isEqualTo("suppressed-wrong-person");
        });
    }

    @Test
    void takesBackThatAnAddressIsNotThePatientsWithAReason() {
        var patient = aPatient().withPhone(phone).register(kafka);
        api.awaitChannel(patient, Channel.SMS, null);
        saysThatSomebodyElseIsThere(patient);
        api.awaitChannel(patient, Channel.SMS, "suppressed-wrong-person");
        var path = "/preferences/" + patient + "/disowned-addresses";
        var staff = api.staff(ORGANIZATION);

        var listed = api.get(path, staff).json().path("entries");
        assertThat(listed.size()).isEqualTo(1);
        assertThat(listed.get(0).path("address_hash").asString()).isEqualTo(hash);
        assertThat(api.get(path, api.staff(99)).problem()).isEqualTo("unknown-patient");
        var one = path + "/" + hash;
        assertThat(api.delete(one + "?because=address-confirmed", api.staff(99)).problem())
                .isEqualTo("unknown-patient");
        assertThat(api.delete(one, staff).status()).as("a reason is needed").isEqualTo(400);
        assertThat(api.delete(one + "?because=whim", staff).problem()).isEqualTo("invalid-because");
        assertThat(api.delete(path + "/" + emailHash + "?because=address-confirmed", staff)
                        .problem())
                .isEqualTo("unknown-address");

        assertThat(api.delete(one + "?because=address-confirmed", staff).status())
                .isEqualTo(204);

        api.awaitChannel(patient, Channel.SMS, null);
        assertThat(api.get(path, staff).json().path("entries").size()).isZero();
        kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> "disowned-removed".equals(each.details().get("cause"))
                        && "address_confirmed".equals(each.details().get("because"))
                        && Long.valueOf(patient).equals(each.patientId())
                        && hash.equals(each.details().get("address_hash")));
    }

    @Test
    void obeysBothWishesOfOneMessageHoweverOftenTheyArrive() {
        var patient = aPatient().withPhone(phone).register(kafka);
        var sibling = aPatient().withPhone(phone).register(kafka);
        api.awaitChannel(patient, Channel.SMS, null);
        api.awaitChannel(sibling, Channel.SMS, null);
        var inbound = Ids.next();

        for (var time = 0; time < 2; time++) {
            says(Intent.WRONG_PERSON, inbound, patient);
            says(Intent.STOP, inbound, patient);
        }

        api.awaitChannel(sibling, Channel.SMS, "opted-out");
        var disowned = api.get("/preferences/" + patient + "/disowned-addresses", api.staff(ORGANIZATION));
        assertThat(disowned.json().path("entries").size()).isEqualTo(1);
    }

    private void saysThatSomebodyElseIsThere(long patient) {
        says(Intent.WRONG_PERSON, Ids.next(), patient);
    }

    private void says(Intent intent, UUID inbound, long patient) {
        kafka.publish(
                Topics.REPLY,
                Long.toString(patient),
                new ReplyUnderstood(inbound, null, patient, Channel.SMS, hash, intent, "en", 1, "exact", null, AT));
    }
}
