package com.ovhi.outreach.preference.optout;

import static com.ovhi.outreach.preference.Api.channel;
import static com.ovhi.outreach.preference.Patients.AT;
import static com.ovhi.outreach.preference.Patients.ORGANIZATION;
import static com.ovhi.outreach.preference.Patients.aPatient;
import static com.ovhi.outreach.preference.Patients.again;
import static com.ovhi.outreach.preference.Patients.freshPhone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.SuppressionChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
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
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

@ServiceTest(schema = "ovhi_preference")
class OptOutServiceTests {

    private final TestKafka kafka;
    private final Api api;
    private final FieldCipher cipher;
    private final SettableClock clock;
    private final JdbcTemplate jdbc;
    private final String phone = freshPhone();
    private final AddressHash hashes;
    private final String hash;
    private final String email = phone.substring(1) + "@example.org";
    private final String emailHash;

    OptOutServiceTests(
            TestKafka kafka,
            TestTokens tokens,
            AddressHash hashes,
            FieldCipher cipher,
            SettableClock clock,
            JdbcTemplate jdbc,
            @LocalServerPort int port) {
        this.kafka = kafka;
        this.cipher = cipher;
        this.clock = clock;
        this.jdbc = jdbc;
        this.hashes = hashes;
        api = new Api(port, tokens);
        hash = hashes.of(new PhoneNumber(phone));
        emailHash = hashes.of(new EmailAddress(email));
        clock.advance(Duration.ofMinutes(10));
    }

    @Test
    void stopsAllPatientsOfASharedTelephoneOnThatChannelOnly() {
        var mother =
                aPatient().withPhone(phone).withWhatsApp(phone).withEmail(email).register(kafka);
        var child = aPatient().withPhone(phone).register(kafka);
        var stranger = aPatient().withPhone(freshPhone()).register(kafka);
        api.awaitChannel(mother, Channel.SMS, null);
        api.awaitChannel(child, Channel.SMS, null);
        api.awaitChannel(stranger, Channel.SMS, null);

        reply(Intent.STOP, null, AT.plusSeconds(60));

        var suppression = awaitSuppression(hash, Channel.SMS, 1);
        assertThat(suppression.suppressed()).isTrue();
        assertThat(suppression.marketingOnly()).isFalse();
        assertThat(suppression.reason()).isEqualTo("stop");
        api.awaitChannel(child, Channel.SMS, "opted-out");
        var effective = api.awaitChannel(mother, Channel.SMS, "opted-out");
        assertThat(channel(effective, Channel.WHATSAPP).enabled()).isTrue();
        assertThat(channel(effective, Channel.EMAIL).enabled()).isTrue();
        assertThat(channel(api.awaitChannel(stranger, Channel.SMS, null), Channel.SMS)
                        .enabled())
                .isTrue();
        kafka.await(
                Topics.PREFERENCE,
                PreferenceChanged.class,
                each -> each.patientId() == child
                        && each.channels().get(Channel.SMS) instanceof PreferenceChanged.Permission sms
                        && !sms.transactional()
                        && !sms.marketing()
                        && sms.refused()
                        && hash.equals(sms.addressHash()));
        assertThat(jdbc.queryForList(
                        "SELECT CONCAT(action, ' ', consent_class) FROM consent_ledger WHERE patient_id = ?",
                        String.class,
                        mother))
                .containsExactlyInAnyOrder("revoke transactional", "revoke marketing");
    }

    @Test
    void remembersTheStopOfAnAddressNobodyIsKnownAt() {
        reply(Intent.STOP, null, AT.plusSeconds(60));
        awaitSuppression(hash, Channel.SMS, 1);

        var patient = aPatient().withPhone(phone).register(kafka);

        api.awaitChannel(patient, Channel.SMS, "suppressed-stop");
    }

    @Test
    void liftsAStopByANewerStartOnlyAndOnlyOnce() {
        var patient = aPatient().withPhone(phone).register(kafka);
        api.awaitChannel(patient, Channel.SMS, null);
        var start = Ids.next();
        reply(Intent.START, start, AT.plusSeconds(30));
        reply(Intent.STOP, null, AT.plusSeconds(60));
        api.awaitChannel(patient, Channel.SMS, "opted-out");

        reply(Intent.START, start, AT.plusSeconds(90));
        reply(Intent.START, null, AT.plusSeconds(45));
        var marker = reply(Intent.START, null, AT.plusSeconds(60));
        awaitHandled(marker);
        api.awaitChannel(patient, Channel.SMS, "opted-out");

        reply(Intent.START, null, AT.plusSeconds(120));
        api.awaitChannel(patient, Channel.SMS, null);
        assertThat(awaitSuppression(hash, Channel.SMS, 2).suppressed()).isFalse();

        var late = reply(Intent.STOP, null, AT.plusSeconds(100));
        awaitHandled(late);
        api.awaitChannel(patient, Channel.SMS, null);
    }

    @Test
    void doesNotTakeAStartFromAnotherTelephoneForThePatientsOwn() {
        var patient = aPatient().withPhone(phone).register(kafka);
        api.awaitChannel(patient, Channel.SMS, null);
        reply(Intent.STOP, null, AT.plusSeconds(60));
        api.awaitChannel(patient, Channel.SMS, "opted-out");
        var family = freshPhone();
        var familyHash = hashes.of(new PhoneNumber(family));
        again(patient).withPhone(family).withEmail(email).register(kafka, AT.plusSeconds(70));
        api.awaitChannel(patient, Channel.EMAIL, null);

        var start = Ids.next();
        kafka.publish(
                Topics.REPLY,
                familyHash,
                new ReplyUnderstood(
                        start,
                        null,
                        null,
                        Channel.SMS,
                        familyHash,
                        Intent.START,
                        "en",
                        1,
                        "exact",
                        null,
                        AT.plusSeconds(120)));
        awaitHandled(start);

        api.awaitEffective(patient, each -> {
            assertThat(each.version()).as("told of the START").isEqualTo(4);
            assertThat(channel(each, Channel.SMS).reason()).isEqualTo("opted-out");
        });
    }

    @Test
    void leavesOtherReasonsInPlaceWhenStartArrives() {
        var patient = aPatient().withPhone(phone).register(kafka);
        api.awaitChannel(patient, Channel.SMS, null);
        report(null, patient, Channel.SMS, DeliveryState.FAILED, FailureClass.PERM_ADDR);
        reply(Intent.STOP, null, AT.plusSeconds(60));
        api.awaitChannel(patient, Channel.SMS, "opted-out");

        reply(Intent.START, null, AT.plusSeconds(90));

        api.awaitChannel(patient, Channel.SMS, "suppressed-undeliverable");
    }

    @Test
    void obeysAStopFromATelephoneThePatientHasGivenUpSince() {
        var patient = aPatient().withPhone(phone).register(kafka);
        api.awaitChannel(patient, Channel.SMS, null);
        again(patient).withPhone(freshPhone()).register(kafka, AT.plusSeconds(5));
        api.awaitEffective(
                patient,
                each -> assertThat(channel(each, Channel.SMS).addressHash()).isNotEqualTo(hash));

        kafka.publish(Topics.REPLY, Long.toString(patient), understood(Intent.STOP, Ids.next(), patient, AT));

        api.awaitChannel(patient, Channel.SMS, "opted-out");
        awaitSuppression(hash, Channel.SMS, 1);
    }

    @Test
    void unsubscribesByPostAndNeverByGet() {
        var patient = aPatient().withEmail(email).register(kafka);
        api.awaitChannel(patient, Channel.EMAIL, null);
        var path = "/unsubscribe/" + token(patient);

        var page = api.get(path, null);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        assertThat(page.body()).contains("<form method=\"post\">").doesNotContain(email);
        api.awaitChannel(patient, Channel.EMAIL, null);

        var done = api.post(path, null, "application/x-www-form-urlencoded", "List-Unsubscribe=One-Click");
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.header("Cache-Control")).isEqualTo("no-store");
        api.awaitChannel(patient, Channel.EMAIL, "opted-out");
        assertThat(awaitSuppression(emailHash, Channel.EMAIL, 1).reason()).isEqualTo("unsubscribe");

        clock.advance(Duration.ofMinutes(1));
        var optedIn = api.post(
                "/preferences/" + patient + "/opt-in",
                api.staff(ORGANIZATION),
                "application/json",
                "{\"channel\":\"email\",\"source\":\"front-desk\"}");
        assertThat(optedIn.json().path("enabled").asBoolean()).isTrue();
    }

    @Test
    void knowsNoForgedUnsubscribeLink() {
        var patient = aPatient().withEmail(email).register(kafka);
        api.awaitChannel(patient, Channel.EMAIL, null);
        var good = token(patient);
        var other = cipher.seal("{}", "unsubscribe").ciphertext();

        for (var token : new String[] {"abc", good.substring(0, good.length() - 2) + "AA", other}) {
            var answer = api.post(
                    "/unsubscribe/" + token, null, "application/x-www-form-urlencoded", "List-Unsubscribe=One-Click");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.problem()).isEqualTo("unknown-link");
        }
    }

    @Test
    void recordsWhatStaffWasToldWithItsEvidence() {
        var patient = aPatient().withPhone(phone).withEmail(email).register(kafka);
        api.awaitChannel(patient, Channel.SMS, null);
        var path = "/preferences/" + patient;
        var staff = api.staff(ORGANIZATION);

        var out = api.post(path + "/opt-out", staff, "application/json", "{\"channel\":\"sms\"}");
        assertThat(out.status()).isEqualTo(200);
        assertThat(out.json().path("reason").asString()).isEqualTo("opted-out");
        clock.advance(Duration.ofMinutes(1));
        var in = api.post(path + "/opt-in", staff, "application/json", """
                {"channel":"sms","class":"all","source":"front-desk","evidence_ref":"form/77","wording_version":"2026-01"}""");
        assertThat(in.json().path("enabled").asBoolean()).isTrue();
        assertThat(in.json().path("marketing_opt_in").asBoolean()).isTrue();
        api.awaitEffective(
                patient,
                each -> assertThat(channel(each, Channel.SMS).marketingOptIn()).isTrue());

        var ledger = api.get(path + "/consents", staff).json().path("entries");
        assertThat(ledger.size()).isEqualTo(4);
        assertThat(ledger.get(3).path("action").asString()).isEqualTo("grant");
        assertThat(ledger.get(3).path("evidence_ref").asString()).isEqualTo("form/77");
        assertThat(ledger.get(3).path("actor").asString()).isEqualTo("test-caller");
        assertThat(api.get(path + "/consents", api.staff(99)).problem()).isEqualTo("unknown-patient");
        assertThat(api.post(path + "/opt-out", api.staff(99), "application/json", "{\"channel\":\"sms\"}")
                        .problem())
                .isEqualTo("unknown-patient");
        assertThat(api.post(path + "/opt-out", staff, "application/json", "{\"channel\":\"fax\"}")
                        .status())
                .isEqualTo(400);
        assertThat(api.post(path + "/opt-out", staff, "application/json", "{}").status())
                .isEqualTo(400);
    }

    @Test
    void doesNotLetStaffOverruleAStopOfTheAddress() {
        var patient = aPatient().withPhone(phone).register(kafka);
        api.awaitChannel(patient, Channel.SMS, null);
        reply(Intent.STOP, null, AT.plusSeconds(60));
        api.awaitChannel(patient, Channel.SMS, "opted-out");

        var in = api.post(
                "/preferences/" + patient + "/opt-in",
                api.staff(ORGANIZATION),
                "application/json",
                "{\"channel\":\"sms\"}");

        assertThat(in.json().path("enabled").asBoolean()).isFalse();
        assertThat(in.json().path("reason").asString()).isEqualTo("suppressed-stop");
    }

    private UUID reply(Intent intent, @Nullable UUID inbound, Instant receivedAt) {
        var id = inbound == null ? Ids.next() : inbound;
        kafka.publish(Topics.REPLY, hash, understood(intent, id, null, receivedAt));
        return id;
    }

    private ReplyUnderstood understood(Intent intent, UUID inbound, @Nullable Long patient, Instant receivedAt) {
        return new ReplyUnderstood(
                inbound, null, patient, Channel.SMS, hash, intent, "en", 1, "exact", null, receivedAt);
    }

    private void report(
            @Nullable UUID job,
            @Nullable Long patient,
            Channel channel,
            DeliveryState state,
            @Nullable FailureClass failure) {
        kafka.publish(
                Topics.DELIVERY,
                String.valueOf(job),
                new DeliveryReported(
                        job, null, patient, channel, 1, state, "SM1", failure, null, null, false, AT.plusSeconds(50)));
    }

    private String token(long patient) {
        var content = new LinkedHashMap<String, Object>(Map.of(
                "patient_id", patient,
                "organization_id", ORGANIZATION,
                "channel", "email",
                "address_hash", emailHash));
        return cipher.seal(ContractJson.writeText(content), "unsubscribe").ciphertext();
    }

    private SuppressionChanged awaitSuppression(String addressHash, Channel channel, long version) {
        return kafka.await(
                Topics.SUPPRESSION,
                SuppressionChanged.class,
                each -> each.addressHash().equals(addressHash)
                        && each.channel() == channel
                        && each.version() == version);
    }

    private void awaitHandled(UUID inbound) {
        await().untilAsserted(() -> assertThat(jdbc.queryForList(
                        "SELECT intent FROM handled_replies WHERE inbound_id = ?", String.class, inbound.toString()))
                .hasSize(1));
    }
}
